package privacy

import "strings"

// known facts that leave a word unexplained: what only names have.
const nameFacts = first | nominative | male | female | familySure | everyday | nopatronymic | eastern

// unknown reports a capitalised word that no list explains and whose ending is none of a verb, an adjective, an
// abstract noun or a town: behind «сосед» or beside a surname it is a name of a people whose names we do not list.
func (t *token) unknown() bool {
	return t.written() && t.letters > 2 && t.letters < 20 && !t.upper && !t.latin && t.facts&^nameFacts == 0 &&
		!verbal(t.low) && (t.turkic || !endsWith(t.low, wordEnds)) && !townEnding(t.low) && !institution(t.low)
}

// unlisted is unknown for words that a part stands before, «участковый Дудник»: people do bear the names of trades.
func (t *token) unlisted() bool {
	trade := t.written() && t.letters > 4 && !t.upper && !t.latin && t.facts&^nameFacts == 0 &&
		endsWith(t.low, []string{"ник", "тор", "чик", "щик"})
	return t.unknown() || trade && !institution(t.low)
}

// pluralSurname reports «Белых», «Долгих» with a capital that no beginning of a sentence explains.
func (f *finder) pluralSurname(i int) bool {
	t := &f.tokens[i]
	if !t.written() || t.upper || t.letters < 5 || f.opens(i) || !endsWith(t.low, []string{"ых", "их"}) {
		return false
	}
	// «Новых домов» has its noun behind
	return !f.near(i+1) || !f.is(i+1, ordinary) || !endsWith(f.tokens[i+1].low, []string{"ов", "ей", "ев", "ий", "х"})
}

// written reports that a word has the capitals of a name: one for each of its halves, or capitals alone. «СанПин» has
// not.
func (t *token) written() bool {
	return t.kind == word && t.capital && cyrillic(t) &&
		(t.upper || t.capitals == 1 || t.capitals == 2 && strings.Contains(t.low, "-"))
}

// wordEnds are endings of adjectives, verbs in the past and abstract nouns.
var wordEnds = strings.Fields(`ый ий ая яя ое ее ые ие ого его ому ему ную ных ным ной ными ла ли ло лся лась лись ся сь
	цы чане ане яне изм ция ции цию лка тор тель тели щик чик ник ники сть ево ино ово ует ает яет
	ской ском ская ский ских скую цкая цкий цкой кой гой хой овой евой`)

var (
	townCases = [...]string{"", "а", "у", "е", "ом", "я", "ю", "ем"}
	townEnds  = []string{"ск", "цк", "град", "бург", "поль", "город"}
)

// townEnding reports endings that towns have and people have not.
func townEnding(low string) bool {
	for _, e := range townCases {
		if base, ok := strings.CutSuffix(low, e); ok && endsWith(base, townEnds) {
			return true
		}
	}
	return false
}

// institution reports names of offices and firms, which are put together of cut words.
func institution(low string) bool {
	for _, head := range officeHeads {
		if strings.HasPrefix(low, head) && endsWith(low, officeEnds) {
			return true
		}
	}
	return false
}

var (
	officeHeads = strings.Fields(`рос гос гор обл рай край глав мин тепло энерго водо авто электро жил строй спец межрегион газ
		транс сбер проф соц мед яндекс зелен эко чист ком ре`)
	officeEnds = strings.Fields(`пром прома надзор надзора газ газа сбыт сбыта строй строя сервис сервиса канал канала сеть сети
		транс транса дума думы банк банка стат связь хоз хоза жкх трест треста фонд том нефть дор дора реестр реестра центр`)
)

// family reports a capitalised word that reads as a surname alone: no other list explains it.
func (t *token) family() bool {
	return t.written() && t.letters > 3 && t.facts&^(nameFacts|complaint) == 0 &&
		(t.facts&familySure != 0 || !t.latin && onSurname(t.low) && !route(t.low) &&
			!(t.upper && endsWith(t.low, []string{"ым", "ых", "ой", "ыми", "ы"})))
}

// surname is family for what stands behind a part or an initial: there «Чехов» is no town.
func (t *token) surname() bool {
	switch {
	case t.family():
		return true
	case t.facts&eastern != 0:
		return t.capital && !t.upper && t.letters > 1 && t.facts&^(nameFacts|common) == 0
	case !t.written() || t.letters < 4 || t.facts&^(nameFacts|town|famous|placename|noun) != 0:
		return false
	}
	return t.facts&town != 0 && onBase(strings.TrimSuffix(t.low, "у")) ||
		!t.latin && endsWith(t.low, []string{"ский", "цкий", "ская", "цкая"})
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

// genitiveLike reports a surname that may be the name of a street: «Лыкова», «Лыковой», «Лыковского».
func genitiveLike(low string) bool {
	for _, e := range [...]string{"а", "ой", "у", "е"} {
		if base, ok := strings.CutSuffix(low, e); ok && onBase(base) {
			return true
		}
	}
	return strings.HasSuffix(low, "ского") || strings.HasSuffix(low, "цкого") || strings.HasSuffix(low, "ской")
}
