// Package support packs what is needed to help an office whose Otklik does not work, and nothing personal. Everything
// that people write, citizens and operators alike, is left out unless it is known to be harmless: what a later version
// adds is masked until somebody decides otherwise.
package support

import (
	"archive/zip"
	"fmt"
	"io"
	"strings"
	"time"
)

// File is one file of the bundle.
type File struct {
	Name string
	// About says in the README what is in it.
	About string
	Data  []byte
}

// Write packs the files and a README that lists them.
func Write(w io.Writer, made time.Time, files []File) error {
	archive := zip.NewWriter(w)
	for _, f := range append([]File{{Name: "README.txt", Data: readme(made, files)}}, files...) {
		entry, err := archive.CreateHeader(&zip.FileHeader{Name: f.Name, Method: zip.Deflate, Modified: made.UTC()})
		if err == nil {
			_, err = entry.Write(f.Data)
		}
		if err != nil {
			return fmt.Errorf("pack %s into the bundle: %w", f.Name, err)
		}
	}
	if err := archive.Close(); err != nil {
		return fmt.Errorf("finish the bundle: %w", err)
	}
	return nil
}

func readme(made time.Time, files []File) []byte {
	var b strings.Builder
	fmt.Fprintf(&b, "Otklik support bundle, made %s\n\n", made.Format(time.RFC3339))
	b.WriteString("For whoever helps the office. Look through it before you send it: it is plain text.\n\nWhat is in " +
		"it:\n")
	for _, f := range files {
		fmt.Fprintf(&b, "  %-14s %s\n", f.Name, f.About)
	}
	b.WriteString(`
What is not in it: messages, their ids and addresses, names, phones, authors, dialogs, digests, tokens, passwords, keys, names
of files and folders, titles, mail addresses beyond their first letter, chats, error texts of other programs (their codes
only), the access log, log lines (Otklik writes none into files; with systemd: journalctl -u otklik).
*** stands for something that is set and not shown. Ids of officials, channels and digests are shown as configured.
`)
	return []byte(b.String())
}
