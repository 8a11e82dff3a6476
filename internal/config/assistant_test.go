package config_test

import (
	"strings"
	"testing"
	"time"
)

// Without an address nobody is asked; the defaults are those of the contract, and what cannot work is named by its key.
func TestAssistant(t *testing.T) {
	c, err := parse(t, minimal+"reading: {assistant: {url: \"\", api_key_file: \"\", allow_public: false}}\n")
	if err != nil {
		t.Fatal(err)
	}
	if a := c.Reading.Assistant; a.URL != "" || a.AllowPublic || a.Share != 0.1 || time.Duration(a.Timeout) != 20*time.Second {
		t.Errorf("%+v", a)
	}
	for line, key := range map[string]string{
		"url: 'http://127.0.0.1:1/v1'":                             "model",
		"url: 'ftp://127.0.0.1', model: a":                         "url",
		"url: 'http://u:p@127.0.0.1/v1', model: a":                 "url",
		"url: 'http://127.0.0.1/v1?x=1', model: a":                 "url",
		"url: 'http://127.0.0.1/v1', model: a, share: 0":           "share",
		"url: 'http://127.0.0.1/v1', model: a, share: 1.5":         "share",
		"url: 'http://127.0.0.1/v1', model: a, share: .nan":        "share",
		"url: 'http://127.0.0.1/v1', model: a, timeout: 0s":        "timeout",
		"url: 'http://127.0.0.1/v1', model: a, timeout: 1h":        "timeout",
		"url: 'http://127.0.0.1/v1', model: a, api_key_file: none": "api_key_file",
	} {
		got := faultsOf(t, minimal+"reading: {assistant: {"+line+"}}\n")
		if len(got) != 1 || !strings.HasSuffix(got[0].Key, "assistant."+key) {
			t.Errorf("%s: %+v", line, got)
		}
	}
}
