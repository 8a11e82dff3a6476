package problem

import (
	"fmt"
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"otklik/internal/reading/place"
)

// told is a message of the stream and what it is really about.
type told struct {
	id, text, topic string
	where           place.Place
	author, matter  string
	at              time.Time
}

// ways are matters, each in words of several people.
var ways = strings.Split(`нет горячей воды, в кране один холод|когда дадут горячую воду, моемся из тазика
не вывозят мусор, баки переполнены|мусор лежит горой у контейнеров, крысы бегают
яма на дороге, пробили колесо|дорога вся в ямах, машину жалко
не горит фонарь, темно идти с работы|освещения нет, фонари стоят для красоты
крыша протекает, на потолке пятна|кровля течёт, тазы стоят в комнате
лифт стоит, старики сидят по квартирам|не работает лифт, с коляской не подняться
стая собак бросается на детей|бродячие собаки, стая, боимся выходить
батареи холодные, мёрзнем в куртках|нет отопления, батареи еле живые
канализация течёт в подвал, стоит вонь|в подвале канализация, дышать нечем
снег не чистят, ходим по сугробам|снег не убирают, коляска вязнет в сугробах
тополь вот-вот упадёт на машины|аварийный тополь качается, спилите дерево
светофор не работает, едут кто как хочет|погас светофор, перейти невозможно
качели на площадке сломаны, торчат болты|площадка разбита, качели без сиденья
автобус не ходит вечером, добираемся пешком|вечером автобуса не дождаться, маршрут отменили
открытый люк, ребёнок едва не упал|люк без крышки провалился, поставьте ограждение
трава по пояс, клещи кругом|траву не косят всё лето, клещи
тротуар в выбоинах, бабушки падают|тротуара почти нет, плитка развалилась
машины стоят на газоне, не пройти|парковка на газоне, газон перепахан
в поликлинике не записаться к врачу|к врачу талонов нет, поликлиника переполнена
ночью гремит музыка, не уснуть|шум и музыка до утра, дети не спят`, "\n")

var asides = strings.Split("Сколько можно писать|Третий год обещают|Звонили в диспетчерскую, трубку не "+
	"берут|Обратите внимание, пожалуйста|Платим исправно, а толку никакого|Соседи тоже возмущены|"+
	"Приезжали, посмотрели и уехали|Стыдно перед гостями|Неужели так трудно|Отписками сыты|Хоть бы кто-нибудь "+
	"приехал|Скоро выборы, тогда и вспомните|Инвалиду из дома не выйти|"+
	"Вчера опять то же самое|Фото приложить не могу|Куда уходят деньги|В других городах по-другому|Пенсионеры "+
	"страдают|Который раз одно и то же|Управляющая молчит", "|")

// tell is the n-th message of an endless stream: 60 towns with 180 streets of 120 houses, 20 matters in two ways each,
// asides and greetings. Half are about what many write about in these days, one in fifty repeats a text passed round.
func tell(n int) told {
	random := rand.New(rand.NewPCG(uint64(n), 7))
	fault, town, street, house := random.IntN(len(ways)), random.IntN(60), random.IntN(180), 1+random.IntN(120)
	if random.IntN(2) == 0 { // what is hot changes every 20 000 messages
		hot := rand.New(rand.NewPCG(uint64(n/20_000), uint64(random.IntN(1500))))
		fault, town, street, house = hot.IntN(len(ways)), hot.IntN(60), hot.IntN(180), 1+hot.IntN(120)
	}
	m := told{id: fmt.Sprintf("vk_%d", 1_000_000+n), topic: "ЖКХ", author: fmt.Sprint("u", random.IntN(200_000)),
		at: start.Add(time.Duration(n) * 2 * time.Second)}
	syllable := strings.Fields("ба ве гро до жу за ки лу ма но пе ро са ту фе хо че шу ла ми")
	name := func(k int) string { return syllable[k%20] + syllable[k/20%20] + syllable[(k*7+3)%20] }
	m.where = place.Place{Municipality: "Г" + name(town), Street: "улица С" + name(street) + "вая",
		House: fmt.Sprint(house)}
	m.matter = fmt.Sprint(fault, town, street, house)
	if random.IntN(50) == 0 {
		petition := random.IntN(40) + 40*(n/20_000)
		m.where, m.matter = place.Place{}, fmt.Sprint("petition ", petition)
		text := rand.New(rand.NewPCG(uint64(petition), 3))
		var words []string
		for range 30 {
			words = append(words, name(text.IntN(4000))+"т")
		}
		words[random.IntN(30)] = name(random.IntN(4000)) + "л"
		m.text = "Требуем: " + strings.Join(words, " ") + "!"
		return m
	}
	said := strings.Split(ways[fault], "|")[random.IntN(2)]
	m.text = fmt.Sprintf("%s, %s, %d: %s. %s.", m.where.Municipality,
		strings.ToUpper(m.where.Street[:2])+m.where.Street[2:], house, said, asides[random.IntN(len(asides))])
	if random.IntN(3) == 0 {
		m.text = "Здравствуйте! " + m.text + " " + asides[random.IntN(len(asides))] + "."
	}
	return m
}

func (m told) addTo(g *Grouper) string {
	return g.Add(m.id, m.text, m.topic, m.where, m.author, m.at)
}

// filled has so many messages; bytes is the memory that each takes.
func filled(size int) (g *Grouper, bytes float64) {
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	g = New(Options{})
	for n := range size {
		tell(n).addTo(g)
	}
	runtime.GC()
	runtime.ReadMemStats(&after)
	return g, float64(after.HeapAlloc-before.HeapAlloc) / float64(size)
}

// agreement is how the first messages of a stream were grouped: the share that stands with the first message about the
// same matter, and the share that stands in a problem begun by a message about another matter.
func agreement(g *Grouper, from, to int) (together, astray float64) {
	home, matter := map[string]string{}, map[string]string{}
	repeated := 0
	for n := from; n < to; n++ {
		m := tell(n)
		p, _ := g.Of(m.id)
		if home[m.matter] == "" {
			home[m.matter] = p
		} else {
			repeated++
			if home[m.matter] == p {
				together++
			}
		}
		if matter[p] == "" {
			matter[p] = m.matter
		} else if matter[p] != m.matter {
			astray++
		}
	}
	return together / float64(repeated), astray / float64(to-from)
}

// TestStreamIsGrouped: with the bounds on keys, examples and candidates, messages about one matter stand together and
// others do not, in a stream of tens of thousands.
func TestStreamIsGrouped(t *testing.T) {
	size := 30_000
	if testing.Short() {
		size = 5_000
	}
	g, bytes := filled(size)
	together, astray := agreement(g, 0, size)
	t.Logf("%d messages, %d problems, %.0f bytes each; %.4f with their own, %.4f with others", size, len(g.Problems()),
		bytes, together, astray)
	if together < 0.97 || astray > 0.01 {
		t.Error("the bounds tear problems apart or join what does not belong together")
	}
}

// turnover adds messages to a store and removes each 500 later, so that the store stays as large as it was.
type turnover struct {
	g    *Grouper
	next []told
	n    int
}

func newTurnover(g *Grouper, size int) *turnover {
	t := &turnover{g: g, next: make([]told, 20_000)}
	for k := range t.next {
		t.next[k] = tell(size + k)
	}
	return t
}

func (t *turnover) step() {
	t.next[t.n%len(t.next)].addTo(t.g)
	if t.n++; t.n > 500 {
		t.g.Remove(t.next[(t.n-501)%len(t.next)].id)
	}
}

// BenchmarkAdd adds to stores of several sizes. times-1k is how much dearer a message is than at a thousand stored
// ones: the two are measured by turns, a hundred messages each, and their medians compared, so that it does not matter
// what else the machine does. together and astray say how well the newest messages were grouped.
func BenchmarkAdd(b *testing.B) {
	const turn, least = 100, 1_000
	g, _ := filled(least)
	small := newTurnover(g, least)
	for _, size := range []int{least, 100_000, 1_000_000} {
		var store *turnover
		var bytes, together, astray float64
		b.Run(fmt.Sprint(size), func(b *testing.B) {
			if store == nil {
				var g *Grouper
				g, bytes = filled(size)
				together, astray = agreement(g, max(0, size-20_000), size)
				store = newTurnover(g, size)
				runtime.GC()
			}
			var here, there []time.Duration
			b.ReportAllocs()
			began := time.Now()
			for b.Loop() {
				store.step()
				if store.n%turn == 0 {
					here = append(here, time.Since(began))
					b.StopTimer()
					began = time.Now()
					for range turn {
						small.step()
					}
					there = append(there, time.Since(began))
					b.StartTimer()
					began = time.Now()
				}
			}
			if len(here) > 1 {
				slices.Sort(here)
				slices.Sort(there)
				b.ReportMetric(float64(here[len(here)/2])/float64(there[len(there)/2]), "times-1k")
			}
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "messages/s")
			b.ReportMetric(bytes, "stored-B/message")
			b.ReportMetric(together, "together")
			b.ReportMetric(astray, "astray")
		})
	}
}
