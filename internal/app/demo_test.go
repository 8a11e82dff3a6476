package app

import (
	"os"
	"testing"
)

// A demo may begin where nothing is, and where an earlier demo was.
func TestWhereADemoMayBegin(t *testing.T) {
	t.Parallel()
	b := newBench(t)
	if err := os.Mkdir(b.path("d"), 0o700); err != nil {
		t.Fatal(err)
	}
	configPath, storePath, page := b.path("d/config.yaml"), b.path("d/otklik.db"), b.path("d/digest.html")
	for _, state := range []string{"an empty folder", "an earlier demo", "a demo that was killed early"} {
		switch state {
		case "an earlier demo":
			b.write("d/otklik.db", "store")
			b.write("d/digest.html", "page")
			b.write("d/config.yaml", b.platform.Config("http://127.0.0.1:1", storePath))
		case "a demo that was killed early":
			if err := clearDemo(b.path("d"), page, storePath); err != nil {
				t.Fatal(err)
			}
		}
		if err := refuseForeign(configPath, storePath, page); err != nil {
			t.Errorf("%s: %v", state, err)
		}
	}
}
