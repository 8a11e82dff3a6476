package config

import (
	"net/url"
	"time"
)

// Assistant is a language model that is asked about what the reading is unsure of; an empty URL: none is.
type Assistant struct {
	URL        string   `yaml:"url"` // of an OpenAI-compatible server
	Model      string   `yaml:"model"`
	APIKey     Secret   `yaml:"api_key"` // empty, and no file: the server wants none
	APIKeyFile string   `yaml:"api_key_file"`
	Timeout    Duration `yaml:"timeout"` // of one answer
	Share      float64  `yaml:"share"`   // the part of all messages that it may be asked about
	// AllowPublic lets masked texts go to a server outside the office's network.
	AllowPublic bool `yaml:"allow_public"`
}

// longestAnswer is how long an answer may be waited for: a round of questions has to end before the next pull.
const longestAnswer = 5 * time.Minute

// assistant checks what can be seen without a network; where a name leads is seen when it is called.
func (k *checker) assistant() {
	a := &k.config.Reading.Assistant
	if a.URL == "" {
		return
	}
	const key = "reading.assistant."
	k.apiURL(key+"url", a.URL)
	if u, err := url.Parse(a.URL); err == nil && u.User != nil {
		k.fault(key+"url", "no name or password may stand in this address; a key belongs into the file of api_key_file")
	}
	if a.Model == "" {
		k.fault(key+"model", "the name of the model is missing, as the server calls it")
	}
	if a.APIKey != "" || a.APIKeyFile != "" || k.variables.empty[key+"api_key"] != "" { // else it is left out
		k.secret(key+"api_key", token, &a.APIKey, a.APIKeyFile)
	}
	if t := time.Duration(a.Timeout); t <= 0 || t > longestAnswer {
		k.fault(key+"timeout", "the time must be longer than nothing and at most 5m, such as 20s")
	}
	if !(a.Share > 0 && a.Share <= 1) { // a number that is none fails, too
		k.fault(key+"share", "the share must be more than 0 and at most 1, such as 0.1")
	}
}
