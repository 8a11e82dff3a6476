package town

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// comments is how many comments the town has at least.
const comments = 1540

// New makes the town as it stands at now, in now's time zone: the same town for the same now. Everything in it happened
// within the two weeks before now, the last of it minutes ago.
func New(now time.Time) Town {
	now = now.Truncate(time.Second)
	r := rand.New(rand.NewPCG(uint64(now.Unix()), 20))
	b := &builder{r: r, clock: clock{r, now}, decks: map[string]*deck{}, wished: map[[2]string]bool{}}
	b.people = settle(r)
	b.posts = b.announce()
	b.open("answers.txt", "chatter.txt", "quarrels.txt", "dialogs.txt")
	b.populate()
	t := Town{Official: "Губернатор Энской области", People: b.people, Dialogs: b.correspond()}
	for _, p := range b.posts {
		t.Posts = append(t.Posts, p.finish())
	}
	return t
}

// builder composes the town from the written scenes.
type builder struct {
	r      *rand.Rand
	clock  clock
	people []Person
	posts  []*wall
	decks  map[string]*deck // by section
	direct []scene          // needs that are written in private
	wished map[[2]string]bool
	count  int
}

// deck is a section's scenes, dealt without repetition.
type deck struct{ left []scene }

func (d *deck) deal() (scene, bool) {
	if d == nil || len(d.left) == 0 {
		return scene{}, false
	}
	s := d.left[0]
	d.left = d.left[1:]
	return s, true
}

// must is for the material that is compiled in: a test reads all of it, so a fault cannot reach a user.
func must[T any](v T, err error) T {
	if err != nil {
		panic(err)
	}
	return v
}

// open shuffles the sections of the named files into decks. Every reply in answers.txt is a scene of its own.
func (b *builder) open(names ...string) {
	for _, name := range names {
		for _, s := range must(readScenes(name)) {
			if b.decks[s.section] == nil {
				b.decks[s.section] = &deck{}
			}
			b.decks[s.section].left = append(b.decks[s.section].left, s)
		}
	}
	sections := make([]string, 0, len(b.decks))
	for name := range b.decks {
		sections = append(sections, name)
	}
	slices.Sort(sections)
	for _, name := range sections {
		b.shuffle(b.decks[name].left)
	}
}

func (b *builder) shuffle(s []scene) {
	b.r.Shuffle(len(s), func(i, k int) { s[i], s[k] = s[k], s[i] })
}

// any gives one line of a section without taking it away: short words that people do repeat.
func (b *builder) any(section string) line {
	left := b.decks[section].left
	return left[b.r.IntN(len(left))].lines[0]
}

// chance is true in percent of 100 cases.
func (b *builder) chance(percent int) bool { return b.r.IntN(100) < percent }

// populate puts every scene under some post.
func (b *builder) populate() {
	needs := slices.Concat(must(readScenes("needs1.txt")), must(readScenes("needs2.txt")),
		must(readScenes("needs3.txt")))
	b.shuffle(needs)
	var answered, silent int
	for _, s := range needs {
		switch {
		case s.answered() && answered < 22:
			answered++
			b.direct = append(b.direct, s)
		case !s.answered() && silent < 24:
			silent++
			b.direct = append(b.direct, s)
		default:
			b.place(b.withReply(s), b.choose(s.section))
		}
	}
	b.again(needs)
	b.troubles()
	for _, section := range b.sections("quarrels.txt") {
		for s, ok := b.decks[section].deal(); ok; s, ok = b.decks[section].deal() {
			s.lines = slices.Clone(s.lines)
			b.place(s, b.choose(section))
		}
	}
	for _, section := range b.sections("chatter.txt") {
		if section == "reply" || section == "short" || section == "wish" {
			continue
		}
		for s, ok := b.decks[section].deal(); ok; s, ok = b.decks[section].deal() {
			b.talk(s)
		}
	}
	for b.count < comments {
		b.filler()
	}
}

func (b *builder) sections(file string) []string {
	var names []string
	for _, s := range must(readScenes(file)) {
		if !slices.Contains(names, s.section) {
			names = append(names, s.section)
		}
	}
	return names
}

// Endings that set a second use of a scene apart from the first, which happened elsewhere.
var pleas = []string{"Помогите пожалуйста", "Сколько можно?", "Ждём ответа", "Обратите внимание!", "Люди устали",
	"Очень просим", "Примите меры", "Это вообще кто-то читает?", "Надеемся на вас", "Куда ещё писать?", "Разберитесь",
	"Не первый раз пишем", "Прошу ответить здесь", "Стыдно за город", "Буду писать каждый день", "Соседи подтвердят"}

// again lets the same trouble happen at another place: most troubles do.
func (b *builder) again(needs []scene) {
	used := 0
	for _, s := range needs {
		first := s.lines[0]
		if used == 80 || first.media != "" || !strings.Contains(first.text, "{street}") &&
			!strings.Contains(first.text, "village}") {
			continue
		}
		used++
		text := strings.TrimRight(first.text, " .!")
		if !strings.HasSuffix(text, "?") && !strings.HasSuffix(text, ")") {
			text += "."
		}
		first.text = text + " " + pleas[b.r.IntN(len(pleas))]
		copied := scene{section: s.section, lines: []line{first}}
		b.place(b.withReply(copied), b.choose(s.section))
	}
}

// withReply gives a need without a written answer one of the usual replies, or none; sometimes a good answer is lost.
func (b *builder) withReply(s scene) scene {
	s.lines = slices.Clone(s.lines)
	if s.answered() {
		if b.chance(6) {
			s.lines = s.lines[:1]
		}
		if len(s.lines) == 2 && s.lines[1].worth == good && b.chance(45) {
			section := "after good"
			if b.chance(14) {
				section = "after reopened"
			}
			b.follow(&s, section)
		}
	} else if n := b.r.IntN(100); n < 46 {
		section := "formal"
		if n < 20 {
			section = "interim"
		}
		s.lines = append(s.lines, b.any(section))
		if b.chance(35) {
			b.follow(&s, "after "+section)
		}
	}
	if b.chance(16) {
		l := b.any("reply")
		l.who, l.to = 'F', 'A'
		s.lines = slices.Insert(s.lines, 1, l)
		if len(s.lines) > 2 && s.lines[2].who == 0 {
			s.lines[2].to = 'A'
		}
	}
	return s
}

// follow lets A react to the reply. A need is written once only; short words may come again.
func (b *builder) follow(s *scene, section string) {
	left := b.decks[section].left
	if len(left) == 0 {
		return
	}
	i := b.r.IntN(len(left))
	l := left[i].lines[0]
	if l.need {
		b.decks[section].left = slices.Delete(left, i, i+1)
		l.group = s.lines[0].group
	}
	s.lines = append(s.lines, l)
}

// talk places a piece of chatter; thanks are sometimes thanked for.
func (b *builder) talk(s scene) {
	s.lines = slices.Clone(s.lines)
	subject := ""
	if after, ok := strings.CutPrefix(s.section, "тема:"); ok {
		subject = after
	}
	if s.section == "thanks" && b.chance(35) {
		s.lines = append(s.lines, b.any("praise answer"))
	}
	times := 1
	if s.section == "spam" {
		times = 1 + b.r.IntN(3)
	}
	for range times {
		b.place(s, b.about(subject))
	}
}

// filler is the short or warm word of which there are always more.
func (b *builder) filler() {
	var s scene
	if b.chance(50) {
		s.lines = []line{b.any("short")}
	} else {
		first, second := b.any("wish"), b.any("wish")
		for first.text == second.text || b.wished[[2]string{first.text, second.text}] {
			first, second = b.any("wish"), b.any("wish")
		}
		b.wished[[2]string{first.text, second.text}] = true
		first.text += []string{". ", "! ", ", ", "!!! "}[b.r.IntN(4)]
		if strings.HasSuffix(first.text, ", ") {
			second.text = lower(second.text)
		}
		first.text += second.text + []string{"", "!", " ❤", " 👍", "."}[b.r.IntN(5)]
		s.lines = []line{first}
	}
	b.place(s, b.about(""))
}

func lower(s string) string {
	if strings.HasPrefix(s, "{") || strings.HasPrefix(s, "Вы ") {
		return s
	}
	first, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToLower(first)) + s[size:]
}

// troubles places the problems that many people write about, close together in time.
func (b *builder) troubles() {
	all := must(readScenes("problems.txt"))
	for len(all) > 0 {
		section := all[0].section
		n := 1
		for n < len(all) && all[n].section == section {
			n++
		}
		current := strings.HasSuffix(section, " now")
		from := b.clock.now.Add(-time.Duration(30+b.r.IntN(260)) * time.Hour)
		width := 36 * time.Hour
		if current {
			from, width = b.clock.now.Add(-20*time.Hour), 20*time.Hour-6*time.Minute
		}
		if strings.HasSuffix(section, "свалка Рябиновск") {
			from = b.clock.now.Add(-40 * time.Hour)
		}
		except := map[int]bool{}
		for i, s := range all[:n] {
			at := from.Add(width * time.Duration(i+1) / time.Duration(n))
			if strings.Contains(s.lines[0].text, "час ночи") {
				at = time.Date(b.clock.now.Year(), b.clock.now.Month(), b.clock.now.Day(), 3, 20, 0, 0, at.Location())
			}
			s.lines = slices.Clone(s.lines)
			b.set(s, b.latest(at), at, except)
		}
		all = all[n:]
	}
}

// choose finds a post for a need: often one of its subject, else any.
func (b *builder) choose(section string) *wall {
	group, _, _ := strings.Cut(section, "/")
	subject := map[string]string{"Дороги": "дороги", "ЖКХ": "жкх", "Здравоохранение": "медицина",
		"Образование":     "школа",
		"Благоустройство": "благоустройство", "Физическая культура и спорт": "спорт"}[group]
	if b.chance(60) {
		subject = ""
	}
	return b.about(subject)
}

// about gives a post of a subject, or any; some posts draw more people than others.
func (b *builder) about(subject string) *wall {
	for {
		p := b.posts[b.r.IntN(len(b.posts))]
		if (subject == "" || p.subject == subject) && b.r.Float64() < p.draw {
			return p
		}
	}
}

// latest is the post under which people write at the given moment.
func (b *builder) latest(at time.Time) *wall {
	i := len(b.posts) - 1
	for i > 0 && !b.posts[i].at.Before(at.Add(-time.Minute)) {
		i--
	}
	return b.posts[max(0, i-b.r.IntN(2))]
}

// place puts a scene under a post. Who writes again that nothing was done does so days later, so there must be days
// left.
func (b *builder) place(s scene, p *wall) {
	for s.reopens() && p.at.After(b.clock.now.Add(-7*24*time.Hour)) {
		p = b.about("")
	}
	b.set(s, p, b.clock.opening(p.at), nil)
}

// set writes a scene under a post from the given moment on. What would be said after now is not said yet. Nobody in
// except takes part, and A joins them.
func (b *builder) set(s scene, p *wall, at time.Time, except map[int]bool) {
	where := newSetting(b.r)
	if s.reopens() {
		where.until = 1 + b.r.IntN(2)
	}
	start := at
	people := map[byte]int{}
	last := map[byte]*said{}
	var before *said
	for i, l := range s.lines {
		if i > 0 {
			at = b.clock.next(at, l.who == 0, before.author == OfficialSide)
			if l.need && before.worth == good {
				at = b.clock.awake(at.Add(time.Duration(50+b.r.IntN(40)) * time.Hour))
			}
		}
		if !at.Before(b.clock.now.Add(-time.Minute)) {
			return
		}
		c := &said{line: l, author: OfficialSide, at: at, to: before, text: where.fill(l.text, at, start)}
		if l.to != 0 && last[l.to] != nil {
			c.to = last[l.to]
		}
		if l.who != 0 {
			if _, ok := people[l.who]; !ok {
				people[l.who] = p.crowd.pick(sex(s, l.who), except)
			}
			c.author = people[l.who]
			if except != nil && l.who == 'A' {
				except[c.author] = true
			}
			c.deleted = b.chance(2) || i == 0 && len(s.lines) > 1 && b.chance(3)
			last[l.who] = c
		}
		before = c
		p.said = append(p.said, c)
		b.count++
	}
}

// announce makes the posts and their first comments.
func (b *builder) announce() []*wall {
	raw := must(written.ReadFile("data/posts.txt"))
	var posts []*wall
	for _, row := range strings.Split(strings.TrimSpace(string(raw)), "\n") {
		if text, own := strings.CutPrefix(row, "@ "); own {
			posts[len(posts)-1].own = text
			continue
		}
		head, text, _ := strings.Cut(row, " | ")
		platform, subject, _ := strings.Cut(head, " ")
		p := &wall{platform: VK, subject: subject, text: text, draw: 0.25 + b.r.Float64()*0.75}
		if platform == "tg" {
			p.platform = Telegram
		}
		p.crowd = crowd{b.r, map[int]bool{}}
		posts = append(posts, p)
	}
	for i, at := range b.clock.posting(len(posts)) {
		posts[i].at = at
		if posts[i].own != "" {
			posts[i].said = []*said{{author: OfficialSide, at: at.Add(40 * time.Second), text: posts[i].own}}
			b.count++
		}
	}
	if len(posts) == 0 {
		panic(fmt.Errorf("data/posts.txt holds no post"))
	}
	return posts
}
