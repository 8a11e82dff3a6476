package config

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"go.yaml.in/yaml/v4"

	"otklik/internal/plaintext"
)

func variable() *regexp.Regexp { return regexp.MustCompile(`\$\{([A-Za-z_][A-Za-z0-9_]*)\}`) }

// expansion replaces ${NAME} in the decoded texts, never in the file's own: a value with a colon or a quote in it
// cannot change the structure of the file.
type expansion struct {
	getenv func(string) (string, bool)
	faults *Faults
	keys   []string
	empty  map[string]string // key → the variable that is empty there
	used   map[string]bool   // keys whose values hold variables
}

func (e expansion) walk(n *yaml.Node, path string) {
	switch n.Kind {
	case yaml.DocumentNode:
		for _, child := range n.Content {
			e.walk(child, path)
		}
	case yaml.MappingNode:
		for i := 0; i+1 < len(n.Content); i += 2 {
			e.walk(n.Content[i+1], strings.TrimPrefix(path+"."+n.Content[i].Value, "."))
		}
	case yaml.SequenceNode:
		for i, child := range n.Content {
			e.walk(child, fmt.Sprintf("%s[%d]", path, i))
		}
	case yaml.ScalarNode:
		if n.Tag == "!!str" {
			// what was copied from a page brings no-break and zero-width blanks with it
			n.Value = plaintext.Trim(n.Value)
		}
		if strings.Contains(n.Value, "${") {
			e.scalar(n, path)
		}
	}
}

func (e expansion) scalar(n *yaml.Node, path string) {
	if strings.Contains(variable().ReplaceAllString(n.Value, ""), "${") {
		e.faults.add(n.Line, path, "this is no name of an environment variable; write ${NAME} with letters, digits "+
			"and underscores, and nothing else between the braces")
		n.Value = ""
		return
	}
	e.used[path] = true
	alone := variable().FindString(n.Value) == n.Value
	n.Value = variable().ReplaceAllStringFunc(n.Value, func(match string) string {
		name := variable().FindStringSubmatch(match)[1]
		value, ok := e.getenv(name)
		switch {
		case !ok:
			e.faults.add(n.Line, path, "the environment variable %s is not set%s", name, e.insteadOf(path))
		case !utf8.ValidString(value):
			e.faults.add(n.Line, path, "the environment variable %s is no text in UTF-8", name)
		}
		value = unquote(value)
		if value == "" {
			e.empty[path] = name
		}
		return value
	})
	// owner_id: ${ID} is meant as a number, in quotes too: within braces YAML wants them.
	if _, err := strconv.ParseInt(n.Value, 10, 64); err == nil && (n.Style == 0 || alone) {
		n.Tag = "!!int"
	}
}

// insteadOf says how else a secret is given: cron and services know no variables of anybody's shell.
func (e expansion) insteadOf(key string) string {
	general := regexp.MustCompile(`\[\d+\]`).ReplaceAllString(key, "[]")
	if !slices.Contains(e.keys, general+"_file") {
		return ""
	}
	name := key[strings.LastIndexByte(key, '.')+1:]
	return fmt.Sprintf("; for cron and services put the secret into a file and name it with %s_file instead of %s",
		name, name)
}

// unquote is a variable's value without what shells and files of variables leave around it.
func unquote(value string) string {
	value = plaintext.Trim(value)
	if len(value) > 1 && strings.Contains(`"'`, value[:1]) && value[:1] == value[len(value)-1:] {
		return plaintext.Trim(value[1 : len(value)-1])
	}
	return value
}
