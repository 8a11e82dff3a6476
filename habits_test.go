package otklik_test

import (
	"bufio"
	"bytes"
	"go/ast"
	"go/token"
	"os"
	"strings"
	"testing"
	"unicode/utf8"
)

// The bounds of what one reads at once. They hold outside tests; who meets one has an idea to take apart, not a bound
// to raise.
const (
	mostBranches = 25  // of a function: its decisions and one (cyclomatic complexity)
	mostLines    = 500 // of a file
	mostColumns  = 120 // of a line, a tab being four
)

func TestFunctionsFilesAndLinesStaySmall(t *testing.T) {
	functions, branches := 0, 0
	eachGoFile(t, func(name string, positions *token.FileSet, file *ast.File) {
		if strings.HasSuffix(name, "_test.go") {
			return
		}
		for _, declaration := range file.Decls {
			f, ok := declaration.(*ast.FuncDecl)
			if !ok {
				continue
			}
			n := complexity(f)
			functions, branches = functions+1, branches+n
			if n > mostBranches {
				t.Errorf("%s: %s takes %d branches, more than %d", positions.Position(f.Pos()), f.Name.Name, n, mostBranches)
			}
		}
		lines(t, name, rawStrings(positions, file))
	})
	t.Logf("%d functions, %.2f branches each", functions, float64(branches)/float64(functions))
}

// lines looks at the lines of a file, but for texts that stand in it as they are.
func lines(t *testing.T, name string, raw map[int]bool) {
	data, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for scanner := bufio.NewScanner(bytes.NewReader(data)); scanner.Scan(); {
		n++
		line := strings.ReplaceAll(scanner.Text(), "\t", "    ")
		if columns := utf8.RuneCountInString(line); columns > mostColumns && !raw[n] {
			t.Errorf("%s:%d: %d columns, more than %d", name, n, columns, mostColumns)
		}
	}
	if n > mostLines {
		t.Errorf("%s: %d lines, more than %d", name, n, mostLines)
	}
}

// rawStrings are the numbers of the lines on which there is a raw string: what it says cannot be broken.
func rawStrings(positions *token.FileSet, file *ast.File) map[int]bool {
	raw := map[int]bool{}
	ast.Inspect(file, func(n ast.Node) bool {
		if text, ok := n.(*ast.BasicLit); ok && text.Kind == token.STRING && text.Value[0] == '`' {
			for n := positions.Position(text.Pos()).Line; n <= positions.Position(text.End()).Line; n++ {
				raw[n] = true
			}
		}
		return true
	})
	return raw
}

// complexity counts the branches of a function as McCabe does (A Complexity Measure, 1976).
func complexity(f *ast.FuncDecl) int {
	n := 1
	ast.Inspect(f, func(node ast.Node) bool {
		switch node := node.(type) {
		case *ast.IfStmt, *ast.ForStmt, *ast.RangeStmt:
			n++
		case *ast.CaseClause:
			if node.List != nil {
				n++
			}
		case *ast.CommClause:
			if node.Comm != nil {
				n++
			}
		case *ast.BinaryExpr:
			if node.Op == token.LAND || node.Op == token.LOR {
				n++
			}
		}
		return true
	})
	return n
}
