package otklik_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// A platform is a package and a line in collectors/registry: no other code outside collectors names one. Comments,
// tests and suites may. Telegram is a way for digests as well, and may be named as that: by what belongs to
// internal/delivery/telegram, and in the files that hold the configuration of deliveries.
func TestOnlyTheRegistryNamesPlatforms(t *testing.T) {
	rooms := []string{
		"cmd", "report", "store", "internal/app", "internal/config", "internal/inbox", "internal/delivery/queue",
	}
	deliveries := []string{
		"internal/config/chat.go", "internal/config/checkdelivery.go", "internal/config/delivery.go",
	}
	const transport = `"otklik/internal/delivery/telegram"`
	name := regexp.MustCompile(`(?i:(^|[^\pL])vk|vkontakte|telegram|вконтакте)|VK`)
	for file := range goFiles(t) {
		room := slices.ContainsFunc(rooms, func(r string) bool { return strings.HasPrefix(file, r+"/") })
		if !room || strings.HasSuffix(path.Dir(file), "test") || slices.Contains(deliveries, file) {
			continue
		}
		files := token.NewFileSet()
		parsed, err := parser.ParseFile(files, file, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		delivers := slices.ContainsFunc(parsed.Imports,
			func(i *ast.ImportSpec) bool { return i.Path.Value == transport })
		ast.Inspect(parsed, func(n ast.Node) bool {
			text := ""
			switch n := n.(type) {
			case *ast.Ident:
				text = n.Name
			case *ast.BasicLit:
				text = n.Value
			}
			if name.MatchString(text) && !(delivers && (text == transport || strings.EqualFold(text, "telegram"))) {
				t.Errorf("%s: %s", files.Position(n.Pos()), text)
			}
			return true
		})
	}
}
