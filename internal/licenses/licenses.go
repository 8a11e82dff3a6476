// Package licenses holds the licences of everything that the program is made of: its modules, Go itself, fonts and
// data. Most of these licences want their text to come with every copy, and the program is one file.
package licenses

import (
	"bytes"
	"compress/gzip"
	_ "embed"
	"encoding/json"
	"fmt"
	"runtime"
)

// Component is a part of the program that somebody else has made, or the program's own.
type Component struct {
	// Name is the path of a module, or what it is called.
	Name string `json:"name"`
	// Version is the module's; empty where there is none.
	Version string `json:"version,omitempty"`
	// Text is the whole of its licences and notices.
	Text string `json:"text"`
}

// Go is the component that the compiler adds: the standard library and the runtime.
const Go = "Go standard library and runtime"

//go:generate go run otklik/internal/licenses/generate

//go:embed licenses.json.gz
var packed []byte

// All are the components, modules in the order of their paths last. Go has the version that this program was built
// with.
func All() ([]Component, error) {
	z, err := gzip.NewReader(bytes.NewReader(packed))
	if err != nil {
		return nil, fmt.Errorf("unpack the licences: %w", err)
	}
	var all []Component
	if err := json.NewDecoder(z).Decode(&all); err != nil {
		return nil, fmt.Errorf("unpack the licences: %w", err)
	}
	for i := range all {
		if all[i].Name == Go {
			all[i].Version = runtime.Version()
		}
	}
	return all, nil
}
