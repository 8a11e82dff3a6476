package vk

import (
	"flag"
	"os"
	"testing"
)

// TestMain lowers the number of sequences per property where none was asked for: each one is a small town with dozens
// of pulls. More: go test -rapid.checks=1000.
func TestMain(m *testing.M) {
	flag.Parse()
	asked := false
	flag.Visit(func(f *flag.Flag) { asked = asked || f.Name == "rapid.checks" })
	if !asked {
		if err := flag.Set("rapid.checks", "20"); err != nil {
			panic(err)
		}
	}
	os.Exit(m.Run())
}
