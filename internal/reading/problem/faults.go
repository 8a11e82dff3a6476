package problem

import (
	"math/bits"
	"strings"
)

// What can be wrong with one and the same thing: no water is not rusty water, felled trees are not a tree that has to be
// felled. Each matter below has sides; two messages that say different sides of it, and none in common, are not about
// one problem for sharing the matter. A message that says no side, or several, goes with each of them.

// sides stand together by their matters, and again by what of it they say («вода, какая»); the names are for reading. Each has beginnings of words, wherever in the message
// they stand; those with «-» count only after «не», the others only without it. lack: also «нет», «без» beside a word
// of the matter.
var sides = []struct {
	matter, name string
	begins       string
	lack         bool
}{
	{"вода", "нет", "отключ отруб перекры пропал дадут включ исчез отсутств обезвож -дают -дали -идет -теч", true},
	{"вода", "плохая", "ржав грязн мутн желт рыж черн коричн вонюч запах пахн цвет осад хлор жиж", false},
	{"вода", "утечка", "прорв порыв хлещ фонтан утечк бьет затоп залив", false},
	{"вода", "напор", "напор давлени струйк", false},

	{"вода, какая", "горячая", "горяч", false},
	{"вода, какая", "холодная", "холодной холодную холодная", false},

	{"тепло", "холодно", "отключ холод ледян мерз замерз еле чуть дадут включ куртк шуб -топ -гре", true},
	{"тепло", "жарко", "жар духот перетоп", false},
	{"тепло", "утечка", "прорв порыв кипят пар парит хлещ", false},
	{"тепло", "плата", "начисл платеж квитанц тариф перерасч", false},

	{"электричество", "нет", "отключ обесточ дадут вырубил погас пропал включ -гор", true},
	{"электричество", "скачет", "скач мига морга напряжени перепад", false},
	{"электричество", "провод", "провод провис оборв искр оголен столб", false},

	{"дерево", "спилено", "спилил спилен вырубил вырубк вырубл вырубают срубил уничтож пилят рубят спиливают", false},
	{"дерево", "надо спилить", "спилите спилить спилит сух аварийн упад накло накрен кача опасн обрез обрежь кронир -спил -убр", false},
	{"дерево", "упало", "упал рухн повал свалил", false},
	{"дерево", "посадить", "посад высад озелен саженц", false},

	{"дорога", "ямы", "ям выбоин колдоб рытвин ухаб разбит ремонт асфальт провал колея колеи латк латать щеб грейд", false},
	{"дорога", "снег", "снег снеж чист лед голол посып сугроб заме", false},
	{"дорога", "раскопано", "перекоп раскоп разры транше", false},
	{"дорога", "перекрыто", "перекры шлагбаум", false},

	{"тротуар", "нет", "сдела постро", true},
	{"тротуар", "разбит", "разбит разру ям выбоин плитк ремонт", false},
	{"тротуар", "снег", "снег снеж чист лед голол посып", false},
	{"тротуар", "занят", "машин парк стоян", false},

	{"собаки", "бродячие", "бродяч бездомн безнадзорн стая стаи стаю стаей свор отлов", false},
	{"собаки", "хозяйские", "хозя выгул намордник повод сосед", false},

	{"газ", "утечка", "пахн запах утечк вон", false},
	{"газ", "нет", "отключ провед провел подключ газиф дадут", true},

	{"канализация", "люк", "крышк открыт провал ограж", false},
	{"канализация", "стоки", "теч вон засор заби нечистот фекал септик подвал затоп хлещ", false},

	{"площадка", "нет", "постро поставьт установ обещ", true},
	{"площадка", "сломана", "слома разбит ржав торч опасн", false},

	{"светофор", "нужен", "установ поставьт нуж необходим", true},
	{"светофор", "сломан", "погас слома мига -работ -гор", false},

	{"стоянка", "нужна", "негде -хват мест", true},
	{"стоянка", "мешает", "газон тротуар перекры эвакуа меша брош", false},

	{"шум", "музыка", "музык бар. бара баре кафе караок дискот", false},
	{"шум", "стройка", "стройк ремонт сверл перфорат экскават", false},
	{"шум", "езда", "мотоцикл мопед трасс гонк", false},

	{"транспорт", "не ходит", "отмен верн восстанов снял сняли убрал сократ редк интервал распис опазд опозда ожида ждать ждем ждал дожд -ход -дожд -езд -приез -приш", true},
	{"транспорт", "полон", "переполн битком влез давк тесн", false},
	{"транспорт", "грубость", "хам груб матер", false},
	{"транспорт", "мимо", "мимо -останавлив -останов", false},
	{"транспорт", "в салоне", "салон грязн кондиционер холод отоплен", false},
	{"транспорт", "плата", "подорож тариф стоимост цен терминал валид", false},

	{"врач", "нет", "уволил -хват запис талон очередь очереди", true},
	{"врач", "грубость", "хам груб крич орет", false},
}

// fault is what sides of a matter exclude each other.
type fault struct{ matter, sides uint64 }

// faults are those of each matter that has some, lackSides the sides that «нет» beside a word of the matter says.
var faults, lackSides = func() (all []fault, lack [64]uint64) {
	number := map[string]int{}
	for i, side := range sides {
		n, ok := number[side.matter]
		if !ok {
			name, _, _ := strings.Cut(side.matter, ",")
			n = len(all)
			number[side.matter] = n
			all = append(all, fault{matter: matterBit(name)})
		}
		all[n].sides |= 1 << i
		if side.lack {
			lack[bits.TrailingZeros64(all[n].matter)] |= 1 << i
		}
	}
	return all, lack
}()

// factsOf are the matters of the i-th word and the sides it says, as bits.
func factsOf(all []token, i int) (matter, side uint64) {
	low := all[i].low
	if len(low) < 4 {
		return 0, 0
	}
	for _, b := range stemMatter[low[:4]] {
		if !b.begins(low) {
			continue
		}
		matter |= b.matter
		if b.side != 0 && b.denied == (i > 0 && all[i-1].low == "не") {
			side |= b.side
		}
	}
	for rest := matter; rest != 0; rest &= rest - 1 {
		if lack := lackSides[bits.TrailingZeros64(rest)]; lack != 0 && lacking(all, i) {
			side |= lack
		}
	}
	return matter, side
}

// lacking: «нет» or «без» stands beside the i-th word, an adjective between them at most: «нет горячей воды», «воды нет».
func lacking(all []token, i int) bool {
	for k := max(0, i-2); k <= i+1 && k < len(all); k++ {
		switch all[k].low {
		case "нет", "нету":
			return true
		case "без":
			return k < i
		}
	}
	return false
}

// otherFaults are those of some shared matters of which two messages say different sides.
func otherFaults(shared, a, b uint64) (parted uint64) {
	for _, f := range faults {
		if shared&f.matter != 0 && a&f.sides != 0 && b&f.sides != 0 && a&b&f.sides == 0 {
			parted |= f.matter
		}
	}
	return parted
}
