package privacy

import (
	"bufio"
	"flag"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"regexp"
	"strings"
	"testing"
	"unicode"

	"otklik/internal/text"
)

var learn = flag.String("learn", "", "folder of the texts for measuring: write recogniser.bin")
var learnNames = flag.String("names", "", "file of names: N|S, m|f, name")

// cases of a noun in the order of the letters n g d a i l.
const caseLetters = "ngdail"

// declined is how names with an ending are declined: how many letters go, and the five cases behind the nominative; the
// first that fits counts. Without cases a name stays as it is.
var declined = []struct {
	whose string // s: a surname, w: a woman's, m: a man's
	ends  string
	cut   int
	cases string
}{
	{"sw", "ова ева ина ына", 1, "ой ой у ой ой"}, {"sm", "ов ев ин ын", 0, "а у а ым е"},
	{"s", "ский цкий", 2, "ого ому ого им ом"}, {"s", "ый ой", 2, "ого ому ого ым ом"},
	{"s", "ая", 2, "ой ой ую ой ой"}, {"sw", "б в г д ж з к л м н п р с т ф х ц ч ш щ ь й", 0, ""},
	{"", "о е и у ю ы э ых их", 0, ""}, {"", "ия", 1, "и и ю ей и"}, {"", "я", 1, "и е ю ей е"},
	{"", "га ка ха жа ша ча", 1, "и е у ой е"}, {"", "а", 1, "ы е у ой е"}, {"w", "ь", 1, "и и ь ью и"},
	{"", "й ь", 1, "я ю я ем е"},
}

// inflected gives the six cases of a name by its ending.
func inflected(w string, woman, surname bool) [6]string {
	traits := map[rune]bool{'s': surname, 'w': woman, 'm': !woman}
	cut, cases := 0, "а у а ом е"
	if woman {
		cases = ""
	}
	for _, d := range declined {
		other := strings.ContainsFunc(d.whose, func(r rune) bool { return !traits[r] })
		if !other && listOf(d.ends).end(w) {
			cut, cases = d.cut, d.cases
			break
		}
	}
	forms := [6]string{w, w, w, w, w, w}
	r := []rune(w)
	for n, e := range strings.Fields(cases) {
		forms[n+1] = string(r[:len(r)-cut]) + e
	}
	return forms
}

// cast is who and what the templates are filled with.
type cast struct {
	r                    *rand.Rand
	given, family        [2][]string // men, women
	pets, towns, streets []string
	sentences            []string
}

func pick(r *rand.Rand, from []string) string { return from[r.IntN(len(from))] }

func (c *cast) patronymic(woman bool) string {
	for {
		base := pick(c.r, c.given[0])
		tail := [2]string{"ович", "овна"}
		switch last := base[len(base)-2:]; last {
		case "й":
			base, tail = strings.TrimSuffix(base, "й"), [2]string{"евич", "евна"}
		case "ь":
			base, tail = strings.TrimSuffix(base, "ь"), [2]string{"евич", "евна"}
		case "а", "я", "о", "е", "и", "у", "э", "ы":
			if c.r.IntN(3) > 0 {
				continue
			}
			base, tail = base[:len(base)-2], [2]string{"ич", "ична"}
		}
		if woman {
			return base + tail[1]
		}
		return base + tail[0]
	}
}

var slot = regexp.MustCompile(`[SNPK]\.[ngdail]|I\. O\.|I\.O\.|I\.S|I\.|IO|I O|[TU]|#`)

// fill writes one sentence of a template, with «{» and «}» around what is to be hidden.
func (c *cast) fill(template string) string {
	woman := c.r.IntN(2) == 0
	sex := 0
	if woman {
		sex = 1
	}
	for {
		a, rest, found := strings.Cut(template, "(")
		m, tail, _ := strings.Cut(rest, ")")
		man, wom, alternative := strings.Cut(m, "|")
		if !found || !alternative {
			break
		}
		template = a + []string{man, wom}[sex] + tail
	}
	first := true
	surname := pick(c.r, c.family[sex])
	fillSlot := func(s string) string {
		initial := func() string { return string([]rune(pick(c.r, c.given[0]))[:1]) }
		switch s {
		case "T":
			return pick(c.r, c.towns)
		case "U":
			return pick(c.r, c.streets)
		case "#":
			return fmt.Sprint(1 + c.r.IntN(60))
		case "I.":
			return initial() + "."
		case "I.S":
			return initial() + ".S"
		case "I.O.":
			return initial() + "." + initial() + "."
		case "I. O.":
			return initial() + ". " + initial() + "."
		case "IO":
			return initial() + initial()
		case "I O":
			return initial() + " " + initial()
		}
		at := strings.IndexByte(caseLetters, s[2])
		switch s[0] {
		case 'S':
			if !first && c.r.IntN(2) == 0 {
				surname = pick(c.r, c.family[sex])
			}
			first = false
			if c.r.IntN(25) == 0 {
				return inflected(surname, woman, true)[at] + "-" + inflected(pick(c.r, c.family[sex]), woman, true)[at]
			}
			return inflected(surname, woman, true)[at]
		case 'N':
			return inflected(pick(c.r, c.given[sex]), woman, false)[at]
		case 'P':
			return inflected(c.patronymic(woman), woman, false)[at]
		}
		return inflected(pick(c.r, c.pets), true, false)[at]
	}
	return slot.ReplaceAllStringFunc(template, fillSlot)
}

// marked is a text and which bytes of it are a name: 1, none: 0, or unsure: 2.
type marked struct {
	text   string
	labels []byte
	real   bool // no composed sentence
}

func (c *cast) sentence(template string) marked {
	body := c.fill(template)
	before, behind := "", ""
	if c.r.IntN(2) == 0 {
		before = pick(c.r, c.sentences) + pick(c.r, []string{". ", "! ", "? ", "\n", ". ", ", ", " "})
	}
	if c.r.IntN(3) > 0 {
		behind = pick(c.r, []string{". ", "! ", "\n", ", ", " ", ". "}) + pick(c.r, c.sentences)
	}
	switch c.r.IntN(12) {
	case 0, 1:
		body = strings.ToLower(body)
	case 2, 5:
		before, body, behind = strings.ToLower(before), strings.ToLower(body), strings.ToLower(behind)
	case 3:
		before, body, behind = strings.ToUpper(before), strings.ToUpper(body), strings.ToUpper(behind)
	case 4:
		body = strings.ReplaceAll(body, ",", "")
	}
	var m marked
	var b strings.Builder
	inside := byte(0)
	add := func(s string, sure bool) {
		for _, r := range s {
			switch r {
			case '<':
				inside = 1
			case '>', '[', ']':
				inside = 0
			default:
				n := b.Len()
				b.WriteRune(r)
				label := inside
				if !sure {
					label = 2
				}
				for ; n < b.Len(); n++ {
					m.labels = append(m.labels, label)
				}
			}
		}
	}
	add(before, false)
	add(body, true)
	add(behind, false)
	m.text = b.String()
	return m
}

// sample is one word's features and whether it is a name.
type sample struct {
	at         []uint32
	name, real bool
}

const (
	// mostOfFile bounds the texts that are read of one file.
	mostOfFile = 11000
	// doubtful is the logit from which a word that the rules left is no example.
	doubtful = -1.2
	// each is how many sentences a template gives.
	each = 220
)

// samples reads the words of a text that the recogniser looks at.
func samples(m marked, out []sample) []sample {
	f := finder{text: m.text}
	f.scan()
	f.handles()
	f.documents()
	f.numbers()
	f.look()
	cases := f.letterCases()
	var fs features
	for i := range f.tokens {
		if !f.candidate(i) || m.labels[f.tokens[i].start] == 2 {
			continue
		}
		f.see(i, cases, &fs)
		out = append(out, sample{append([]uint32(nil), fs.at[:fs.n]...), m.labels[f.tokens[i].start] == 1, m.real})
	}
	return out
}

func columnsOf(t *testing.T, path string) [][]string {
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	var out [][]string
	lines := bufio.NewScanner(file)
	lines.Buffer(nil, 1<<24)
	for lines.Scan() {
		out = append(out, strings.Split(lines.Text(), "\t"))
	}
	return out
}

// ruled counts what the rules find in a text.
func ruled(text string) int {
	f := finder{text: text, rules: true}
	return len(f.all())
}

// ofRules marks a text by what the rules find.
func ofRules(text string) marked {
	m := marked{text, make([]byte, len(text)+1), true}
	f := finder{text: text, rules: true}
	found := f.all()
	for i := range f.tokens { // first names alone are decided by the rules
		if t := &f.tokens[i]; t.kind == word && t.facts&first != 0 {
			for k := t.start; k < t.end; k++ {
				m.labels[k] = 2
			}
		}
	}
	for _, s := range found {
		label := byte(2)
		if s.kind == name {
			label = 1
		}
		for k := s.start; k < s.end; k++ {
			m.labels[k] = label
		}
	}
	return m
}

func newCast(t *testing.T) *cast {
	c := &cast{r: rand.New(rand.NewPCG(1, 2))}
	c.given = [2][]string{text.Men(), text.Women()}
	c.pets = text.Familiar()
	for w := range list("surnames") {
		if !strings.HasSuffix(w, "ский") {
			c.family[1] = append(c.family[1], w+"а")
		} else {
			c.family[1] = append(c.family[1], strings.TrimSuffix(w, "ий")+"ая")
		}
		c.family[0] = append(c.family[0], w)
	}
	if *learnNames != "" {
		for _, n := range columnsOf(t, *learnNames) {
			r := []rune(n[2])
			w := string(unicode.ToUpper(r[0])) + string(r[1:])
			sex := 0
			if n[1] == "f" {
				sex = 1
			}
			if n[0] == "N" {
				c.given[sex] = append(c.given[sex], w)
			} else {
				c.family[sex] = append(c.family[sex], w)
			}
		}
	}
	for _, l := range columnsOf(t, *learn+"/places/towns.tsv")[1:] {
		c.towns = append(c.towns, l[0], l[4], l[8])
	}
	for _, l := range columnsOf(t, *learn+"/places/oktmo-2019.tsv")[1:] {
		if w := strings.Fields(l[1]); len(w) == 1 {
			c.towns = append(c.towns, w[0])
		}
	}
	c.streets = strings.Fields("Садовая Лесная Мира Победы Школьная Заречная Набережная Новая Полевая Центральная " +
		"Молодёжная Труда Советская Луговая Степная Ленина Гагарина")
	return c
}

func TestLearn(t *testing.T) {
	if *learn == "" {
		t.Skip("learns with -learn")
	}
	c := newCast(t)
	var all []sample
	var texts []string
	for _, file := range [...]string{"governor-page", "citizens", "pages", "portal", "incidents", "noise", "talk"} {
		rows := columnsOf(t, *learn+"/"+file+"-dev.tsv")[1:]
		for _, row := range rows[:min(len(rows), mostOfFile)] {
			if text := row[len(row)-1]; len(text) < 6000 {
				texts = append(texts, strings.ReplaceAll(text, "\\n", "\n"))
			}
		}
	}
	for _, text := range texts {
		for _, s := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(".!?\n", r) }) {
			if s = strings.TrimSpace(s); len(s) > 20 && len(s) < 160 && ruled(s) == 0 &&
				!strings.ContainsAny(s, "<>[]") {
				c.sentences = append(c.sentences, s)
			}
		}
		all = samples(ofRules(text), all)
	}
	read := len(all)
	data, _ := os.ReadFile("testdata/templates.txt")
	for _, template := range strings.Split(string(data), "\n") {
		if template == "" || template[0] == '#' {
			continue
		}
		for range each {
			all = samples(c.sentence(template), all)
		}
	}
	names := 0
	for _, s := range all {
		if s.name {
			names++
		}
	}
	t.Logf("%d words of texts, %d of sentences, %d names", read, len(all)-read, names)
	weights := fit(all, c.r)
	kept := all[:0]
	for _, s := range all { // what reads as a name though the rules left it is unsure
		if !s.name && s.real && logit(weights, s) > doubtful {
			continue
		}
		kept = append(kept, s)
	}
	t.Logf("%d words of texts are unsure", len(all)-len(kept))
	weights = fit(kept, c.r)
	out := make([]byte, len(weights))
	for i, w := range weights {
		out[i] = byte(int8(max(-127, min(127, math.Round(w/weightScale)))))
	}
	if err := os.WriteFile("recogniser.bin", out, 0o644); err != nil {
		t.Fatal(err)
	}
}

func logit(w []float64, s sample) float64 {
	z := 0.0
	for _, at := range s.at {
		z += w[at]
	}
	return z
}

// fit learns weights by AdaGrad on the logistic loss, and returns their mean over the last passes.
func fit(all []sample, r *rand.Rand) []float64 {
	w, g, mean := make([]float64, 1<<recogniserBits), make([]float64, 1<<recogniserBits), make([]float64,
		1<<recogniserBits)
	const passes = 4
	for pass := range passes {
		r.Shuffle(len(all), func(i, j int) { all[i], all[j] = all[j], all[i] })
		loss := 0.0
		for _, s := range all {
			z := logit(w, s)
			p := 1 / (1 + math.Exp(-z))
			y := 0.0
			if s.name {
				y = 1
			}
			loss += -math.Log(max(1e-9, 1-math.Abs(y-p)))
			for _, at := range s.at {
				d := (p - y) + 1e-5*w[at]
				g[at] += d * d
				w[at] -= 0.08 * d / math.Sqrt(g[at]+1e-2)
			}
		}
		fmt.Printf("pass %d loss %.5f\n", pass, loss/float64(len(all)))
		if pass > 0 {
			for i := range w {
				mean[i] += w[i] / (passes - 1)
			}
		}
	}
	return mean
}
