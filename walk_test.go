package otklik_test

import (
	"go/ast"
	"go/token"
	"os"
	"regexp"
	"strings"
	"testing"
)

// The ways of a comment and of a correction are told by the functions on them, in order; each must exist.
func TestTheWaysNameFunctionsThatExist(t *testing.T) {
	text, err := os.ReadFile("ARCHITECTURE.md")
	if err != nil {
		t.Fatal(err)
	}
	_, ways, _ := strings.Cut(string(text), "## The way of a comment")
	ways, _, found := strings.Cut(ways, "## Decisions")
	if !found {
		t.Fatal("ARCHITECTURE.md tells no ways before its decisions")
	}

	declared := map[string]bool{}
	eachGoFile(t, func(name string, _ *token.FileSet, file *ast.File) {
		if strings.HasSuffix(name, "_test.go") {
			return
		}
		for _, d := range file.Decls {
			switch d := d.(type) {
			case *ast.FuncDecl:
				declared[file.Name.Name+"."+receiver(d)+d.Name.Name] = true
			case *ast.GenDecl:
				for _, s := range d.Specs {
					if s, ok := s.(*ast.TypeSpec); ok {
						declared[file.Name.Name+"."+s.Name.Name] = true
					}
				}
			}
		}
	})

	named := regexp.MustCompile("`([a-z]+(?:\\.[A-Za-z]+){1,2})`").FindAllStringSubmatch(ways, -1)
	if len(named) < 20 {
		t.Errorf("only %d functions are named", len(named))
	}
	for _, n := range named {
		if n[1] != "wall.getComments" && !declared[n[1]] { // VKontakte's method
			t.Errorf("ARCHITECTURE.md names %s, which does not exist", n[1])
		}
	}
}

// receiver is the type of a method with a dot behind it; empty for a function.
func receiver(f *ast.FuncDecl) string {
	if f.Recv == nil {
		return ""
	}
	of := f.Recv.List[0].Type
	if star, ok := of.(*ast.StarExpr); ok {
		of = star.X
	}
	if name, ok := of.(*ast.Ident); ok {
		return name.Name + "."
	}
	return ""
}
