package town

import (
	"math/rand/v2"
	"strings"
	"unicode"
)

const population = 520

var (
	women = strings.Fields(
		`Анна Мария Елена Ольга Наталья Татьяна Ирина Светлана Людмила Галина Валентина Надежда Любовь
		Вера Марина Юлия Екатерина Оксана Алёна Дарья Ксения Полина Виктория Алина Кристина Лариса Нина Зоя Тамара Раиса
		Евгения Анастасия Жанна Яна Эльвира Гульнара Регина Диана Инна Лидия`)
	men = strings.Fields(`Алексей Иван Пётр Сергей Дмитрий Николай Виктор Юрий Михаил Андрей Олег Игорь Павел Роман
		Максим Денис Артём Антон Кирилл Илья Никита Егор Вадим Руслан Тимур Ринат Геннадий Анатолий Валерий Борис
		Станислав Константин Степан Фёдор Григорий Виталий`)
	// Feminine forms add "а". Common names only.
	surnames = strings.Fields(`Кузнецов Соколов Лебедев Козлов Морозов Волков Зайцев Соловьёв Голубев Виноградов
		Богданов Беляев Тарасов Белов Комаров Ковалёв Ильин Гусев Титов Кудрявцев Баранов Куликов Яковлев Сорокин Родионов
		Сафонов Калинин Крылов Максимов Щербаков Блинов Колесников Карпов Афанасьев Власов Маслов Исаков Тихонов
		Аксёнов Гаврилов Рябов Субботин Мухин Дроздов Ермаков Ефимов Кабанов Лаптев Мельников Носов Пахомов Рожков
		Самойлов Терентьев Устинов Хохлов Цветков Шестаков Щукин Юдин Ягодин Бурлаков Глазков Дёмин Жданов Зимин
		Камышев Лыткин Мурзин Нечаев Овсянников Пирогов Ракитин Сазонов Туманов Ушаков Фомин Худяков Чернов Шилов`)
)

// Real people known to everybody are kept out, should a pair fall on one.
var known = map[string]bool{"Юрий Титов": true, "Дмитрий Козлов": true, "Роман Белов": true, "Екатерина Волкова": true,
	"Наталья Морозова": true, "Олег Белозёров": true, "Андрей Жданов": true, "Павел Морозов": true,
	"Сергей Белов":      true,
	"Анастасия Волкова": true, "Елена Соловьёва": true, "Михаил Тарасов": true, "Юрий Соловьёв": true,
	"Сергей Карпов": true,
	"Андрей Карпов": true, "Евгения Тарасова": true, "Константин Терентьев": true, "Дмитрий Белов": true}

// settle makes the citizens: even indexes are women, odd are men.
func settle(r *rand.Rand) []Person {
	people := make([]Person, 0, population)
	taken := map[Person]bool{}
	for len(people) < population {
		first, last := women[r.IntN(len(women))], surnames[r.IntN(len(surnames))]+"а"
		if len(people)%2 == 1 {
			first, last = men[r.IntN(len(men))], strings.TrimSuffix(last, "а")
		}
		p := Person{first, last}
		if taken[p] || known[first+" "+last] {
			continue
		}
		taken[p] = true
		people = append(people, p)
	}
	return people
}

// What a text says of its author's sex, so that nobody called Иван writes «обращалась».
var (
	feminine = words(`писала написала звонила ходила обращалась обратилась сама рада благодарна ждала стояла видела
		подавала упала поняла думала пошла ехала сломала согласна была хотела пришла вызвала родила
		получила забыла работала сидела прошла опоздала проверила читала смотрела записала отправила
		мать вышла просила шла узнала голосовала спросила купила уверена признательна жива встретила
		потеряла выспалась нашла дозвонилась записалась забрала знала муж мужа мужу свекровь родная
		дура санитаркам материнское бабуля`)
	masculine = words(`писал написал звонил ходил обращался обратился сам рад благодарен ждал стоял видел подавал упал
		понял думал ехал пробил сломал согласен хотел вызвал получил забыл работал опоздал проверил
		читал смотрел отправил вышел просил шёл узнал голосовал спросил купил уверен тёща жена ездил
		заехал убил сорвал`)
)

func words(s string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(s) {
		set[w] = true
	}
	return set
}

// sex of a speaker by all they say in a scene: 'f', 'm' or 0 where it cannot be told.
func sex(s scene, who byte) byte {
	for _, l := range s.lines {
		if l.who != who {
			continue
		}
		for _, w := range strings.FieldsFunc(strings.ToLower(l.text),
			func(c rune) bool { return !unicode.IsLetter(c) }) {
			switch {
			case feminine[w]:
				return 'f'
			case masculine[w]:
				return 'm'
			}
		}
	}
	return 0
}

// crowd hands out people, each once.
type crowd struct {
	r    *rand.Rand
	used map[int]bool
}

// pick gives a person not yet in this crowd nor in except. A tenth of the people write a third of everything.
func (c crowd) pick(sex byte, except map[int]bool) int {
	for try := 0; ; try++ {
		p := c.r.IntN(population)
		if c.r.IntN(3) == 0 && try < 20 {
			p = c.r.IntN(population / 10)
		}
		if sex == 'f' && p%2 == 1 || sex == 'm' && p%2 == 0 || c.used[p] || except[p] {
			continue
		}
		c.used[p] = true
		return p
	}
}
