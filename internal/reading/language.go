package reading

import (
	"slices"
	"strings"
)

// foreignLetters stand in the alphabets of Tatar, Bashkir, Chuvash, Yakut, Kalmyk, Buryat, Ossetian and others, and in no
// Russian word.
const foreignLetters = "әөүҗңһӑӗҫӳҡғҙҥҕӧӱӓӹӛӊӈԥқҳҷӣӯўӏӂæӟӥӵӝӀăĕç"

// foreignWords are frequent words of languages of Russia that are often typed without their own letters.
var foreignWords = wordSet("бик", "кирак", "безнен", "безден", "авыл", "авылда", "урамда", "урам", "юлы", "нигэ", "нигә", "кайчан", "кайда", "нинди", "барда", "зинхар", "ярдэм", "ярдам", "бирегез", "итегез", "эшлэми", "килми", "булган", "булды", "белэн", "очен", "халык", "балалар", "мэктэп", "пирен", "ялта", "пулашар", "биьиги", "оголор", "тонобут", "суох", "баар", "биэриэхпит", "манай", "бидэ", "хэрэгтэй", "тусламж", "усан", "угэй", "асьме", "милям", "кызьы", "мыйын", "мемнан", "кузе", "тхан", "дукха", "муха", "нохчийн", "бацой", "къуажэм", "щыӏэкъым")

// foreignThanks make a short text in another language thanks or a wish.
var foreignThanks = [...]string{"рәхмәт", "рахмат", "рәхмат", "рехмет", "рәхмәтлебез", "баркалла", "тавтапу", "тав сана", "тав сире", "махтал", "баярла", "баяртай", "тауба", "котлы", "ҡотло", "туган көн", "афәрин", "афарин", "молодес", "барекалла", "баркал", "дик ду", "арфæ", "бузныг", "бузнэг", "бузныы", "чеверен", "ырысту", "тау итем", "уɣурлуо"}

// foreignGreetings are what a text may begin with, whatever it wants: it is only a greeting where hardly more stands there.
var foreignGreetings = [...]string{"сәлам", "салам", "исәнмес", "исанмес", "һаумы", "хаумы", "дорообо", "сайн байна", "мэнд", "салам алейк", "ассалам", "мархаба"}

// foreignPleas are words for "there is no …" and "help", which no thanks hold.
var foreignPleas = wordSet("юк", "юҡ", "юх", "ҫук", "сук", "суох", "үгэй", "угэй", "ярдәм", "ярҙам", "ярдэм", "ярдам", "пулӑшӑр", "пулашар", "итегез", "итегеҙ", "бирегез", "бирегеҙ", "кирәк", "кәрәк", "кирак", "тусламж", "туһалаң", "хэрэгтэй")

// foreign reports whether a text is in another language of Russia: letters that Russian lacks, in more than a stray word.
func (s *scan) foreign() bool {
	marked, words := 0, 0
	for i := range s.tokens {
		t := &s.tokens[i]
		if t.kind != word || t.norm == "" || t.norm[0] < 0x80 {
			continue
		}
		words++
		if beyondRussian(t.norm) && strings.ContainsAny(t.norm, foreignLetters) || foreignWords[t.norm] {
			marked++
		}
	}
	return marked > 0 && marked*5 >= words
}

// beyondRussian reports whether a word in UTF-8 has bytes of other letters than the Russian ones; it is quick.
func beyondRussian(norm string) bool {
	for i := 0; i < len(norm); i++ {
		if c := norm[i]; c >= 0xC3 && c != 0xD0 && c != 0xD1 || c == 0xD1 && i+1 < len(norm) && norm[i+1] > 0x8F {
			return true
		}
	}
	return false
}

// polite reports whether a text in another language does nothing but greet or thank.
func (s *scan) polite(text string) bool {
	if s.words > 9 || s.questions > 0 {
		return false
	}
	for i := range s.tokens {
		if foreignPleas[s.tokens[i].norm] {
			return false
		}
	}
	text = strings.ToLower(text)
	holds := func(words []string) bool {
		return slices.ContainsFunc(words, func(w string) bool { return strings.Contains(text, w) })
	}
	return holds(foreignThanks[:]) || s.words <= 4 && holds(foreignGreetings[:])
}

func wordSet(words ...string) map[string]bool {
	m := make(map[string]bool, len(words))
	for _, w := range words {
		m[w] = true
	}
	return m
}
