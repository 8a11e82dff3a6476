package privacy

import (
	_ "embed"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

//go:embed names.txt
var namesFile string

// firstNames has every case form of the common first names in lower case, with ё as е; true marks a nominative.
var firstNames = sync.OnceValue(func() map[string]bool {
	forms := map[string]bool{}
	for line := range strings.Lines(namesFile) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		for base := range strings.FieldsSeq(line) {
			base = fold(base)
			for _, f := range declined(base) {
				if !forms[f] {
					forms[f] = false
				}
			}
			forms[base] = true
		}
	}
	for _, f := range []string{"павла", "павлу", "павлом", "павле", "льва", "льву", "львом", "льве", "петра", "петру", "петром", "петре"} {
		forms[f] = false
	}
	return forms
})

// declined builds the oblique cases of a name by its ending.
func declined(base string) []string {
	with := func(cutBytes int, endings ...string) []string {
		var out []string
		for _, e := range endings {
			out = append(out, base[:len(base)-cutBytes]+e)
		}
		return out
	}
	switch {
	case strings.HasSuffix(base, "ия"):
		return with(2, "и", "ю", "ей")
	case strings.HasSuffix(base, "я"):
		return with(2, "и", "е", "ю", "ей")
	case strings.HasSuffix(base, "а"):
		return with(2, "ы", "и", "е", "у", "ой", "ей")
	case strings.HasSuffix(base, "й"):
		return with(2, "я", "ю", "ем", "е", "и")
	case strings.HasSuffix(base, "ь"):
		return with(2, "я", "ю", "ем", "е", "и", "ью")
	case strings.HasSuffix(base, "у"), strings.HasSuffix(base, "и"):
		return nil
	}
	return with(0, "а", "у", "ом", "ем", "е")
}

func fold(s string) string { return strings.ReplaceAll(strings.ToLower(s), "ё", "е") }

// part is a word of a text, with what stands between it and the word before.
type part struct {
	start, end int
	low        string // folded
	gap        string // the text since the word before
	capital    bool
	upper      bool // two letters or more, all capitals
	initial    bool // one capital letter followed by a full stop
}

// names masks full names, names with patronymics, names with initials, and what follows «меня зовут».
func (m *Masker) names(text string) string {
	parts := cut(text)
	var b strings.Builder
	done := 0
	for i := 0; i < len(parts); {
		n := person(parts, i, text)
		if n == 0 {
			i++
			continue
		}
		end := parts[i+n-1].end
		if parts[i+n-1].initial {
			end++ // its full stop
		}
		b.WriteString(text[done:parts[i].start])
		b.WriteString(m.labels[name])
		done = end
		i += n
	}
	if done == 0 {
		return text
	}
	b.WriteString(text[done:])
	return b.String()
}

func cut(text string) []part {
	var parts []part
	last := 0
	for i := 0; i < len(text); {
		r, size := utf8.DecodeRuneInString(text[i:])
		if !unicode.Is(unicode.Cyrillic, r) {
			i += size
			continue
		}
		end, letters, capitals := i, 0, 0
		for end < len(text) {
			c, n := utf8.DecodeRuneInString(text[end:])
			if c == '-' {
				if next, _ := utf8.DecodeRuneInString(text[end+n:]); end > i && unicode.Is(unicode.Cyrillic, next) {
					end += n
					continue
				}
				break
			}
			if !unicode.Is(unicode.Cyrillic, c) && !unicode.Is(unicode.Mn, c) {
				break
			}
			letters++
			if unicode.IsUpper(c) {
				capitals++
			}
			end += n
		}
		p := part{start: i, end: end, gap: text[last:i], capital: unicode.IsUpper(r), upper: letters > 1 && letters == capitals}
		p.low = fold(text[i:end])
		p.initial = letters == 1 && p.capital && strings.HasPrefix(text[end:], ".")
		parts = append(parts, p)
		last, i = end, end
	}
	return parts
}

// person measures, in words, the person's name that begins at word i; 0 if none does.
func person(parts []part, i int, text string) int {
	if streetBefore(parts, i) {
		return 0
	}
	n := introduced(parts, i)
	if n == 0 {
		n = fullName(parts, i)
	}
	if n == 0 {
		n = withInitials(parts, i)
	}
	if n > 0 && addressAfter(parts, i, n, text) {
		return 0
	}
	return n
}

// near reports whether word i follows the word before it with nothing but blanks between.
func near(parts []part, i int) bool {
	return i > 0 && i < len(parts) && parts[i].gap != "" && strings.Trim(parts[i].gap, " \t\u00a0") == ""
}

func first(p part) bool { _, ok := firstNames()[p.low]; return ok }

func fullName(parts []part, i int) int {
	p := parts[i]
	switch {
	// Иван Иванович [Петров], in any case of letters where the name is a known one
	case near(parts, i+1) && patronymic(parts[i+1].low) && (first(p) || p.capital && parts[i+1].capital && !commonWord(p.low)):
		if near(parts, i+2) && parts[i+2].capital && (surname(parts[i+2].low) || !parts[i+2].upper && first(p) && !commonWord(parts[i+2].low)) {
			return 3
		}
		return 2
	// Петров Иван [Иванович]
	case surname(p.low) && near(parts, i+1) && (first(parts[i+1]) || p.capital && parts[i+1].capital && near(parts, i+2) && patronymic(parts[i+2].low)):
		if near(parts, i+2) && patronymic(parts[i+2].low) {
			return 3
		}
		if p.capital && parts[i+1].capital && p.upper == parts[i+1].upper && !first(p) {
			return 2
		}
		return 0
	// Иван Петров, Иван Мороз
	case first(p) && p.capital && near(parts, i+1) && parts[i+1].capital && !first(parts[i+1]):
		next := parts[i+1]
		if surname(next.low) || !p.upper && !next.upper && !commonWord(next.low) && utf8.RuneCountInString(next.low) > 2 {
			return 2
		}
	}
	return 0
}

// withInitials finds Иванов И. И. and И. И. Иванов.
func withInitials(parts []part, i int) int {
	joined := func(k int) bool { // the initial k stands close to the word before
		return k < len(parts) && parts[k].initial && len(parts[k].gap) <= 3 && strings.Trim(parts[k].gap, ". \u00a0") == ""
	}
	p := parts[i]
	switch {
	case p.capital && !p.initial && utf8.RuneCountInString(p.low) > 2 && joined(i+1) && !strings.Contains(parts[i+1].gap, "."):
		if joined(i + 2) {
			if surname(p.low) || !commonWord(p.low) {
				return 3
			}
			return 0
		}
		if surname(p.low) && !placeInitial(parts[i+1].low) {
			return 2
		}
	case p.initial && joined(i+1) && i+2 < len(parts) && parts[i+2].capital && !parts[i+2].initial && strings.Trim(parts[i+2].gap, ". \u00a0") == "" && utf8.RuneCountInString(parts[i+2].low) > 2:
		return 3
	}
	return 0
}

// placeInitial reports letters that more often shorten a place than a name: г. с. п. д.
func placeInitial(low string) bool { return strings.Contains("гспд", low) }

// introduced measures the name behind «меня зовут» and in a signature.
func introduced(parts []part, i int) int {
	if i < 1 || strings.ContainsAny(parts[i].gap, "[]?!0123456789") || len(parts[i].gap) > 5 {
		return 0
	}
	p := parts[i]
	called := parts[i-1].low == "зовут" && i >= 2 && (parts[i-2].low == "меня" || parts[i-2].low == "мою" || parts[i-2].low == "его" || parts[i-2].low == "ее")
	signed := parts[i-1].low == "уважением" && p.capital && (first(p) || surname(p.low))
	if !called && !signed || called && !p.capital && !first(p) {
		return 0
	}
	n := 1
	for n < 3 && near(parts, i+n) && (parts[i+n].capital && !parts[i+n].initial || patronymic(parts[i+n].low) || called && surname(parts[i+n].low)) {
		n++
	}
	return n
}

var streetWords = wordSet(`ул улица улицы улице улицу улицей пр проспект проспекта проспекте проспекту просп пер переулок переулке переулка площадь площади пл бульвар бульваре бульвара б-р наб набережная набережной шоссе проезд проезде тупик аллея аллее парк парке парка сквер сквере сквера имени им мкр микрорайон микрорайоне памятник памятника памятнику поселок поселке пос село селе деревня деревне станция станции станцию остановка остановке остановки музей музея театр театра дворец дворца стадион стадиона маршала генерала адмирала академика героя космонавта площадка святого святой храм храма церковь церкви дом-музей ст`)

// streetBefore reports whether a street, a square, a monument is named just before word i.
func streetBefore(parts []part, i int) bool {
	for k := i - 1; k >= 0 && k >= i-2; k-- {
		gap := parts[k+1].gap
		if strings.ContainsAny(gap, ",;:!?()[]\n") || len(gap) > 4 {
			return false
		}
		if streetWords[parts[k].low] {
			return true
		}
	}
	return false
}

// addressAfter reports whether a house number or a word for a street follows an oblique name: Сергея Лазо, 12.
func addressAfter(parts []part, i, n int, text string) bool {
	nominative := false
	for k := i; k < i+n; k++ {
		nominative = nominative || firstNames()[parts[k].low] || parts[k].initial || patronymic(parts[k].low)
	}
	if nominative {
		return false
	}
	if near(parts, i+n) && streetWords[parts[i+n].low] && parts[i+n].low != "им" {
		return true
	}
	rest := strings.TrimLeft(text[parts[i+n-1].end:], ", \u00a0")
	rest = strings.TrimPrefix(strings.TrimPrefix(rest, "дом "), "д. ")
	if rest == "" || rest[0] < '0' || rest[0] > '9' {
		return false
	}
	rest = strings.TrimLeft(rest, "0123456789 ")
	return !strings.HasPrefix(rest, "лет") && !strings.HasPrefix(rest, "год") && !strings.HasPrefix(rest, "г.")
}

func patronymic(low string) bool {
	if utf8.RuneCountInString(low) < 6 {
		return low == "ильич" || low == "кузьмич"
	}
	for _, base := range [...]string{"ович", "евич", "ильич", "кузьмич", "лукич", "фомич", "никитич", "саввич"} {
		for _, e := range [...]string{"", "а", "у", "ем", "е"} {
			if strings.HasSuffix(low, base+e) {
				return true
			}
		}
	}
	for _, base := range [...]string{"овн", "евн", "ичн", "инишн"} {
		for _, e := range [...]string{"а", "ы", "е", "у", "ой", "ою"} {
			if strings.HasSuffix(low, base+e) {
				return !adjectives[low]
			}
		}
	}
	return strings.HasSuffix(low, "оглы") || strings.HasSuffix(low, "кызы")
}

// adjectives end like a patronymic and are none.
var adjectives = wordSet(`вечерней деревне деревну деревны деревной деревна основной основну полновна харчевна харчевне харчевну столичной столичну больничной больничну отличной обычной различной уличной наличной личной частичной публичной первичной вторичной типичной приличной логичной критичной лечебной кирпичной ежедневной дневной духовной основна условной верховной церковной виновной условну виновны уровне ровной неровной плачевной плачевны плачевна душевной чиновна количествовной поликличной фабричной заграничной клубничной пшеничной яичной привычной косметичной энергичной симпатичной практичной станичной тепличной`)

// surname reports whether a word ends as Russian surnames do, in any case.
func surname(low string) bool {
	if utf8.RuneCountInString(low) < 4 || commonWord(low) {
		return false
	}
	for _, base := range [...]string{"ов", "ев", "ин", "ын"} {
		for _, e := range [...]string{"", "а", "у", "ым", "е", "ой", "ых", "ы", "ыми", "ым"} {
			if strings.HasSuffix(low, base+e) {
				return true
			}
		}
	}
	for _, e := range [...]string{"ский", "ского", "скому", "ским", "ская", "ской", "скую", "цкий", "цкого", "цкому", "цкая", "цкой", "енко", "ченко", "ук", "юк", "чук", "ко", "ых", "их", "ян", "яна", "яну", "швили", "дзе", "нец", "вич", "вича", "вичу", "лиев", "аев"} {
		if strings.HasSuffix(low, e) {
			return true
		}
	}
	return false
}

// common words end like surnames, or begin a sentence beside a name.
var common = wordSet(`один одна одной одним готов готова готовы здоров новый новая новой слов слова дров часов домов дворов районов районе магазин магазина магазине машина машины машине машину причина причины половина половины мужчина мужчины женщина середина картина детский городской областной районный русский советский ленинский центральный наш ваш наши ваши у в на и с к по от до из за о об а но да нет не вы мы он она они я ты это как что кто где когда почему спасибо здравствуйте добрый день вечер утро доброе просим прошу помогите уважаемый уважаемая господин госпожа глава губернатор мэр депутат дорогой дорогая привет живет живем пожалуйста сделайте очень всем всех вас вам нас нам их таких каких своих моих твоих наших ваших этих тех двух трех четырех область области район город города городе улица проспект дорога дороги президент министр доктор врач директор тетя дядя баба дед бабушка дедушка мама папа россия россии ямы яма школа больница молодец супер привезите приезжайте только также тоже еще уже если или для при обещал обещала сказал сказала ответьте посмотрите скажите подскажите`)

func commonWord(low string) bool { return common[low] }

func wordSet(list string) map[string]bool {
	set := map[string]bool{}
	for w := range strings.FieldsSeq(list) {
		set[w] = true
	}
	return set
}
