package privacy

import "strings"

// known facts that leave a word unexplained: what only names have.
const nameFacts = first | nominative | male | female | familySure | everyday | nopatronymic | eastern

// unknown reports a capitalised word that no list explains and whose ending is none of a verb, an adjective, an abstract
// noun or a town: behind «сосед» or beside a surname it is a name of a people whose names we do not list.
func (t *token) unknown() bool {
	return t.written() && t.letters > 2 && t.letters < 20 && !t.upper && !t.latin && t.facts&^nameFacts == 0 &&
		!verbal(t.low) && (t.turkic || !endsWith(t.low, wordEnds)) && !townEnding(t.low) && !institution(t.low)
}

// unlisted is unknown for words that a part stands before, «участковый Дудник»: people do bear the names of trades.
func (t *token) unlisted() bool {
	return t.unknown() || t.written() && t.letters > 4 && !t.upper && !t.latin && t.facts&^nameFacts == 0 && endsWith(t.low, []string{"ник", "тор", "чик", "щик"}) && !institution(t.low)
}

// pluralSurname reports «Белых», «Долгих» with a capital that no beginning of a sentence explains.
func (f *finder) pluralSurname(i int) bool {
	t := &f.tokens[i]
	return t.written() && !t.upper && t.letters > 4 && !f.opens(i) && endsWith(t.low, []string{"ых", "их"}) && (!f.near(i+1) || f.tokens[i+1].facts&ordinary == 0 || !endsWith(f.tokens[i+1].low, []string{"ов", "ей", "ев", "ий", "х"}))
}

// written reports that a word has the capitals of a name: one for each of its halves, or capitals alone. «СанПин» has not.
func (t *token) written() bool {
	return t.kind == word && t.capital && cyrillic(t) && (t.upper || t.capitals == 1 || strings.Contains(t.low, "-") && t.capitals == 2)
}

// wordEnds are endings of adjectives, verbs in the past and abstract nouns.
var wordEnds = strings.Fields(`ый ий ая яя ое ее ые ие ого его ому ему ную ных ным ной ными ла ли ло лся лась лись ся сь
	цы чане ане яне изм ция ции цию лка тор тель тели щик чик ник ники сть ево ино ово ует ает яет ской ском ская ский ских скую цкая цкий цкой кой гой хой овой евой`)

var townCases = [...]string{"", "а", "у", "е", "ом", "я", "ю", "ем"}

// townEnding reports endings that towns have and people have not.
func townEnding(low string) bool {
	for _, e := range townCases {
		if base, ok := strings.CutSuffix(low, e); ok && endsWith(base, []string{"ск", "цк", "град", "бург", "поль", "город"}) {
			return true
		}
	}
	return false
}

// institution reports names of offices and firms, which are put together of cut words.
func institution(low string) bool {
	for _, head := range [...]string{"рос", "гос", "гор", "обл", "рай", "край", "глав", "мин", "тепло", "энерго", "водо", "авто", "электро", "жил",
		"строй", "спец", "межрегион", "газ", "транс", "сбер", "проф", "соц", "мед", "яндекс", "зелен", "эко", "чист", "ком", "ре"} {
		if strings.HasPrefix(low, head) && endsWith(low, []string{"пром", "прома", "надзор", "надзора", "газ", "газа", "сбыт", "сбыта", "строй", "строя",
			"сервис", "сервиса", "канал", "канала", "сеть", "сети", "транс", "транса", "дума", "думы", "банк", "банка", "стат", "связь",
			"хоз", "хоза", "жкх", "трест", "треста", "фонд", "том", "нефть", "дор", "дора", "реестр", "реестра", "центр", "автодор", "автодора"}) {
			return true
		}
	}
	return false
}

// family reports a capitalised word that reads as a surname alone: no other list explains it.
func (t *token) family() bool {
	return t.written() && t.letters > 3 && t.facts&^(nameFacts|complaint) == 0 &&
		(t.facts&familySure != 0 || !t.latin && onSurname(t.low) && !route(t.low) &&
			!(t.upper && endsWith(t.low, []string{"ым", "ых", "ой", "ыми", "ы"})))
}

// surname is family for what stands behind a part or an initial: there «Чехов» is no town.
func (t *token) surname() bool {
	return t.family() || t.facts&eastern != 0 && t.facts&^(nameFacts|common) == 0 && t.capital && t.letters > 1 && !t.upper || t.written() && t.letters > 3 && t.facts&^(nameFacts|town|famous|placename|noun) == 0 &&
		(t.facts&town != 0 && onBase(strings.TrimSuffix(t.low, "у")) || !t.latin && endsWith(t.low, []string{"ский", "цкий", "ская", "цкая"}))
}

// route reports a pair of towns, «Курск-Льгов»: one of its halves is known as one.
func route(low string) bool {
	a, b, double := strings.Cut(low, "-")
	return double && (known(a)|known(b))&town != 0 || double && (townEnding(a) || townEnding(b))
}

// onSurname reports the endings that few words but surnames have, in any case.
func onSurname(low string) bool {
	for _, e := range familyCases {
		if base, ok := strings.CutSuffix(low, e); ok && onBase(base) {
			return true
		}
	}
	return endsWith(low, surnameEnds)
}

var (
	familyCases = [...]string{"", "а", "у", "ым", "е", "ой", "ых", "ы", "ыми"}
	surnameEnds = strings.Fields(`енко ейко айко ушко чук чука чуку чуком щук юк юка юку юком дзе швили ян яна яну яном янц янца
		ски ских цких чян уни иди оглы шина ук ука уку`)
)

// personal reports a surname in a form that no street, no village and no town has: «Лыков», «с Лыковым», «у Лыковых».
// Behind a preposition «Химиков» is a street and «Садовым» a place.
func (f *finder) personal(i int) bool {
	t := &f.tokens[i]
	if !t.family() || t.letters < 5 || endsWith(t.low, pluralEnds) {
		return false
	}
	toward := ""
	if b := f.before(i); b != nil && b.kind == word && b.letters <= 7 {
		toward = b.low
	}
	for _, e := range [...]string{"", "ы"} {
		if base, ok := strings.CutSuffix(t.low, e); ok && onBase(base) {
			return !prepositions[toward]
		}
	}
	for _, e := range [...]string{"ым", "ых", "ыми"} {
		if base, ok := strings.CutSuffix(t.low, e); ok && onBase(base) {
			return toward == "с" || toward == "со" || toward == "у" || t.facts&familySure != 0 && !prepositions[toward]
		}
	}
	if endsWith(t.low, []string{"уком", "юком"}) {
		return toward == "с" || toward == "со"
	}
	return uncased(t) && (f.opens(i) || toward != "" && !prepositions[toward])
}

// uncased reports surnames of other peoples in the nominative, which streets keep as it is: «Гончарук», «Шевченко».
func uncased(t *token) bool {
	return t.letters > 5 && endsWith(t.low, []string{"енко", "чук", "рук", "люк", "дзе", "швили", "ян"})
}

// pluralEnds are those of people by what they do, in the genitive: streets are named after them.
var pluralEnds = strings.Fields("истов унаров навтов астов ников чиков щиков деров неров")

var prepositions = wordSet("на по до от с со из в во у к за между около возле через под над перед при о об для без про вдоль угол улиц улицы улице ул и")

func wordSet(words string) map[string]bool {
	set := map[string]bool{}
	for w := range strings.FieldsSeq(words) {
		set[w] = true
	}
	return set
}

// genitiveLike reports a surname that may be the name of a street: «Лыкова», «Лыковой», «Лыковского».
func genitiveLike(low string) bool {
	for _, e := range [...]string{"а", "ой", "у", "е"} {
		if base, ok := strings.CutSuffix(low, e); ok && onBase(base) {
			return true
		}
	}
	return strings.HasSuffix(low, "ского") || strings.HasSuffix(low, "цкого") || strings.HasSuffix(low, "ской")
}

// opens reports that a sentence, a line or the text begins with word i.
func (f *finder) opens(i int) bool {
	if i == 0 || f.tokens[i].line {
		return true
	}
	b := &f.tokens[i-1]
	return b.kind == mark && strings.ContainsRune(".!?…:;\"«(-•*", b.sign) && !(b.sign == '-' && !f.tokens[i].space)
}

// shortBefore reports «х. Лыков», «с. Лыков»: a small letter with a full stop is the short form of a village's word.
func (f *finder) shortBefore(i int) bool {
	if i < 2 || f.tokens[i-1].sign != '.' || f.tokens[i-1].kind != mark || f.tokens[i].line {
		return false
	}
	b := &f.tokens[i-2]
	return b.kind == word && b.letters == 1 && !b.capital && strings.Contains("хсдпг", b.low)
}

// orgBefore reports a shop, a school, an office or a quotation mark just before word i: what is named there is none of a person.
func (f *finder) orgBefore(i int) bool {
	for k := i - 1; k >= 0 && k >= i-3; k-- {
		t := &f.tokens[k]
		switch {
		case f.tokens[k+1].line:
			return false
		case t.kind == mark && (t.sign == '"' || t.sign == '«' || t.sign == '“' || t.sign == '„' || t.sign == '\''):
			return true
		case t.kind == mark && (t.sign == '.' || t.sign == '№'), t.kind == number, t.low == "у":
		case t.kind == word:
			// «директор УК Шац» is a person behind a part, «директор магазина Марина» may be a shop
			return t.facts&org != 0 && t.facts&role == 0 && !(t.facts&roletail != 0 && k > 0 && f.tokens[k-1].facts&role != 0)
		default:
			return false
		}
	}
	return false
}

// cueOf finds the word that introduces word i: it looks back over «мой», «это», «вам», a colon, a dash or a bracket.
func (f *finder) cueOf(i int) (cue *token, at int, signs bool) {
	far := false // one noun was passed over: «капитан полиции …»
	for k := i - 1; k >= 0 && k >= i-6; k-- {
		t := &f.tokens[k]
		if f.tokens[k+1].line {
			return nil, 0, false
		}
		switch {
		case t.kind == number, t.kind == taken && !t.person && k < i-1:
		case t.kind == mark && strings.ContainsRune(":-(=", t.sign):
			signs = true
		case t.kind == mark && t.sign == ',' && k == i-1 && k > 0 && f.tokens[k-1].kind == word && introduces(&f.tokens[k-1]):
			signs = true
		case t.kind == mark && t.sign == '.' && k > 0 && f.tokens[k-1].kind == word && f.tokens[k-1].facts&(maiden|role|kin) != 0 && shortened(f.tokens[k-1].low):
		case t.low == "я" && k > 0 && f.tokens[k-1].kind == word && f.tokens[k-1].facts&maiden != 0: // «до замужества я была»
		case t.kind == word && !far && k > 0 && genitiveNoun(t) && f.tokens[k-1].kind == word && f.tokens[k-1].facts&(role|relative) != 0 && !f.tokens[k].line:
			far = true
		case t.kind == word && passedOver(t) && k > 0 && !f.tokens[k].line && !f.tokens[k-1].person:
			if before := &f.tokens[k-1]; before.kind == word || before.kind == number || before.kind == taken && !before.person || before.kind == mark && strings.ContainsRune(":-(=", before.sign) {
				continue
			}
			return t, k, signs
		case t.kind == word:
			return t, k, signs
		default:
			return nil, 0, false
		}
	}
	return nil, 0, false
}

// genitiveNoun reports an ordinary word that may belong to the part before it: «капитан полиции», «воспитанник детдома».
func genitiveNoun(t *token) bool {
	return !t.capital && t.facts&(ordinary|org) != 0 && t.facts&(role|relative|possessive) == 0 && t.letters > 4 && endsWith(t.low, []string{"и", "ы", "а", "я"}) &&
		!endsWith(t.low, []string{"ла", "ли", "ся", "на", "ны"})
}

// shortened reports short forms whose full stop ends no sentence.
func shortened(low string) bool {
	switch low {
	case "гр", "тов", "зам", "урожд", "бывш", "инж", "проф", "акад", "преп", "восп", "уч", "пом":
		return true
	}
	return false
}

// introduces reports words behind which a comma may stand before the name: «я, …», «представлюсь, …», «благодарю, …».
func introduces(t *token) bool {
	return t.low == "я" || t.facts&(intro|thanks) != 0 || strings.HasPrefix(t.low, "благодар") || strings.HasPrefix(t.low, "признател") || t.low == "спасибо"
}

// passedOver reports words between a cue and the name that it introduces.
func passedOver(t *token) bool {
	if t.facts&(possessive|roletail) != 0 || ordinal(t.low) {
		return true
	}
	switch t.low {
	case "это", "вам", "вас", "вами", "опять", "снова", "имени", "к", "такой", "некто", "некий", "некая", "зовут", "была", "был", "же", "фамилия",
		"маленький", "маленькая", "старший", "старшая", "младший", "младшая", "моложе", "родной", "родная",
		"снизу", "сверху", "слева", "справа", "напротив", "группы", "класса", "подъезда", "этажа", "категории", "из", "с", "со":
		return true
	}
	return false
}

// alone measures a name that stands by itself, which its surroundings tell to be a person's; 0 if word i begins none.
func (f *finder) alone(i int) int {
	t := &f.tokens[i]
	if f.formerName(i) {
		return 1
	}
	if t.letters < 3 && t.facts&(first|eastern) == 0 || f.shortBefore(i) || t.facts&(common|role|street|org) != 0 && t.facts&(first|familySure|eastern) == 0 || !cyrillic(t) {
		return 0
	}
	given := t.given() && (t.facts&(common|street) == 0 || t.capital && !f.opens(i))
	family := t.family()
	initials := t.written() && (f.initialBehind(i) || f.maidenNear(i) || f.plainRole(i))
	if !given && !family && !t.surname() && !initials && !t.unlisted() && !f.pluralSurname(i) && !(t.facts == 0 && f.maidenBefore(i)) && !(t.facts&familySure != 0 && t.facts&common == 0) {
		return 0
	}
	if f.streetBefore(i) || f.orgBefore(i) {
		return 0
	}
	switch {
	case given && t.capital && i > 0 && f.tokens[i-1].kind == word && f.tokens[i-1].facts&who != 0 && f.near(i+1) && f.tokens[i+1].facts&called != 0:
		return 1 // «меня Артём зовут»
	case f.introducedAlone(i, given, family), f.honoured(i), f.lives(i, given, family), f.renamed(i):
	case family && !f.houseBehind(i+1) && !f.adjective(i) && (f.personal(i) && f.mayStandAlone(i) || f.hasOwner(i) || f.ill(i) && !(genitiveLike(t.low) && f.tokens[max(i-1, 0)].facts&toward != 0)):
	case given && t.capital && f.ill(i) && t.facts&everyday == 0:
	default:
		return f.signature(i)
	}
	if n := f.withTail(i, f.several(i)); !f.houseBehind(i+n) || t.facts&first != 0 {
		return n
	}
	return 0
}

// introducedAlone reports a word before that introduces a person: a relative, a part, «пишет», «моя», «я», «в девичестве».
func (f *finder) introducedAlone(i int, given, family bool) bool {
	t := &f.tokens[i]
	cue, at, signs := f.cueOf(i)
	if cue == nil {
		return false
	}
	sure := family && !(genitiveLike(t.low) && f.houseBehind(i+1)) ||
		cue.facts&(role|relative|intro|kin) != 0 && cue.facts&cityhead == 0 && !strings.HasPrefix(cue.low, "жител") && !strings.HasPrefix(cue.low, "дет") && t.surname()
	near := at == i-1 || signs || f.tokens[i-1].sign == '.' || passedOver(&f.tokens[i-1])
	switch {
	case cue.facts&relative != 0 && near && strings.HasPrefix(cue.low, "дет") && onBase(t.low) && !given:
		return false // «дети Берёзников»
	case cue.facts&relative != 0 && near:
		return given || sure || t.unlisted() && !endsWith(cue.low, []string{"и", "ы", "ей", "ям", "ах"}) && !endsWith(t.low, []string{"и", "ы"})
	case cue.facts&cityhead != 0:
		return family && (f.personal(i) || strings.HasSuffix(t.low, "енко"))
	case cue.facts&(kin|role) != 0 && (!signs || f.tokens[i-1].sign != ','):
		return given && t.capital && (t.facts&everyday == 0 || t.facts&nominative != 0 && at == i-1) || sure || at == i-1 && f.plainRole(i) || cue.facts&role != 0 && !strings.HasPrefix(cue.low, "жител") && sameCase(cue.low, t) && (t.unlisted() || f.pluralSurname(i) && near)
	case cue.facts&intro != 0:
		return f.initialBehind(i) || given || sure || t.unknown() && near
	case cue.low == "я" && at == i-1 || cue.low == "я" && signs:
		return given && t.facts&nominative != 0 && (t.capital || t.facts&everyday == 0 && f.pauses(i+1)) || sure && !genitiveLike(t.low) || sure && strings.HasSuffix(t.low, "а")
	case cue.low == "это" && (f.opens(at) || f.tokens[at-1].sign == ','):
		return given && t.facts&everyday == 0 || sure && f.opens(at)
	case cue.facts&possessive != 0 && !signs:
		return t.capital && t.facts&first != 0 && t.facts&everyday == 0
	case cue.facts&maiden != 0 && near:
		return f.former(at, i)
	case cue.low == "она" || cue.low == "он": // она же Лыкова
		return sure && at == i-2 && f.tokens[i-1].low == "же"
	case strings.HasPrefix(cue.low, "благодар") || strings.HasPrefix(cue.low, "признател") || cue.low == "спасибо":
		return signs && (given && t.capital || sure && !f.houseBehind(i+1))
	case cue.low == "по" || cue.low == "от" && f.tokens[i-1].low == "имени":
		return f.tokens[i-1].low == "имени" && (given || sure || t.unknown() && cue.low == "по")
	case cue.low == "на" && at > 0:
		return f.tokens[at-1].facts&complaint != 0 && (sure || given && t.capital && t.facts&everyday == 0)
	case cue.low == "от" && at > 0:
		return f.tokens[at-1].kind == word && letterFrom(f.tokens[at-1].low) && (sure || given && t.capital)
	}
	return false
}

// letterFrom reports what people send: «заявление от …».
func letterFrom(low string) bool {
	for _, head := range [...]string{"заявлен", "обращен", "жалоб", "просьб", "вопрос", "письм", "сообщен", "привет", "запрос"} {
		if strings.HasPrefix(low, head) {
			return true
		}
	}
	return false
}

// sameCase reports that an unknown word stands in the case of the part before it: «сосед Мурза», «соседу Мурзе», «врача Шаца».
// Of short names women's do not change. «Оператор Билайна» has two cases.
func sameCase(part string, t *token) bool {
	if t.letters <= 4 && !endsWith(t.low, []string{"ы", "и"}) {
		return true
	}
	vowel := endsWith(t.low, []string{"а", "я", "ы", "и"})
	switch {
	case endsWith(part, []string{"у", "ю", "ому", "ему"}):
		return endsWith(t.low, []string{"у", "ю", "е", "о"})
	case endsWith(part, []string{"ом", "ем", "ой", "ей", "ым", "им"}):
		return endsWith(t.low, []string{"м", "ой", "ей", "о"})
	case endsWith(part, []string{"ы", "и", "ов", "ей", "ам", "ами"}):
		return false
	case endsWith(part, []string{"ца", "ка", "ша", "ая"}):
		return true
	case endsWith(part, []string{"а", "я", "го"}):
		return vowel || strings.HasSuffix(t.low, "о")
	}
	return !vowel || t.letters <= 6
}

// former reports «в девичестве», «урождённая», «до брака», «по мужу», «прежняя фамилия», «бывшая» at token at before word i.
func (f *finder) former(at, i int) bool {
	t, cue := &f.tokens[i], &f.tokens[at]
	if t.facts&common != 0 || !t.capital && t.facts != 0 && t.facts&familySure == 0 && !onSurname(t.low) {
		return false
	}
	before := ""
	if at > 0 {
		before = f.tokens[at-1].low
		if f.tokens[at-1].kind == word && strings.HasSuffix(before, "ому") && at > 1 {
			before = f.tokens[at-2].low
		}
	}
	switch cue.low {
	case "замужества", "брака":
		return before == "до" || before == "после"
	case "свадьбы":
		return before == "до" && t.family()
	case "паспорту", "свидетельству":
		return before == "по" && t.family()
	case "мужу":
		return before == "по"
	case "бывшая", "нынешняя", "прежняя":
		return t.family() && !genitiveLike(t.low) || t.family() && strings.HasSuffix(t.low, "а") || f.pluralSurname(i)
	}
	return true
}

// maidenNear reports «урождённая», «до брака» among the three tokens before word i.
func (f *finder) maidenNear(i int) bool {
	for k := i - 1; k >= 0 && k >= i-3 && !f.tokens[k+1].line; k-- {
		if f.tokens[k].kind == word && f.tokens[k].facts&maiden != 0 {
			return true
		}
	}
	return false
}

// plainRole reports a part in the nominative right before a capitalised word that may be a surname though it is a word,
// «алкоголик Сорока из …»: no verb, no adverb, and the phrase goes on as it does behind a name.
func (f *finder) plainRole(i int) bool {
	t := &f.tokens[i]
	if i == 0 || !f.near(i) || !t.written() || t.upper || t.letters < 4 || f.tokens[i-1].capital ||
		t.facts&^(nameFacts|ordinary) != 0 || verbal(t.low) || endsWith(t.low, verbEnds) {
		return false
	}
	b := &f.tokens[i-1]
	if b.facts&role == 0 || b.facts&cityhead != 0 || !endsWith(b.low, []string{"к", "р", "н", "т", "ь", "г", "ц", "ч", "ка", "ца", "ша", "ая", "ый", "ед"}) {
		return false
	}
	n := f.after(i)
	return n != nil && (n.kind == mark && (n.sign == ',' || n.sign == '-') || n.low == "из")
}

var verbEnds = strings.Fields("ет ит ат ут ют ал ил ел ла ли ло ся у о")

// maidenBefore reports «девичья» or «урождённая» just before word i: the surname behind may lack its capital.
func (f *finder) maidenBefore(i int) bool {
	return i > 0 && f.tokens[i-1].kind == word && f.tokens[i-1].facts&maiden != 0 && (strings.HasPrefix(f.tokens[i-1].low, "девичь") || strings.HasPrefix(f.tokens[i-1].low, "урожд"))
}

// initialBehind reports «Борщ А.», a capitalised word before an initial.
func (f *finder) initialBehind(i int) bool {
	is, stop := f.initial(i + 1)
	return is && stop && f.tokens[i+1].space
}

// pauses reports that a phrase ends before token k.
func (f *finder) pauses(k int) bool {
	return k >= len(f.tokens) || f.tokens[k].line || f.tokens[k].kind == mark && strings.ContainsRune(",.!?;:-", f.tokens[k].sign)
}

// honoured reports «апа», «абый», «ака» behind word i.
func (f *finder) honoured(i int) bool {
	return f.near(i+1) && f.tokens[i+1].facts&honorific != 0 && f.tokens[i].capital && f.tokens[i].facts&(common|ordinary) == 0
}

// formerName reports the name before «, в девичестве», «(урождённая», «, до замужества»: whatever stands there.
func (f *finder) formerName(i int) bool {
	t := f.tokens
	if !t[i].written() || t[i].letters < 3 || i+3 >= len(t) || t[i+1].kind != mark || t[i+1].sign != ',' && t[i+1].sign != '(' || t[i+1].line {
		return false
	}
	next, second := &t[i+2], &t[i+3]
	return strings.HasPrefix(next.low, "урожд") || next.low == "бывш" || next.low == "в" && second.low == "девичестве" ||
		(next.low == "до" || next.low == "после") && (second.low == "замужества" || second.low == "брака")
}

// nearSurname bounds how far from a name the word «фамилия» is looked for, in tokens.
const nearSurname = 8

// renamed reports a surname in a sentence that tells of surnames, «сменила фамилию», «вышла замуж», or in brackets behind «ранее».
func (f *finder) renamed(i int) bool {
	t := &f.tokens[i]
	if !t.family() && !t.unknown() || t.facts&(famous|noun) != 0 && t.facts&familySure == 0 {
		return false
	}
	if i > 1 && (f.tokens[i-1].low == "ранее" || f.tokens[i-1].low == "прежде" || f.tokens[i-1].sign == '.' && f.tokens[i-2].low == "бывш") {
		return t.family()
	}
	for k := i - 1; k >= 0 && k >= i-nearSurname; k-- {
		b := &f.tokens[k]
		if b.kind == mark && (b.sign == '.' || b.sign == '!' || b.sign == '?') || f.tokens[k+1].line {
			return false
		}
		if b.kind == word && (strings.HasPrefix(b.low, "фамили") || b.low == "замуж" || b.low == "девичестве") {
			return true
		}
	}
	return false
}

// lives reports «из 5 подъезда», «из соседнего дома», «(7 лет)», «, в девичестве» behind a name.
func (f *finder) lives(i int, given, family bool) bool {
	t := f.tokens
	p := &t[i]
	if (family || p.unknown()) && i+3 < len(t) && t[i+1].sign == '(' && t[i+2].kind == word && t[i+2].family() && t[i+3].sign == ')' {
		return true
	}
	if p.unknown() && i+3 < len(t) && t[i+1].low == "из" && t[i+2].kind == number && (t[i+3].facts&cueflat != 0 || strings.HasPrefix(t[i+3].low, "подъезд")) {
		return true
	}
	if !p.capital || !given && !(family && (f.personal(i) || p.facts&familySure != 0 || strings.HasSuffix(p.low, "а"))) {
		return false
	}
	k := i + 1
	if k+1 >= len(t) || t[k].line {
		return false
	}
	if t[k].kind == mark && (t[k].sign == ',' || t[k].sign == '(') {
		k++
		if t[k].kind == word && (t[k].low == "в" && k+1 < len(t) && t[k+1].low == "девичестве" || strings.HasPrefix(t[k].low, "урожд")) {
			return true
		}
		// «Савва, 7 лет»: a street has no age; a surname in the genitive may have a house
		return t[k].kind == number && k+1 < len(t) && (strings.HasPrefix(t[k+1].low, "лет") || strings.HasPrefix(t[k+1].low, "год")) && (given || f.personal(i))
	}
	if t[k].kind != word || t[k].low != "из" && t[k].low != "с" && t[k].low != "со" || p.facts&everyday != 0 && f.opens(i) {
		return t[k].kind == number && given && k+1 < len(t) && (t[k+1].low == "лет" || t[k+1].low == "годика" || t[k+1].low == "годиков")
	}
	for m := k + 1; m < len(t) && m <= k+4 && !t[m].line; m++ {
		if t[m].kind == word && (t[m].facts&cueflat != 0 || endsWith(t[m].low, []string{"подъезда", "этажа", "дома", "двора", "класса"})) {
			return true
		}
	}
	return false
}

// mayStandAlone reports a surname that is a capital for no other reason than being a name, or one that a verb follows.
func (f *finder) mayStandAlone(i int) bool {
	t := &f.tokens[i]
	if t.upper {
		return false
	}
	if !f.opens(i) {
		b := f.before(i)
		return b == nil || b.kind != word || b.facts&(street|org|town) == 0 && !(b.capital && !f.opens(i-1))
	}
	if !f.near(i + 1) {
		return false
	}
	next := &f.tokens[i+1]
	return !next.capital && (onBase(t.low) || uncased(t)) && next.low != "нет" &&
		endsWith(next.low, []string{"ет", "ит", "ется", "ится", "ал", "ил", "ел", "ул", "лся", "болен", "должен", "пьян", "опять", "снова", "без"})
}

// hasOwner reports «у Лыкова»: a monument or a street stands in other surroundings.
func (f *finder) hasOwner(i int) bool {
	t := &f.tokens[i]
	b := f.before(i)
	if b == nil || b.kind != word || b.low != "у" || t.facts&(famous|noun) != 0 {
		return false
	}
	for _, e := range [...]string{"а", "ой", "ых"} {
		if base, ok := strings.CutSuffix(t.low, e); ok && onBase(base) {
			return true
		}
	}
	return t.facts&familySure != 0
}

// nearIllness bounds how far from a name an illness is looked for, in tokens.
const nearIllness = 6

// ill reports an illness within the sentence of word i.
func (f *finder) ill(i int) bool {
	for _, step := range [...]int{-1, 1} {
		for n, k := 0, i+step; n < nearIllness && k >= 0 && k < len(f.tokens); n, k = n+1, k+step {
			t := &f.tokens[k]
			if t.kind == mark && (t.sign == '.' || t.sign == '!' || t.sign == '?') {
				break
			}
			if t.kind == word && t.facts&illness != 0 {
				return true
			}
		}
	}
	return false
}

// signature measures a sentence that is nothing but a name: «… Ковригина М.», «Жду ответа. Аделаида», «Ковригины, Садовая 4».
func (f *finder) signature(i int) int {
	if !f.opens(i) {
		return 0
	}
	t := f.tokens
	n, names, families, unknowns := 0, 0, 0, 0
	for n < 4 && i+n < len(t) && t[i+n].kind == word && (n == 0 || !t[i+n].line) {
		w := &t[i+n]
		if is, stop := f.initial(i + n); is && n > 0 {
			n++
			if stop {
				n++
			}
			continue
		}
		if !w.capital || w.facts&(common|street|role|org|town) != 0 && w.facts&(first|familySure) == 0 {
			return 0
		}
		switch {
		case w.facts&first != 0 && w.facts&nominative != 0 || patronymic(w):
			names++
		case w.family() && w.facts&(famous|noun|placename) == 0:
			families++
		case w.unknown():
			unknowns++
		default:
			return 0
		}
		n++
	}
	if names+families == 0 && (unknowns < 2 || unknowns != n) || !f.closes(i+n) {
		return 0
	}
	if (unknowns > 0 || names == 0) && f.houseBehind(i+n) {
		return 0
	}
	if n == 1 && families == 1 && genitiveLike(t[i].low) && (!f.sentence(i) || !f.ends(i+n) && !t[i+n].line && strings.ContainsRune(",;-)", t[i+n].sign)) {
		return 0 // a street
	}
	if n == 1 && names == 1 && t[i].facts&everyday != 0 && t[i].facts&(ordinary|common) != 0 && !f.ends(i+n) {
		return 0
	}
	if names+families == 0 && (t[i].upper || f.ends(i+n) && i == 0) {
		return 0
	}
	return n
}

// sentence reports that a sentence or a line begins with word i.
func (f *finder) sentence(i int) bool {
	return i == 0 || f.tokens[i].line || strings.ContainsRune(".!?…", f.tokens[i-1].sign)
}

// closes reports that a sentence ends before token k, or that an address, an age or a telephone follows behind a comma.
func (f *finder) closes(k int) bool {
	if f.ends(k) || f.tokens[k].line {
		return true
	}
	t := &f.tokens[k]
	if t.kind != mark {
		return false
	}
	switch t.sign {
	case '.', '!', '?', '…', ')':
		return true
	case ',', ';', '-':
		if k+1 >= len(f.tokens) {
			return true
		}
		n := &f.tokens[k+1]
		return n.kind == number || n.kind == taken || n.kind == word && (n.facts&(street|role|relative|cueflat|cuephone|town) != 0 || n.capital && f.houseBehind(k+2))
	}
	return false
}

// ends reports that the text ends at token k.
func (f *finder) ends(k int) bool { return k >= len(f.tokens) }
