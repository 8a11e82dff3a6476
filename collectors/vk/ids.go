package vk

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"

	"otklik/internal/config"
)

// readID reads an id of VKontakte: a number, club1001, public1001, event1001, id1001, a mention, or a link to one of
// these or to something on the page's wall. What may be a short name is name.
func readID(text string) (id int64, name string, err error) {
	hosts := []string{"vk.com", "m.vk.com", "vk.ru", "m.vk.ru", "new.vk.com", "vkontakte.ru", "m.vkontakte.ru"}
	if m := regexp.MustCompile(`^\[([^|\]]+)\|.*\]$`).FindStringSubmatch(text); m != nil {
		text = m[1]
	}
	if path, query, _, ok := config.Link(text, hosts...); ok {
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
		{`^([+-]?\d+)$`, ""}, {`^id(\d+)$`, ""}, {`^(?:club|public|event|gim)(\d+)$`,
			"-"}, {`^(?:wall|topic|write|albums)(-?\d+)(?:_\d+.*)?$`, ""},
	} {
		if m := regexp.MustCompile(form.pattern).FindStringSubmatch(low); m != nil {
			if id, err = strconv.ParseInt(form.sign+m[1], 10, 64); err != nil || id == 0 {
				return 0, "", fmt.Errorf("%s, and no page has the number %s", config.WholeNumber, form.sign+m[1])
			}
			return id, "", nil
		}
	}
	if regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_.]{1,31}$`).MatchString(text) {
		return 0, text, nil
	}
	return 0, "", fmt.Errorf("%s, such as -1001 for a community or 1001 for a person; club1001, id1001 and links to "+
		"a page are read, too", config.WholeNumber)
}

// readPage reads the number of a page.
func readPage(text string) (int64, error) {
	id, name, err := readID(text)
	if name != "" {
		return 0, fmt.Errorf("%s, and only VKontakte knows the one of %q; open any post of the page: its address has "+
			"wall-1001_77 in it, and what stands between wall and _ is the number, with its minus; the post's whole "+
			"address may stand here as well", config.WholeNumber, name)
	}
	return id, err
}

// readPerson reads an entry of staff: a number, or a short name, which VKontakte resolves.
func readPerson(text string) (int64, string, error) {
	id, name, err := readID(text)
	if err != nil {
		return 0, "",
			errors.New("this is nobody's number or name in VKontakte; write 4242, id4242, @name or a link to " +
				"the person's page")
	}
	return id, name, nil
}
