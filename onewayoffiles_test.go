package otklik_test

import (
	"go/ast"
	"go/token"
	"path"
	"slices"
	"strings"
	"testing"
)

// changing are the functions that make, change or remove files by their names, or open them to be changed.
var changing = map[string][]string{
	"os": {"Create", "CreateTemp", "OpenFile", "WriteFile", "Rename", "Remove", "RemoveAll", "Mkdir", "MkdirAll",
		"MkdirTemp", "Link", "Symlink",
		"Chown", "Lchown", "Chmod", "Truncate", "Chtimes", "CopyFS", "OpenRoot", "NewRoot"},
	"syscall": {"Open", "Openat", "Creat", "Rename", "Renameat", "Unlink", "Unlinkat", "Rmdir", "Mkdir", "Mkdirat",
		"Link", "Linkat", "Symlink", "Chown",
		"Lchown", "Fchown", "Fchownat", "Chmod", "Fchmod", "Fchmodat", "Truncate", "Mknod", "Mkfifo"},
	"ioutil": {"WriteFile", "TempFile", "TempDir"},
}

// writers are the places that may, and why.
var writers = map[string]string{
	"internal/safefile":                     "the one way in which the program does it",
	"internal/smallfile":                    "opens what people name for reading only, without waiting",
	"collectors/sourcetest":                 "part of tests: notes what was acknowledged in a folder of the test",
	"internal/licenses/generate":            "a program of the developers: writes the licences of the source tree",
	"internal/reading/internal/fit":         "a program of the developers: writes the models of the source tree",
	"internal/reading/topic/internal/build": "a program of the developers: writes a table of the source tree",
}

// The program's own files lie where others may plant links, and root runs commands there: whoever opens one by its name
// another way than all others is led wherever they want.
func TestFilesAreChangedInOneWay(t *testing.T) {
	used := map[string]bool{}
	eachGoFile(t, func(name string, positions *token.FileSet, file *ast.File) {
		if strings.HasSuffix(name, "_test.go") {
			return
		}
		folder := path.Dir(name)
		ast.Inspect(file, func(n ast.Node) bool {
			s, ok := n.(*ast.SelectorExpr)
			if !ok {
				return true
			}
			of, _ := s.X.(*ast.Ident)
			byName := of != nil && slices.Contains(changing[of.Name], s.Sel.Name)
			if giving := s.Sel.Name == "Chown" || s.Sel.Name == "Chmod"; byName || giving {
				if used[folder] = true; writers[folder] == "" {
					t.Errorf("%s: %s changes a file by itself; use internal/safefile", positions.Position(n.Pos()),
						s.Sel.Name)
				}
			}
			return true
		})
	})
	for folder := range writers {
		if !used[folder] {
			t.Errorf("%s changes no files any more: take it out of the list", folder)
		}
	}
}
