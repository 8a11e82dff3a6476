package main

import (
	"path/filepath"
	"strings"
)

// programPath is how the program is called again from any folder: by its whole path, unless the shell finds it by its
// name.
func programPath(called string) string {
	if !strings.ContainsRune(called, filepath.Separator) {
		return called
	}
	return anywhere(called)
}

// anywhere is a path that holds from any folder.
func anywhere(path string) string {
	if whole, err := filepath.Abs(path); err == nil {
		return whole
	}
	return path
}

// line is a command line of this program to be copied into a shell.
func (a *cli) line(args ...string) string {
	words := []string{shellWord(a.program)}
	if a.program == "" {
		words[0] = "otklik"
	}
	for _, arg := range args {
		words = append(words, shellWord(arg))
	}
	return strings.Join(words, " ")
}

// shellWord quotes what a shell would take apart.
func shellWord(word string) string {
	plain := strings.Trim(word, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./:+=,@%") == ""
	if plain && word != "" {
		return word
	}
	return "'" + strings.ReplaceAll(word, "'", `'\''`) + "'"
}
