package main

import (
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"otklik/internal/app"
	"otklik/report/render"
)

// outputFormat is what --format names or, where it is not given, the format that the name of the output file ends with; a name
// without an ending leaves the flag's default. allowed are the formats of the command, for the ending; a format that is
// named is checked by whoever uses it.
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
	return "", usagef("%s: no format is known by this ending; name a file that ends with %s, or give --format", output, strings.Join(endings, ", "))
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
