package privacy

import "strings"

// known facts that leave a word unexplained: what only names have.
const nameFacts = first | nominative | male | female | familySure | everyday | nopatronymic | eastern

// unknown reports a capitalised word that no list explains and whose ending is none of a verb, an adjective, an
// abstract noun or a town: behind «сосед» or beside a surname it is a name of a people whose names we do not list.
func (t *token) unknown() bool {
	return t.letters > 2 && t.letters < 20 && t.unlistedCapital() && (t.turkic || !wordEnds.end(t.low)) && !t.explains()
}

// explains reports the ending of a verb, a town or an institution.
func (t *token) explains() bool { return verbal(t.low) || townEnding(t.low) || institution(t.low) }

// unlistedCapital reports a word in Cyrillic, written as names are, that no list explains.
func (t *token) unlistedCapital() bool { return t.titled() && !t.latin && t.only(nameFacts) }

var tradeEnds = listOf("ник тор чик щик")

// unlisted is unknown for words that a part stands before, «участковый Дудник»: people do bear the names of trades.
func (t *token) unlisted() bool {
	trade := t.unlistedCapital() && t.letters > 4 && tradeEnds.end(t.low)
	return t.unknown() || trade && !institution(t.low)
}

var (
	pluralAdjective = listOf("ых их")
	manyCases       = listOf("ов ей ев ий х")
)

// pluralSurname reports «Белых», «Долгих» with a capital that no beginning of a sentence explains.
func (f *finder) pluralSurname(i int) bool {
	t := f.at(i)
	if !t.titled() || t.letters < 5 || f.opens(i) || !pluralAdjective.end(t.low) {
		return false
	}
	// «Новых домов» has its noun behind
	return !f.near(i+1) || !f.is(i+1, ordinary) || !manyCases.end(f.at(i+1).low)
}

// written reports that a word has the capitals of a name: one for each of its halves, or capitals alone. «СанПин» has
// not.
func (t *token) written() bool {
	return t.kind == word && t.capital && cyrillic(t) &&
		(t.upper || t.capitals == 1 || t.capitals == 2 && strings.Contains(t.low, "-"))
}

// titled is written for words that are not all capitals.
func (t *token) titled() bool { return !t.upper && t.written() }

// wordEnds are endings of adjectives, verbs in the past and abstract nouns.
var wordEnds = listOf(`ый ий ая яя ое ее ые ие ого его ому ему ную ных ным ной ными ла ли ло лся лась лись ся сь
	цы чане ане яне изм ция ции цию лка тор тель тели щик чик ник ники сть ево ино ово ует ает яет
	ской ском ская ский ских скую цкая цкий цкой кой гой хой овой евой`)

var (
	townCases = words{"", "а", "у", "е", "ом", "я", "ю", "ем"}
	townEnds  = listOf("ск цк град бург поль город")
)

// townEnding reports endings that towns have and people have not.
func townEnding(low string) bool { return withEnding(low, townCases, townEnds.end) }

// institution reports names of offices and firms, which are put together of cut words.
func institution(low string) bool { return officeEnds.end(low) && officeHeads.begin(low) }

var (
	officeHeads = listOf(`рос гос гор обл рай край глав мин тепло энерго водо авто электро жил строй спец межрегион газ
		транс сбер проф соц мед яндекс зелен эко чист ком ре`)
	officeEnds = listOf(`пром прома надзор надзора газ газа сбыт сбыта строй строя сервис сервиса канал канала сеть сети
		транс транса дума думы банк банка стат связь хоз хоза жкх трест треста фонд том нефть дор дора реестр реестра
		центр`)
)

// shoutedCases are endings of surnames that in capitals may be those of any word.
var shoutedCases = listOf("ым ых ой ыми ы")

// family reports a capitalised word that reads as a surname alone: no other list explains it.
func (t *token) family() bool {
	return t.letters > 3 && t.only(nameFacts|complaint) && t.written() && (t.any(familySure) ||
		!t.latin && t.familyEnding())
}

// familyEnding reports the ending of a surname, in capitals only those that other words have not.
func (t *token) familyEnding() bool {
	return onSurname(t.low) && !route(t.low) && !(t.upper && shoutedCases.end(t.low))
}

// townSurnames are the facts that a surname may have behind a part or an initial.
const townSurnames = nameFacts | town | famous | placename | noun

// surname is family for what stands behind a part or an initial: there «Чехов» is no town.
func (t *token) surname() bool { return decide(surnamesTold, t) }

var surnamesTold = []decision[*token]{
	{"Лыков", (*token).family, always[*token]},
	{"Ким", func(t *token) bool { return t.any(eastern) }, func(t *token) bool {
		return t.capital && !t.upper && t.letters > 1 && t.only(nameFacts|common)
	}},
	{"дом", func(t *token) bool { return t.letters < 4 || !t.only(townSurnames) || !t.written() }, never[*token]},
	{"Чехов", func(t *token) bool { return t.any(town) && onBase(strings.TrimSuffix(t.low, "у")) }, always[*token]},
	{"Крупская", func(t *token) bool { return !t.latin }, func(t *token) bool { return peopleSki.end(t.low) }},
}

// route reports a pair of towns, «Курск-Льгов»: one of its halves is known as one.
func route(low string) bool {
	a, b, double := strings.Cut(low, "-")
	return double && ((known(a)|known(b))&town != 0 || townEnding(a) || townEnding(b))
}

// onSurname reports the endings that few words but surnames have, in any case.
func onSurname(low string) bool { return cased(low, familyCases) || surnameEnds.end(low) }

var (
	familyCases = words{"", "а", "у", "ым", "е", "ой", "ых", "ы", "ыми"}
	surnameEnds = listOf(`енко ейко айко ушко чук чука чуку чуком щук юк юка юку юком дзе швили ян яна яну яном янц янца
		ски ских цких чян уни иди оглы шина ук ука уку`)
	streetCases    = listOf("а ой у е")
	streetGenitive = listOf("ского цкого ской")
)

// genitiveLike reports a surname that may be the name of a street: «Лыкова», «Лыковой», «Лыковского».
func genitiveLike(low string) bool { return cased(low, streetCases) || streetGenitive.end(low) }
