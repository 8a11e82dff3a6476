package problem

import "strings"

// matters are what complaints are about, each with beginnings of its words; with a full stop, the word itself. Two messages share a matter where each has a
// word of it; that says «the same in other words» without a model.
var matters = []struct {
	name   string
	begins string
}{
	{"свет на улице", "освещ фонар фанар темн светильник лампоч наружн"},
	{"снег и лёд", "снег снеж лед льд голол налед сугроб посып чист расчищ сосул уборк"},
	{"дорога", "ям дорог асфальт выбоин колдоб рытвин ухаб покрыти щеб грейд отсып подсып колея колеи проезжа бездорож"},
	{"мусор", "мусор свалк помойк контейнер бак баков вывоз вывез вывод отход крупногаб урн грязн хлам"},
	{"вода", "вод водопровод водоснаб колонк напор скважин кран"},
	{"тепло", "отоплен тепл батаре холод мерзн замерз топят топить теплотрасс котельн радиатор"},
	{"канализация", "канализ люк колод сток нечистот септик фекал"},
	{"запах и воздух", "запах вон воня смрад дым дыш выброс смог гарь гари гарью пахн копот копт саж"},
	{"собаки", "собак пес. пса псу псы псов псам псом псин щен стаи стая стаю стаей свор безнадзорн бродяч куса покус"},
	{"светофор", "светофор"},
	{"знак и разметка", "знак разметк переход зебр лежач"},
	{"стоянка", "парков стоян газон эвакуа припарк транспортных"},
	{"дерево", "дерево дерева дереву деревом деревья деревьев деревьям деревьями деревьях деревц ветк тополь тополя аварийное кронир спил сухостой"},
	{"транспорт", "автобус маршрут маршрутк трамва троллейбус электричк остановк"},
	{"трава", "трава травы траву травой траве травян сорн бурьян покос косит скос кошен борщев"},
	{"крыша", "крыш кровл протек протеч течет"},
	{"лифт", "лифт"},
	{"электричество", "электр напряжен свет. света. свету светом обесточ электросет подстанц проводк"},
	{"газ", "газ. газа газу газом газе газов газиф газопровод"},
	{"врач", "врач больниц поликлин медиц скорая скорой скорую фап терапевт фельдшер педиатр хирург"},
	{"школа", "школ учител класс садик детсад"},
	{"площадка", "площадк качел горк спортплощ"},
	{"тротуар", "тротуар тратуар пешеход пандус бордюр"},
	{"шум", "шум громк музык ноч"},
	{"связь", "связ интернет вышк сигнал"},
	{"реклама", "реклам баннер"},
	{"кладбище", "кладбищ могил огражден"},
	{"выплата", "выплат пособ пенси льгот субсид материнск маткап компенсац"},
	{"стройка", "стройк застро дольщик долгострой недострой строительств"},
	{"подтопление", "подтоп затоп ливнев луж подвал"},
	{"управляющая компания", "управляющ жэк тсж квитанц тариф"},
	{"мост", "мост моста путепровод"},
	{"лекарства", "лекарств инсулин препарат таблет рецепт медикамент аптек"},
	{"запись к врачу", "запис талон регистратур"},
	{"ветхий дом", "рассел переселен переселят переселит аварийным ветх потолок потолк трещин снос"},
	{"туалет", "туалет унитаз санузл"},
	{"питание", "столов питани кормят кормеж еда. еды. едой обед"},
	{"учителя и воспитатели", "учител воспитател педагог преподават нянеч нянь"},
	{"очередь и приём", "очередь очереди очередью очередей очередям приемный. приемном. приемного. приемное. палат койк"},
	{"открытие", "откро закрыт. закрыта. закрыто. закрыты. закрыли закрылас карантин"},
}

// stemMatter are beginnings of matters and of their faults by their first letters, so that one lookup finds few.
var stemMatter = func() map[string][]beginning {
	m := map[string][]beginning{}
	put := func(text string, x beginning) {
		text, x.whole = strings.CutSuffix(text, ".")
		x.text = text
		m[text[:min(len(text), 4)]] = append(m[text[:min(len(text), 4)]], x)
	}
	for i, x := range matters {
		for b := range strings.FieldsSeq(x.begins) {
			put(b, beginning{matter: 1 << i})
		}
	}
	for i, side := range sides {
		for b := range strings.FieldsSeq(side.begins) {
			text, denied := strings.CutPrefix(b, "-")
			put(text, beginning{side: 1 << i, denied: denied})
		}
	}
	return m
}()

type beginning struct {
	text   string
	matter uint64
	side   uint64
	whole  bool // written with a full stop: the word itself
	denied bool // the side is meant only after «не», otherwise only without it
}

func (b beginning) begins(low string) bool {
	if b.whole || !strings.HasPrefix(low, b.text) {
		return low == b.text
	}
	return !(len(b.text) <= 6 && len(low) > len(b.text)+8 || len(b.text) == 4 && len(low) > 4+6) // «ям» is no «ямайка»
}

// matterOf is the set of matters that a word belongs to, as bits.
func matterOf(low string) (bits uint64) {
	if len(low) < 4 {
		return 0
	}
	for _, b := range stemMatter[low[:4]] {
		if b.matter != 0 && b.begins(low) {
			bits |= b.matter
		}
	}
	return bits
}

// matterBit is the bit of a matter by its name.
func matterBit(name string) uint64 {
	for i, x := range matters {
		if x.name == name {
			return 1 << i
		}
	}
	panic("no matter " + name) // a slip in the tables of this package, found by whatever test comes first
}

// What is said of numbered things needs these by name.
var transport, school, opening = matterBit("транспорт"), matterBit("школа"), matterBit("открытие")

// landmarks are matters whose things also say where something else is.
var landmarks = matterBit("мост") | matterBit("школа") | matterBit("площадка") | matterBit("транспорт") | matterBit("врач") | matterBit("кладбище") | matterBit("светофор") | matterBit("лекарства")

// common are words without which a message still says what it is about: they neither join nor part.
var common = func() map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq(`и в во на с со к ко у о об от до из за по под над при для без про через между не ни но а же ли бы то что как так это этот эта эти этой этого этому
		он она они оно мы вы я ты нас нам наш наша наше наши нашего нашей нашем вас вам ваш ваша вашей его ее их им ей мне меня мой моя мое мои свой своя свои
		весь все всех всю всей всего всем кто где когда куда почему уже еще очень только даже тоже также там тут здесь вот или если бы быть был была были было есть нет да
		который которая которые которого которой можно нужно надо просим прошу просьба пожалуйста здравствуйте добрый день вечер утро доброе доброго уважаемый уважаемая уважаемые
		спасибо помогите помощь примите принять меры мера разобраться обратите внимание подскажите ответ ответьте администрация администрации губернатор область области район района
		города город городе улица улице улицы ул дом дома доме домов домами д г село села селе селу селом деревня деревни деревне деревню деревней деревень поселок поселка поселке поселку поселком хутор хутора хуторе станица станицы станице станицу аул аула ауле жители жителей житель люди людей человек сделайте сделать просто теперь потом опять снова
		год года лет день дней дня неделю недели месяц месяца время сегодня вчера этом том тот та те ту один два три который ранее сообщение сообщаю`) {
		m[w] = true
	}
	return m
}()

// spotNouns are things that say where on a street something is.
var spotNouns = func() map[string]bool {
	m := map[string]bool{}
	for w := range strings.FieldsSeq("перекрестк улиц двор подъезд остановк сквер парк школ садик магазин мост въезд выезд площадк рынк вокзал поворот кольц больниц поликлиник станц завод территор павильон") {
		m[w] = true
	}
	return m
}()
