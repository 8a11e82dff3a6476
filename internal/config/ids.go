package config

import (
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"go.yaml.in/yaml/v4"

	"otklik/internal/plaintext"
)

// ids reads the numbers of pages, channels, chats and people as they are copied: from a link, with a minus of
// typography, with blanks. The nodes of the document get plain numbers; what cannot be read is a fault of its own.
type ids struct {
	known  []Platform
	faults *Faults
	unset  *Faults // of variables: what they leave empty is no fault of its own
	// staff are the names of people that only the platform can resolve, by official and channel.
	staff map[[2]int][]string
	// named are the names that were taken out of a list, which several channels may share by an alias.
	named map[*yaml.Node][]string
}

func readIDs(document *yaml.Node, known []Platform, faults, unset *Faults) ids {
	d := ids{known: known, faults: &Faults{}, unset: unset, staff: map[[2]int][]string{},
		named: map[*yaml.Node][]string{}}
	root := document
	if root.Kind == yaml.DocumentNode && len(root.Content) > 0 {
		root = root.Content[0]
	}
	for i, official := range items(member(root, "officials")) {
		for n, channel := range items(member(official, "channels")) {
			d.channel([2]int{i, n}, channel)
		}
	}
	d.chats(root)
	faults.List = append(faults.List, d.faults.List...)
	return d
}

// nameStaff puts the names where the numbers are.
func (d ids) nameStaff(c *Config) {
	for at, names := range d.staff {
		if at[0] < len(c.Officials) && at[1] < len(c.Officials[at[0]].Channels) {
			c.Officials[at[0]].Channels[at[1]].StaffNames = names
		}
	}
}

func (d ids) channel(at [2]int, channel *yaml.Node) {
	key := fmt.Sprintf("officials[%d].channels[%d]", at[0], at[1])
	platform := ""
	if p := member(channel, "platform"); p != nil {
		platform = p.Value
	}
	own := func(p Platform) bool { return p.ID == platform }
	read := map[string]bool{}
	for _, p := range append(filter(d.known, own), d.known...) {
		for name, id := range p.IDs {
			if !read[name] {
				d.number(member(channel, name), key+"."+name, id)
			}
			read[name] = true
		}
	}
	staff := member(channel, "staff")
	if staff == nil || staff.Kind != yaml.SequenceNode {
		return
	}
	var numbers []*yaml.Node
	for i, person := range staff.Content {
		for _, p := range filter(d.known, own) {
			if name := nameIn(p, follow(person)); name != "" {
				d.named[staff] = append(d.named[staff], name)
				person = nil
				continue
			}
			d.number(follow(person), fmt.Sprintf("%s.staff[%d]", key, i), func(text string) (int64, error) {
				id, _, err := p.Person(text)
				return id, err
			})
		}
		if person != nil {
			numbers = append(numbers, person)
		}
	}
	staff.Content, d.staff[at] = numbers, d.named[staff]
}

func filter(all []Platform, keep func(Platform) bool) []Platform {
	return slices.DeleteFunc(slices.Clone(all), func(p Platform) bool { return !keep(p) })
}

// nameIn is the name of an employee whose number only the platform knows; empty: it is none.
func nameIn(p Platform, n *yaml.Node) string {
	if n == nil || n.Kind != yaml.ScalarNode || n.Tag != "!!str" {
		return ""
	}
	_, name, err := p.Person(plainID(n.Value))
	if err != nil {
		return ""
	}
	return name
}

// number makes the value at a key a plain number.
func (d ids) number(n *yaml.Node, key string, read func(string) (int64, error)) {
	if n == nil || n.Kind != yaml.ScalarNode || n.Tag == "!!null" || strings.Contains(n.Value, "${") {
		return
	}
	id, err := read(plainID(n.Value))
	if err != nil && !d.unset.cover(key) {
		d.faults.add(n.Line, key, "%v", err)
	}
	if n.Tag == "!!int" && err == nil { // 0x10 and 1_000 are YAML's own affair
		if _, plain := strconv.ParseInt(n.Value, 10, 64); plain != nil {
			return
		}
	}
	n.Tag, n.Value, n.Style = "!!int", strconv.FormatInt(id, 10), 0
}

// member is the value of a key, its own or of what is merged in (<<); nil where there is none.
func member(n *yaml.Node, key string) *yaml.Node {
	const deepest = 8 // what is merged may hold itself
	for range deepest {
		if n = follow(n); n == nil || n.Kind != yaml.MappingNode {
			return nil
		}
		var merged *yaml.Node
		for i := 0; i+1 < len(n.Content); i += 2 {
			switch n.Content[i].Value {
			case key:
				return follow(n.Content[i+1])
			case "<<":
				merged = n.Content[i+1]
			}
		}
		n = merged
	}
	return nil
}

func items(n *yaml.Node) []*yaml.Node {
	if n == nil || n.Kind != yaml.SequenceNode {
		return nil
	}
	return n.Content
}

func follow(n *yaml.Node) *yaml.Node {
	if n != nil && n.Kind == yaml.AliasNode {
		return n.Alias
	}
	return n
}

// plainID is an id without blanks and quotation marks, and with a minus that computers know.
func plainID(text string) string {
	text = strings.Map(func(r rune) rune {
		switch {
		case plaintext.Unseen(r):
			return -1
		case unicode.Is(unicode.Pd, r) || r == '−' || r == '⁻' || r == '˗' || r == '➖':
			return '-'
		}
		return r
	}, text)
	return trimAround(text)
}

// Link is the path of a link to one of the hosts and what stands behind it, without their slashes at the ends.
func Link(text string, hosts ...string) (path, query, fragment string, ok bool) {
	if !strings.Contains(text, "://") {
		text = "https://" + text
	}
	u, err := url.Parse(text)
	if err != nil || !slices.Contains(hosts, strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.")) {
		return "", "", "", false
	}
	return strings.Trim(u.Path, "/"), u.RawQuery, u.Fragment, true
}
