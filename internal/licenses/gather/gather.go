// Package gather finds the licences of what the program is linked from, in the module cache and in the repository. It
// is for the generator of package licenses and its tests, and needs the go command.
package gather

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"

	"otklik/internal/licenses"
)

// ErrUnavailable is the error where it cannot be known what is linked: the go command or a module is not on this
// machine.
var ErrUnavailable = errors.New("the go command or a module is not here")

// Systems are those that the program is built for: another one may link other modules.
func Systems() []string { return []string{"linux", "windows", "darwin"} }

// Package is what the go command says of a package that is linked.
type Package struct {
	ImportPath string
	Dir        string
	GoFiles    []string
	EmbedFiles []string
	Module     *struct {
		Path, Version, Dir string
		Main               bool
	}
	Error *struct{ Err string }
}

// Packages are those that the program of the repository at root is linked from on a system, or would be.
func Packages(root, system string) ([]Package, error) {
	const fields = "-json=ImportPath,Dir,GoFiles,EmbedFiles,Module,Error"
	cmd := exec.Command("go", "list", "-e", "-deps", fields, "./cmd/otklik") // -e: also where it does not build
	cmd.Dir = root
	cmd.Env = append(os.Environ(), "GOOS="+system, "GOARCH=amd64", "CGO_ENABLED=0", "GOFLAGS=-mod=readonly",
		"GOPROXY=off")
	var said bytes.Buffer
	cmd.Stderr = &said
	out, err := cmd.Output()
	if err != nil {
		return nil, fmt.Errorf("%w: list what is linked on %s: %w: %s", ErrUnavailable, system, err, said.String())
	}
	var all []Package
	for decoder := json.NewDecoder(bytes.NewReader(out)); ; {
		var p Package
		switch err := decoder.Decode(&p); {
		case errors.Is(err, io.EOF):
			return all, nil
		case err != nil:
			return nil, fmt.Errorf("read what go list says: %w", err)
		case p.Error != nil && p.Dir == "": // a module that only another system's program is linked from
			return nil, fmt.Errorf("%w: %s, linked on %s: %s", ErrUnavailable, p.ImportPath, system, p.Error.Err)
		}
		all = append(all, p)
	}
}

// Components are everything that the program of the repository at root is made of, on all systems, modules in the
// order of their paths last. A module without a licence is an error.
func Components(root string) ([]licenses.Component, error) {
	all, err := others(root)
	if err != nil {
		return nil, err
	}
	linked := map[string]Package{}
	for _, system := range Systems() {
		packages, err := Packages(root, system)
		if err != nil {
			return nil, err
		}
		for _, p := range packages {
			linked[p.ImportPath] = p
		}
	}
	modules := map[string][]Package{}
	for _, p := range linked {
		if p.Module != nil && !p.Module.Main {
			modules[p.Module.Path] = append(modules[p.Module.Path], p)
		}
	}
	var found []licenses.Component
	for path, packages := range modules {
		text, err := moduleText(packages)
		if err != nil {
			return nil, fmt.Errorf("find the licence of %s: %w", path, err)
		}
		found = append(found, licenses.Component{Name: path, Version: packages[0].Module.Version, Text: text})
	}
	slices.SortFunc(found, func(x, y licenses.Component) int { return cmp.Compare(x.Name, y.Name) })
	return append(all, found...), nil
}

// others are the components that are no modules.
func others(root string) ([]licenses.Component, error) {
	goRoot, err := exec.Command("go", "env", "GOROOT").Output()
	if err != nil {
		return nil, fmt.Errorf("%w: find Go's own licence: %w", ErrUnavailable, err)
	}
	home := strings.TrimSpace(string(goRoot))
	goText, err := join(home, []string{filepath.Join(home, "LICENSE"), filepath.Join(home, "PATENTS")})
	if err != nil {
		return nil, fmt.Errorf("read Go's own licence: %w", err)
	}
	all := []licenses.Component{{Name: licenses.Go, Text: goText}}
	files := []struct{ name, path string }{
		{"Otklik", filepath.Join(root, "LICENSE")},
		{"DejaVu fonts", filepath.Join(root, "report/render/pdf/dejavu/LICENSE")},
	}
	notices, err := filepath.Glob(filepath.Join(root, "internal/licenses/notices/*.txt"))
	if err != nil {
		return nil, err
	}
	for _, n := range notices {
		files = append(files, struct{ name, path string }{strings.TrimSuffix(filepath.Base(n), ".txt"), n})
	}
	for _, f := range files {
		text, err := os.ReadFile(f.path)
		if err != nil {
			return nil, fmt.Errorf("read the licence of %s: %w", f.name, err)
		}
		all = append(all, licenses.Component{Name: f.name, Text: plain(string(text))})
	}
	return all, nil
}

var (
	licenceFile = regexp.MustCompile(`(?i)^(un)?(licen[cs]e|copying|notice|patents)([-_.].*)?$`)
	spdx        = regexp.MustCompile(`SPDX-License-Identifier: ([A-Za-z0-9.-]+)`)
)

// moduleText are the licences and notices of a module that hold for the packages linked: those of its root, those of
// the folders on the way to a package, and those that its files name and its folder LICENSES has (REUSE).
func moduleText(packages []Package) (string, error) {
	root := packages[0].Module.Dir
	if root == "" {
		return "", fmt.Errorf("%w: run go mod download", ErrUnavailable)
	}
	folders, named := map[string]bool{}, map[string]bool{}
	for _, p := range packages {
		for dir := p.Dir; len(dir) >= len(root); dir = filepath.Dir(dir) {
			folders[dir] = true
		}
		if strings.Contains(p.ImportPath, "/gofont/") {
			folders[filepath.Join(filepath.Dir(p.Dir), "ttfs")] = true // where the font's licence is
		}
		for _, f := range p.GoFiles {
			source, err := os.ReadFile(filepath.Join(p.Dir, f))
			if err != nil {
				return "", err
			}
			for _, m := range spdx.FindAllSubmatch(source, -1) {
				named[string(m[1])] = true
			}
		}
	}
	var paths []string
	for folder := range folders {
		entries, err := os.ReadDir(folder)
		if err != nil {
			return "", err
		}
		for _, e := range entries {
			font := filepath.Base(folder) == "ttfs" && e.Name() == "README"
			if !e.IsDir() && !strings.HasSuffix(e.Name(), ".go") && (licenceFile.MatchString(e.Name()) || font) {
				paths = append(paths, filepath.Join(folder, e.Name()))
			}
		}
	}
	if len(paths) == 0 {
		return "", errors.New("it has none")
	}
	for id := range named {
		if path := filepath.Join(root, "LICENSES", id+".txt"); exists(path) {
			paths = append(paths, path)
		}
	}
	return join(root, paths)
}

func exists(path string) bool {
	_, err := os.Stat(path)
	return err == nil
}

// join puts the files below one another, the shortest path first, each text once, with its path where there are
// several.
func join(root string, paths []string) (string, error) {
	slices.SortFunc(paths, func(x, y string) int {
		depth := func(path string) int { return strings.Count(path, string(filepath.Separator)) }
		return cmp.Or(cmp.Compare(depth(x), depth(y)), cmp.Compare(x, y))
	})
	var texts []string
	for _, path := range paths {
		content, err := os.ReadFile(path)
		if err != nil {
			return "", err
		}
		text := plain(string(content))
		if slices.ContainsFunc(texts, func(t string) bool { return strings.HasSuffix(t, text) }) {
			continue
		}
		if len(texts) > 0 {
			name, err := filepath.Rel(root, path)
			if err != nil {
				return "", err
			}
			text = filepath.ToSlash(name) + ":\n\n" + text
		}
		texts = append(texts, text)
	}
	return strings.Join(texts, "\n"), nil
}

// plain is a text with line feeds alone and one at its end.
func plain(text string) string {
	return strings.TrimRight(strings.ReplaceAll(text, "\r\n", "\n"), "\n ") + "\n"
}
