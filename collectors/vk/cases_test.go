package vk

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"otklik/internal/inbox"
)

var update = flag.Bool("update", false, "write the expected results of the cases again")

// TestCases pulls once with canned replies. A folder is a case: case.json holds the time of the pull, N-METHOD.json
// the replies in the order of the requests, expected.json what the pull asks for and brings. The folder's name begins
// with the source.
func TestCases(t *testing.T) {
	folders, err := filepath.Glob("testdata/cases/*")
	if err != nil || len(folders) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, folder := range folders {
		t.Run(filepath.Base(folder), func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) { runCase(t, folder) })
		})
	}
}

func runCase(t *testing.T, folder string) {
	var about struct{ Now time.Time }
	raw, err := os.ReadFile(filepath.Join(folder, "case.json"))
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(raw, &about); err != nil {
		t.Fatal(err)
	}
	time.Sleep(time.Until(about.Now))
	replies, err := filepath.Glob(filepath.Join(folder, "[0-9]*-*.json"))
	if err != nil {
		t.Fatal(err)
	}
	var requests []string
	transport := roundTrip(func(r *http.Request) (*http.Response, error) {
		if len(requests) >= len(replies) {
			t.Fatalf("one request too many: %s", r.URL.Path)
		}
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Fatal(err)
		}
		params, err := url.ParseQuery(string(body))
		if err != nil {
			t.Fatal(err)
		}
		name := replies[len(requests)]
		method := strings.TrimPrefix(r.URL.Path, "/method/")
		if !strings.HasSuffix(name, "-"+method+".json") {
			t.Fatalf("request %d is %s, the case expects %s", len(requests)+1, method, filepath.Base(name))
		}
		var list []string
		for key := range params {
			if key != "v" {
				list = append(list, key+"="+params.Get(key))
			}
		}
		slices.Sort(list)
		requests = append(requests, fmt.Sprintf("%s %s (%s)", method, strings.Join(list, " "),
			r.Header.Get("Authorization")))
		reply, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		return rawReply(200, "application/json; charset=utf-8", reply), nil
	})
	m := newMemory()
	source, messages := sourcesOf(t, testOptions(transport, m))
	if strings.HasPrefix(filepath.Base(folder), "messages") {
		source = messages
	}
	type piece struct{ ID, Problem string }
	var got struct {
		Requests  []string
		Messages  []inbox.Message
		Deletions []inbox.Deletion `json:"Gone"`
		Undecoded []piece          `json:"Unread"`
		Warnings  []string
	}
	for more := true; more; {
		b, err := source.Fetch(t.Context(), m.cursors[source.Name()])
		if err != nil {
			t.Fatal(err)
		}
		m.commit(source.Name(), b)
		more = b.More
		for _, message := range b.Messages {
			if !json.Valid(message.Raw) {
				t.Errorf("message %s has no raw reply", message.ID)
			}
			message.Raw = nil
			got.Messages = append(got.Messages, message)
		}
		for _, u := range b.Undecoded {
			if len(u.Raw) == 0 {
				t.Errorf("piece %s has no raw reply", u.ID)
			}
			got.Undecoded = append(got.Undecoded, piece{u.ID, u.Problem})
		}
		got.Deletions = append(got.Deletions, b.Deletions...)
		got.Warnings = append(got.Warnings, b.Warnings...)
	}
	got.Requests = requests
	if len(requests) != len(replies) {
		t.Errorf("%d requests, the case has %d replies", len(requests), len(replies))
	}
	var text bytes.Buffer
	encoder := json.NewEncoder(&text)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", " ")
	if err := encoder.Encode(got); err != nil {
		t.Fatal(err)
	}
	golden := filepath.Join(folder, "expected.json")
	if *update {
		if err := os.WriteFile(golden, text.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(want, text.Bytes()) {
		t.Errorf("the result differs from %s (run with -update to accept):\n%s", golden, text.Bytes())
	}
}
