package config

import (
	"errors"
	"fmt"
	"net/url"
	"regexp"
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
	faults *Faults
	unset  *Faults // of variables: what they leave empty is no fault of its own
	// staff are the names of people that only the platform can resolve, by official and channel.
	staff map[[2]int][]string
	// named are the names that were taken out of a list, which several channels may share by an alias.
	named map[*yaml.Node][]string
}

func readIDs(document *yaml.Node, faults, unset *Faults) ids {
	d := ids{faults: &Faults{}, unset: unset, staff: map[[2]int][]string{}, named: map[*yaml.Node][]string{}}
	root := document
	if root.Kind == yaml.DocumentNode && len(root.Content) > 0 {
		root = root.Content[0]
	}
	for i, official := range items(member(root, "officials")) {
		for n, channel := range items(member(official, "channels")) {
			d.channel([2]int{i, n}, channel)
		}
	}
	for i, digest := range items(member(root, "digests")) {
		for n, way := range items(member(digest, "deliver")) {
			key := fmt.Sprintf("digests[%d].deliver[%d].telegram.chat", i, n)
			d.number(member(member(way, "telegram"), "chat"), key, telegramChat)
		}
	}
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
	d.number(member(channel, "owner_id"), key+".owner_id", vkPage)
	d.number(member(channel, "channel"), key+".channel", telegramChannel)
	platform := ""
	if p := member(channel, "platform"); p != nil {
		platform = p.Value
	}
	staff := member(channel, "staff")
	if staff == nil || staff.Kind != yaml.SequenceNode {
		return
	}
	var numbers []*yaml.Node
	for i, person := range staff.Content {
		item := fmt.Sprintf("%s.staff[%d]", key, i)
		switch platform {
		case "vk":
			if name, ok := vkName(follow(person)); ok {
				d.named[staff] = append(d.named[staff], name)
				continue
			}
			d.number(follow(person), item, vkPerson)
		case "telegram":
			d.number(follow(person), item, telegramPerson)
		}
		numbers = append(numbers, person)
	}
	staff.Content, d.staff[at] = numbers, d.named[staff]
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

// link is the path of a link to one of the hosts and what stands behind it, without their slashes at the ends.
func link(text string, hosts ...string) (path, query, fragment string, ok bool) {
	if !strings.Contains(text, "://") {
		text = "https://" + text
	}
	u, err := url.Parse(text)
	if err != nil || !slices.Contains(hosts, strings.TrimPrefix(strings.ToLower(u.Hostname()), "www.")) {
		return "", "", "", false
	}
	return strings.Trim(u.Path, "/"), u.RawQuery, u.Fragment, true
}

const wholeNumber = "a whole number is expected here"

// vkID reads an id of VKontakte: a number, club1001, public1001, event1001, id1001, a mention, or a link to one of
// these or to something on the page's wall. What may be a short name is name.
func vkID(text string) (id int64, name string, err error) {
	hosts := []string{"vk.com", "m.vk.com", "vk.ru", "m.vk.ru", "new.vk.com", "vkontakte.ru", "m.vkontakte.ru"}
	if m := regexp.MustCompile(`^\[([^|\]]+)\|.*\]$`).FindStringSubmatch(text); m != nil {
		text = m[1]
	}
	if path, query, _, ok := link(text, hosts...); ok {
		text, _, _ = strings.Cut(path, "/")
		if m := regexp.MustCompile(`(?:^|[&=])(wall-?\d+)_\d+`).FindStringSubmatch(query); m != nil {
			text = m[1]
		}
	}
	text = strings.TrimLeft(text, "@*")
	low := strings.ToLower(text)
	for _, form := range []struct {
		pattern string
		sign    string
	}{
		{`^([+-]?\d+)$`, ""}, {`^id(\d+)$`, ""}, {`^(?:club|public|event|gim)(\d+)$`, "-"}, {`^(?:wall|topic|write|albums)(-?\d+)(?:_\d+.*)?$`, ""},
	} {
		if m := regexp.MustCompile(form.pattern).FindStringSubmatch(low); m != nil {
			if id, err = strconv.ParseInt(form.sign+m[1], 10, 64); err != nil || id == 0 {
				return 0, "", fmt.Errorf("%s, and no page has the number %s", wholeNumber, form.sign+m[1])
			}
			return id, "", nil
		}
	}
	if regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_.]{1,31}$`).MatchString(text) {
		return 0, text, nil
	}
	return 0, "", fmt.Errorf("%s, such as -1001 for a community or 1001 for a person; club1001, id1001 and links to "+
		"a page are read, too", wholeNumber)
}

func vkPage(text string) (int64, error) {
	id, name, err := vkID(text)
	if name != "" {
		return 0, fmt.Errorf("%s, and only VKontakte knows the one of %q; open any post of the page: its address has "+
			"wall-1001_77 in it, and what stands between wall and _ is the number, with its minus; the post's whole "+
			"address may stand here as well", wholeNumber, name)
	}
	return id, err
}

func vkPerson(text string) (int64, error) {
	id, _, err := vkID(text)
	if err != nil {
		return 0, fmt.Errorf("this is nobody's number or name in VKontakte; write 4242, id4242, @name or a link to " +
			"the person's page")
	}
	return id, nil
}

// vkName is the short name of a person or page, which VKontakte resolves.
func vkName(n *yaml.Node) (string, bool) {
	if n == nil || n.Kind != yaml.ScalarNode || n.Tag != "!!str" {
		return "", false
	}
	_, name, err := vkID(plainID(n.Value))
	return name, err == nil && name != ""
}

// telegramPeer reads a chat of Telegram: a number, or the number in a link to a post. A channel's or a group's is -100
// and the number that links have (core.telegram.org/api/bots/ids).
func telegramPeer(text string) (id int64, name string, err error) {
	text = strings.TrimPrefix(text, "tg://openmessage?chat_id=")
	if m := regexp.MustCompile(`^tg://privatepost\?channel=(\d+)`).FindStringSubmatch(text); m != nil {
		id, err = strconv.ParseInt("-100"+m[1], 10, 64)
		return id, "", err
	}
	if path, _, fragment, ok := link(text, "t.me", "telegram.me", "telegram.dog", "web.telegram.org"); ok {
		first, rest, _ := strings.Cut(path, "/")
		number, _, _ := strings.Cut(rest, "/")
		switch {
		case first == "c" && number != "":
			id, err = strconv.ParseInt("-100"+number, 10, 64)
			return id, "", err
		case regexp.MustCompile(`^-\d+$`).MatchString(fragment):
			id, err = strconv.ParseInt(whole(fragment), 10, 64)
			return id, "", err
		case fragment != "":
			text = fragment
		case first == "s":
			text = number
		default:
			text = first
		}
	}
	if id, err = strconv.ParseInt(text, 10, 64); err == nil {
		return id, "", nil
	}
	return 0, strings.TrimPrefix(text, "@"), nil
}

// whole is a channel's id as bots need it: one of the web clients leaves the 100 out, and people the minus.
func whole(id string) string {
	bare := strings.TrimPrefix(id, "-")
	if strings.HasPrefix(bare, "100") && len(bare) >= 13 {
		return "-" + bare
	}
	return "-100" + bare
}

// howToFind says where the number of a channel or group can be seen.
const howToFind = "the address in web.telegram.org/a/ ends with it, links to posts of private channels (t.me/c/…) " +
	"hold it, and both may stand here as they are; or forward a post to @userinfobot"

func telegramChannel(text string) (int64, error) {
	id, name, err := telegramPeer(text)
	switch {
	case err != nil || name != "":
		return 0, fmt.Errorf("%s, such as -1001234567890, and no name or invitation: %s", wholeNumber, howToFind)
	case id == 0:
		return 0, errors.New("a channel's id is missing here: it begins with -100, such as -1001234567890")
	case id > 0 || !strings.HasPrefix(text, "-100") && !strings.Contains(text, "/"):
		return 0, fmt.Errorf("a channel's id is negative and begins with -100; write %s",
			whole(strconv.FormatInt(id, 10)))
	}
	return id, nil
}

func telegramChat(text string) (int64, error) {
	id, name, err := telegramPeer(text)
	if err != nil || name != "" {
		return 0, fmt.Errorf("%s: of a person the number that @userinfobot says, of a channel or group -100…: %s",
			wholeNumber, howToFind)
	}
	return id, nil
}

// telegramPerson reads the number of a person. The Bot API gives none for a name.
func telegramPerson(text string) (int64, error) {
	for _, before := range []string{"tg://user?id=", "user", "id"} { // a link to a person; from_id of an export
		text = strings.TrimPrefix(text, before)
	}
	id, err := strconv.ParseInt(text, 10, 64)
	if err != nil || id == 0 {
		return 0, fmt.Errorf("%s, because Telegram tells bots no person's number for a name; the person learns it by "+
			"writing to @userinfobot, and `otklik export` shows it as author_id of what they wrote", wholeNumber)
	}
	return id, nil
}
