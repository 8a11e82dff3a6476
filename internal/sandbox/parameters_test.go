package sandbox

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func TestParametersStandWhereverTheyMay(t *testing.T) {
	part := "--b\r\nContent-Disposition: form-data; name=\"offset\"\r\n\r\n7\r\n--b--\r\n"
	for name, c := range map[string]struct {
		path, kind, body string
		bad              bool
	}{
		"query":      {path: "/?offset=7"},
		"form":       {kind: "application/x-www-form-urlencoded", body: "offset=7"},
		"json":       {kind: "application/json", body: `{"offset":7,"left_out":null}`},
		"multipart":  {kind: "multipart/form-data; boundary=b", body: part},
		"half json":  {kind: "application/json", body: `{"offset":`, bad: true},
		"half parts": {kind: "multipart/form-data; boundary=b", body: part[:len(part)-12], bad: true},
	} {
		path := c.path
		if path == "" {
			path = "/"
		}
		r := httptest.NewRequest(http.MethodPost, path, strings.NewReader(c.body))
		r.Header.Set("Content-Type", c.kind)
		p, err := readParameters(r)
		if c.bad != (err != nil) || !c.bad && (p["offset"] != "7" || len(p) != 1) {
			t.Errorf("%s: %v, %v", name, p, err)
		}
	}
	empty := httptest.NewRequest(http.MethodPost, "/", http.NoBody)
	empty.Header.Set("Content-Type", "multipart/form-data; boundary=b")
	if p, err := readParameters(empty); err != nil || len(p) != 0 {
		t.Errorf("a multipart body without parts: %v, %v", p, err)
	}
}
