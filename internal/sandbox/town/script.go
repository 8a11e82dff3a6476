package town

import (
	"embed"
	"fmt"
	"strings"
)

// The material is written by hand in data/*.txt; data/FORMAT.md says how.
//
//go:embed data/*.txt
var written embed.FS

// reply is what an official's line is worth to the person who asked.
type reply int

const (
	worthless reply = iota // greetings, thanks for thanks, machines
	formal
	interim
	good
)

// line is one message of a scene, before people, places and times are known.
type line struct {
	who    byte // 'A'…'Z' for citizens, 0 for the official's side
	to     byte // whom the official answers; 0 is whoever spoke last
	worth  reply
	auto   bool
	need   bool
	urgent bool
	group  string
	text   string
	media  string
}

// scene is a small piece of talk that stands together in one thread.
type scene struct {
	section string // header of the section, without '#'
	lines   []line
}

// answered reports whether the scene holds a reply of the official's side already.
func (s scene) answered() bool {
	for _, l := range s.lines {
		if l.who == 0 && !l.auto {
			return true
		}
	}
	return false
}

// reopens reports whether somebody writes after a good answer that the need still stands.
func (s scene) reopens() bool {
	for i, l := range s.lines {
		if i > 0 && l.need && s.lines[i-1].worth == good {
			return true
		}
	}
	return false
}

// readScenes reads one file of scenes. The material is part of the program, so a fault in it is a programming error and
// the error names file and line.
func readScenes(name string) ([]scene, error) {
	raw, err := written.ReadFile("data/" + name)
	if err != nil {
		return nil, fmt.Errorf("reading the written material: %w", err)
	}
	var scenes []scene
	section := ""
	for i, row := range strings.Split(string(raw), "\n") {
		row = strings.TrimSpace(row)
		if row == "" {
			continue
		}
		if head, ok := strings.CutPrefix(row, "#"); ok {
			section = strings.TrimSpace(head)
			continue
		}
		mark, text, _ := strings.Cut(row, " ")
		l, opens, err := readLine(mark, text, section)
		if err != nil {
			return nil, fmt.Errorf("data/%s line %d: %w", name, i+1, err)
		}
		if opens || name == "answers.txt" {
			scenes = append(scenes, scene{section: section})
		}
		if len(scenes) == 0 || section != scenes[len(scenes)-1].section {
			return nil, fmt.Errorf("data/%s line %d: a line that continues nothing", name, i+1)
		}
		last := &scenes[len(scenes)-1]
		last.lines = append(last.lines, l)
	}
	return scenes, nil
}

// readLine reads a line's mark; opens is true where it begins a scene.
func readLine(mark, text, section string) (l line, opens bool, err error) {
	group, _, _ := strings.Cut(section, "/")
	l = line{text: strings.ReplaceAll(text, `\n`, "\n")}
	for _, media := range []string{"photo", "voice", "sticker"} {
		if cut, ok := strings.CutSuffix(l.text, "["+media+"]"); ok {
			l.text, l.media = strings.TrimSpace(cut), media
		}
	}
	if l.text == "" && l.media == "" {
		return l, false, fmt.Errorf("nothing is said after %q", mark)
	}
	mark, own, named := strings.Cut(mark, ":")
	if named {
		group = strings.ReplaceAll(own, "_", " ")
	}
	officials := map[byte]reply{'=': good, '-': formal, '~': interim, '@': worthless, 'G': worthless}
	if worth, ok := officials[mark[0]]; ok {
		l.worth, l.auto = worth, mark[0] == 'G'
		if len(mark) > 1 {
			l.to = mark[1]
		}
		return l, false, nil
	}
	l.who, opens = 'A', true
	switch {
	case mark[0] >= 'A' && mark[0] <= 'F':
		l.who, opens = mark[0], false
		mark = mark[1:]
	case mark[0] == '*':
		mark = mark[1:]
	}
	switch mark {
	case "":
	case "?!":
		l.urgent = true
		fallthrough
	case "?":
		l.need, l.group = true, group
		if group == "-" {
			l.group = ""
		}
	default:
		return l, false, fmt.Errorf("unknown mark %q", mark)
	}
	return l, opens, nil
}
