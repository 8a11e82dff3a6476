package privacy

import "strings"

// besideKin reports «у бабушки Кировой, 12», «сверху Чапаева, 44 кв.», «г. Донской, ветеран»: what may be a street or a
// town and stands beside a relative, a neighbour or a person's part is a person, for a place lost does less harm than a
// name shown.
func (f *finder) besideKin(i int) bool {
	t := &f.tokens[i]
	adjective := endsWith(t.low, adjectiveEnds) || endsWith(t.low, []string{"ый", "ые", "ых", "яя"})
	if !t.written() || t.letters < 4 || t.facts&(role|relative|kin|org|month|first) != 0 && t.facts&familySure == 0 ||
		t.facts&common != 0 && !adjective ||
		f.streetBefore(i) || f.orgBefore(i) || !f.numberedBeside(i+1) || f.is(i+1, street) {
		return false
	}
	if base, many := strings.CutSuffix(t.low, "ы"); many && onBase(base) && !t.upper &&
		(t.facts&(town|placename) == 0 || f.near(i) && !f.is(i-1, preposition|toward|town)) {
		return true // no street is called «Чеховы»
	}
	if f.tokens[i+1].sign == ',' && f.aged(i+2) && f.pauses(i+4) && !f.is(i-1, preposition|toward) {
		return adjective || t.family() // «Садовая, 77 лет»
	}
	if !f.near(i) {
		return false
	}
	b := &f.tokens[i-1]
	if b.capital && (!f.opens(i-1) || f.is(i-2, street) || f.is(i-3, street)) {
		return false
	}
	if lies := f.neighbourly(i - 1); lies > 0 {
		return lies > 1 || endsWith(t.low, []string{"ы", "ые", "ие"})
	}
	if b.low == "у" || b.low == "с" || b.low == "со" {
		return f.ofPerson(i, b.low)
	}
	if b.facts&intro != 0 && endsWith(b.low, []string{"ла", "лась"}) &&
		endsWith(t.low, []string{"ая", "ова", "ева", "ина"}) {
		return true // «звонила Крупская, 12»: streets do not
	}
	return f.personsPart(i-1) && fitsPart(b.low, t.low) && (t.family() || t.facts&(famous|placename|noun|town) != 0 ||
		adjective)
}

// numberedBeside reports a number from token k on, with a comma before it or nothing: a house or a flat, and no age.
func (f *finder) numberedBeside(k int) bool {
	if k < len(f.tokens) && f.tokens[k].sign == ',' {
		k++
	}
	return k < len(f.tokens) && f.tokens[k].kind == number && len(f.tokens[k].low) <= 3 && !f.tokens[k].line
}

// personsPart reports a relative, a neighbour or a part of one person at token k; those whose place is named behind
// them are none.
func (f *finder) personsPart(k int) bool {
	t := &f.tokens[k]
	if t.kind != word || t.facts&cityhead != 0 || beginsWith(t.low, placesParts) || t.upper {
		return false
	}
	return t.facts&(relative|kin|role) != 0 || beginsWith(t.low, kinHeads)
}

var (
	// placesParts begin the words for people that a place is named behind.
	placesParts = strings.Fields(`жител дети детей детям собственник жильц старш гражд начальн директор руковод
		дачник застройщик подрядчик оператор ип представител`)
	kinHeads = strings.Fields(`подруг знаком коллег тетк теть свекр тещ зят сват кум крестн мачех отчим мам пап матер
		мать отец отц бабул дедул жен муж невест золовк шурин девер прабаб прадед старуш избирательниц`)
)

// fitsPart keeps «дворник Садовая» from being one person.
func fitsPart(part, low string) bool {
	man := endsWith(part, manEnds) && part != "мать" && part != "дочь" && part != "свекровь"
	switch {
	case strings.HasSuffix(low, "ая"):
		return !man && !endsWith(part, []string{"и", "ы"})
	case endsWith(low, []string{"ый", "ий"}):
		return man || endsWith(part, []string{"дедушка", "дядя", "папа", "мужчина", "судья", "староста"})
	}
	return true
}

// neighbourly tells of words that say where neighbours live, up to token k: 2 for those that no street stands behind,
// «сверху», «за стеной», 1 for those that a street may stand behind, «напротив», 0 for others.
func (f *finder) neighbourly(k int) int {
	switch t := f.tokens; t[k].low {
	case "сверху", "снизу", "стеной", "стенкой", "стену", "окнами", "нами", "мной", "живут", "проживают",
		"выше", "ниже", "соседству":
		return 2
	case "справа", "слева", "напротив", "рядом", "через":
		return 1
	}
	return 0
}

// ofPerson reports a form that streets do not have: «у Чкаловой», «у Лермонтовых», «с Кировым».
func (f *finder) ofPerson(i int, before string) bool {
	t := &f.tokens[i]
	ends := []string{"ой", "ых"}
	if before != "у" {
		ends = []string{"ым", "ыми", "ой"}
	}
	for _, e := range ends {
		if base, ok := strings.CutSuffix(t.low, e); ok && onBase(base) {
			return t.facts&famous == 0 || e != "ой"
		}
	}
	return false
}

// writer reports «Г. Донской, ветеран», «С. Заречная, мать двоих»: an initial, a word like an adjective, and behind a
// comma what somebody is. The initial stands at token i and the word at token k.
func (f *finder) writer(i, k int) bool {
	t := &f.tokens[k]
	if t.written() && !t.upper && endsWith(t.low, []string{"ой", "ий", "ый", "ая"}) && f.tokens[i].capital &&
		f.signedOff(i) && f.pauses(k+1) {
		return true
	}
	if !t.written() || t.upper || !endsWith(t.low, []string{"ой", "ий", "ый", "ая"}) || k+2 >= len(f.tokens) ||
		f.tokens[k+1].sign != ',' || f.tokens[k+2].line || f.tokens[k+2].capital ||
		!f.tokens[i].capital && !f.is(i-1, intro|role) || !f.opens(i) && !f.is(i-1, intro|role) {
		return false
	}
	if f.tokens[k+2].kind == number { // «Д. Полевая, 4 подъезд»
		return k+3 < len(f.tokens) && beginsWith(f.tokens[k+3].low, []string{"подъезд", "лет", "год", "класс", "кв"})
	}
	return beginsWith(f.tokens[k+2].low, writers)
}

// signedOff reports «с уважением» or «подпись» right before token i.
func (f *finder) signedOff(i int) bool {
	for k := i - 1; k >= 0 && k >= i-3; k-- {
		if f.tokens[k].kind == word {
			return beginsWith(f.tokens[k].low, []string{"уважени", "подпис", "почтени"})
		}
	}
	return false
}

// writers begin what people say of themselves behind their name.
var writers = strings.Fields(`ветеран инвалид пенсионер жительниц мать мама отец папа бабушк дедушк вдов
	труженик труженица учительниц студент сирот многодетн избирател заявител собственни участни
	блокадн чернобыл одинок пожил колясочник ваш слесар токар водител фермер дачни домохоз безработн беремен сосед`)
