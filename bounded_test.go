package otklik_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path"
	"slices"
	"strings"
	"testing"
)

// unbounded are the places that may read a whole file or stream without package internal/smallfile, and why.
var unbounded = map[string]string{
	"internal/app/system.go":                        "the kernel's and the system's own files under /proc and /etc",
	"store/bolt/holder.go":                          "the program's own note and the kernel's files under /proc",
	"collectors/telegram/api.go":                    "reads what its guard has read and bounded before",
	"internal/sandbox/parameters.go":                "reads parts of a body that is bounded before",
	"internal/licenses/gather/gather.go":            "a program of the developers",
	"internal/reading/internal/trial/data.go":       "a program of the developers",
	"internal/reading/topic/internal/build/main.go": "a program of the developers",
}

// Whoever names a file may name /dev/zero, a pipe or 10 GB by mistake.
func TestNothingIsReadWithoutABound(t *testing.T) {
	used := map[string]bool{}
	for file := range goFiles(t) {
		folder := path.Dir(file)
		if folder == "internal/smallfile" || folder == "collectors/sourcetest" ||
			folder == "internal/delivery/deliverytest" {
			continue
		}
		parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
		if err != nil {
			t.Fatal(err)
		}
		ast.Inspect(parsed, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok || !slices.Contains([]string{"os.ReadFile", "os.Open", "io.ReadAll"}, name(call.Fun)) ||
				limited(call) {
				return true
			}
			if used[file] = true; unbounded[file] == "" {
				t.Errorf("%s calls %s: read it through internal/smallfile, or say here why not", file, name(call.Fun))
			}
			return true
		})
	}
	for file := range unbounded {
		if !used[file] {
			t.Errorf("%s reads nothing without a bound any more: take it out of the list", file)
		}
	}
}

// limited reports whether a call reads through an io.LimitReader.
func limited(call *ast.CallExpr) bool {
	inner, ok := call.Args[0].(*ast.CallExpr)
	return ok && name(inner.Fun) == "io.LimitReader"
}

// name is that of a function of a package, such as os.Open.
func name(fun ast.Expr) string {
	s, ok := fun.(*ast.SelectorExpr)
	if !ok {
		return ""
	}
	of, _ := s.X.(*ast.Ident)
	if of == nil {
		return ""
	}
	return strings.Join([]string{of.Name, s.Sel.Name}, ".")
}
