package main

import (
	"io"
	"os"
	"slices"

	"otklik/internal/app"
	"otklik/internal/care/audit"
	"otklik/internal/config"
	"otklik/internal/userfile"
	"otklik/report/render"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"
)

// target refuses a file that the user names where nothing may or can be written. Commands ask before they begin, so
// that a mistyped path costs no work and stands in no log as done. A folder that does not exist is more likely mistyped
// than meant.
func (a *cli) target(path string) error {
	if path == "-" || path == "" {
		return nil
	}
	if err := userfile.Check(path); err != nil {
		return usagef("%w", err)
	}
	if what := a.precious(path); what != "" {
		return usagef("%s is %s and is not overwritten: name another file", path, what)
	}
	return nil
}

// precious says what a file is that no output may replace; empty: it may.
func (a *cli) precious(path string) string {
	info, err := os.Stat(path)
	if err != nil || !info.Mode().IsRegular() {
		return ""
	}
	same := func(other string) bool { return userfile.Same(path, other) }
	if used, err := config.Find(a.configPath); err == nil && same(used) {
		return "the configuration"
	}
	if c, err := a.load(); err == nil {
		if same(audit.Beside(c.Store.Path).Path()) {
			return "the access log"
		}
		if slices.ContainsFunc(c.Files(), same) {
			return "a file that the configuration names"
		}
	}
	return app.FileKind(path)
}

// to is where a result goes that the user wants on standard output (-) or, whole or not at all, in a file that only its
// owner reads.
func (a *cli) to(path string) app.Output {
	if path == "-" || path == "" {
		return app.Output{Path: "-", Write: func(fill func(io.Writer) error) error { return fill(a.out) }}
	}
	return app.Output{Path: anywhere(path), Write: func(fill func(io.Writer) error) error {
		if err := a.target(path); err != nil {
			return err
		}
		return userfile.Write(path, func(f *os.File) error { return fill(f) })
	}}
}

// outputFormat is what --format names or, where it is not given, the format that the name of the output file ends with;
// a name without an ending leaves the flag's default. allowed are the formats of the command, for the ending; a format
// that is named is checked by whoever uses it.
func outputFormat(cmd *cobra.Command, output string, allowed ...render.Format) (string, error) {
	flag := cmd.Flags().Lookup("format")
	ending := strings.ToLower(strings.TrimPrefix(filepath.Ext(output), "."))
	if flag.Changed || ending == "" {
		return flag.Value.String(), nil
	}
	format := formatOf(ending)
	if slices.Contains(allowed, format) {
		return string(format), nil
	}
	if format == render.Text {
		return flag.DefValue, nil // lines of text are what the command writes by itself
	}
	var endings []string
	for _, f := range allowed {
		endings = append(endings, "."+f.Extension())
	}
	return "", usagef("%s: no format is known by this ending; name a file that ends with %s, or give --format",
		output, strings.Join(endings, ", "))
}

// formatOf is the format whose files have an ending.
func formatOf(ending string) render.Format {
	switch ending {
	case "txt":
		return render.Text
	case "htm":
		return render.HTML
	case "markdown":
		return render.Markdown
	case "ndjson":
		return app.JSONLines
	}
	return render.Format(ending)
}
