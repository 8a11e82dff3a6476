package otklik_test

import (
	"go/ast"
	"go/token"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"unicode"
)

// unspoken are the literals of renderers that hold Russian letters and are no words, by their files.
var unspoken = map[string]string{
	"report/render/docx/fit.go": "жмфшщыюЖМФШЩЫЮмmwMW@%—…", // letters by how wide they are drawn
}

// All words of a digest are in the catalogue of report/page: a renderer has no Russian of its own and never asks which
// language a digest is in, so that it cannot say something in two. Tests and suites may.
func TestRenderersHaveNoWordsOfTheirOwn(t *testing.T) {
	russian := func(text string) bool {
		return strings.ContainsFunc(text, func(r rune) bool { return unicode.Is(unicode.Cyrillic, r) })
	}
	met := 0
	eachGoFile(t, func(name string, positions *token.FileSet, file *ast.File) {
		if !rendererOf(name) {
			return
		}
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.BasicLit:
				text, _ := strconv.Unquote(n.Value) // numbers have no quotes
				switch listed := unspoken[filepath.ToSlash(name)]; {
				case listed != "" && text == listed:
					met++
				case russian(text) || text == "ru" || text == "en":
					t.Errorf("%s: %s belongs into report/page", positions.Position(n.Pos()), n.Value)
				}
			case *ast.SelectorExpr:
				if of, ok := n.X.(*ast.Ident); ok && of.Name == "build" &&
					(n.Sel.Name == "Russian" || n.Sel.Name == "English") {
					t.Errorf("%s: asks for the language; report/page does", positions.Position(n.Pos()))
				}
			}
			return true
		})
	})
	if met != len(unspoken) {
		t.Errorf("%d literals that are no words, not the %d that are listed", met, len(unspoken))
	}
	err := filepath.WalkDir("report/render", func(name string, entry fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(name) != ".tmpl" {
			return err
		}
		text, err := os.ReadFile(name)
		if russian(string(text)) {
			t.Errorf("%s has words that belong into report/page", name)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// rendererOf reports whether a file is a renderer's, and not a test's or a suite's.
func rendererOf(name string) bool {
	name = filepath.ToSlash(name)
	return strings.HasPrefix(name, "report/render/") && !strings.HasSuffix(name, "_test.go") &&
		!strings.HasSuffix(path.Dir(name), "test")
}

// Words that readers have to look up are none of the code's: zero and again say the same.
func TestWordsArePlain(t *testing.T) {
	rare := regexp.MustCompile(`\b(?i:noughts?|anew)\b|Nought|[a-z]Anew`)
	eachGoFile(t, func(name string, _ *token.FileSet, _ *ast.File) {
		data, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if name == "words_test.go" {
			return
		}
		for n, line := range strings.Split(string(data), "\n") {
			if word := rare.FindString(line); word != "" {
				t.Errorf("%s:%d: %q", name, n+1, word)
			}
		}
	})
}
