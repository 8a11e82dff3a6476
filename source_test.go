package otklik_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"strings"
	"testing"
)

// eachGoFile parses every Go file of the repository.
func eachGoFile(t *testing.T, look func(name string, positions *token.FileSet, file *ast.File)) {
	t.Helper()
	files := 0
	err := filepath.WalkDir(".", func(name string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() && (entry.Name() == "testdata" || strings.HasPrefix(entry.Name(), ".") && name != ".") {
			return filepath.SkipDir
		}
		if filepath.Ext(name) != ".go" {
			return nil
		}
		positions := token.NewFileSet()
		file, err := parser.ParseFile(positions, name, nil, 0)
		if err != nil {
			return err
		}
		files++
		look(name, positions, file)
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	if files < 100 {
		t.Errorf("only %d files were looked at", files)
	}
}

// Certificates are verified everywhere, tests included, and every client that the program itself uses comes from where
// proxies, authorities and permitted hosts are looked after.
func TestNobodyWeakensTLS(t *testing.T) {
	weak := map[string]bool{"InsecureSkipVerify": true, "VersionSSL30": true, "VersionTLS10": true,
		"VersionTLS11": true, "InsecureCipherSuites": true}
	unguarded := map[string]bool{"Get": true, "Head": true, "Post": true, "PostForm": true, "DefaultClient": true}
	eachGoFile(t, func(name string, positions *token.FileSet, file *ast.File) {
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.Ident:
				if weak[n.Name] {
					t.Errorf("%s: %s weakens TLS", positions.Position(n.Pos()), n.Name)
				}
			case *ast.SelectorExpr:
				if of, ok := n.X.(*ast.Ident); ok && of.Name == "http" && unguarded[n.Sel.Name] &&
					!strings.HasSuffix(name, "_test.go") {
					t.Errorf("%s: http.%s knows no proxy, no authority and no permitted hosts; use a client of "+
						"collectors.NewClient",
						positions.Position(n.Pos()), n.Sel.Name)
				}
			}
			return true
		})
	})
}

// The workbook library writes workbooks here. Every hole that is known of it (GO-2026-6674 and others) is in opening
// one.
func TestNobodyOpensWorkbooksWithTheWriter(t *testing.T) {
	eachGoFile(t, func(name string, positions *token.FileSet, file *ast.File) {
		if strings.HasSuffix(name, "_test.go") {
			return
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if call, ok := n.(*ast.SelectorExpr); ok {
				if of, ok := call.X.(*ast.Ident); ok && of.Name == "excelize" &&
					strings.HasPrefix(call.Sel.Name, "Open") {
					t.Errorf("%s: excelize.%s opens a file of somebody else; read it with reading/table",
						positions.Position(n.Pos()), call.Sel.Name)
				}
			}
			return true
		})
	})
}

// The environment is the command line's: whoever else needs some of it is given that.
func TestOnlyTheCommandLineReadsTheEnvironment(t *testing.T) {
	reads := map[string]bool{"Getenv": true, "LookupEnv": true, "Environ": true, "ExpandEnv": true}
	eachGoFile(t, func(name string, positions *token.FileSet, file *ast.File) {
		// Programs of developers are commands of their own.
		if strings.HasSuffix(name, "_test.go") || file.Name.Name == "main" || strings.HasSuffix(file.Name.Name, "test") ||
			strings.HasPrefix(name, "internal/licenses/gather/") {
			return
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if s, ok := n.(*ast.SelectorExpr); ok && reads[s.Sel.Name] {
				if of, ok := s.X.(*ast.Ident); ok && of.Name == "os" {
					t.Errorf("%s: os.%s", positions.Position(n.Pos()), s.Sel.Name)
				}
			}
			return true
		})
	})
}
