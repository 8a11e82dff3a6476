package main

import (
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"strings"

	"otklik/config"
	"otklik/store"
)

// output writes what a command was asked for into a file that the user names. A slip of the pen must not cost the store,
// a key or the configuration.
func (a *app) output(path string, fill func(*os.File) error) error {
	if what := a.precious(path); what != "" {
		return usagef("%s is %s and is not overwritten: name another file", path, what)
	}
	return replaceFile(path, fill)
}

// precious says what a file is that no output may replace; empty: it may.
func (a *app) precious(path string) string {
	info, err := os.Stat(path)
	if err != nil || !info.Mode().IsRegular() {
		return ""
	}
	if used, err := config.Find(a.configPath); err == nil {
		if settings, err := os.Stat(used); err == nil && os.SameFile(info, settings) {
			return "the configuration"
		}
	}
	f, err := os.Open(path)
	if err != nil {
		return ""
	}
	defer f.Close()
	head := make([]byte, 66)
	n, _ := io.ReadFull(f, head)
	// A bbolt file names itself behind the header of its first page.
	if n >= 20 && binary.NativeEndian.Uint32(head[16:]) == 0xED0CDAED {
		return "a store"
	}
	text := strings.TrimSpace(string(head[:n]))
	_, notHex := hex.DecodeString(text)
	if strings.Contains(text, "AGE-SECRET-KEY") || strings.HasPrefix(text, "# created:") || len(text) == 2*store.KeySize && notHex == nil {
		return "a secret key"
	}
	return ""
}

// write puts a result on standard output or, whole or not at all, into a file that only its owner reads.
func (a *app) write(output string, bytes []byte) error {
	if output == "-" || output == "" {
		_, err := a.out.Write(bytes)
		if err != nil {
			return fmt.Errorf("write the output: %w", err)
		}
		return nil
	}
	return a.output(output, func(f *os.File) error {
		_, err := f.Write(bytes)
		return err
	})
}
