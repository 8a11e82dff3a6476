package sandbox

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"mime"
	"net/http"
	"strconv"
	"strings"
)

// parameters are the named values of a call, wherever they stood in the request.
type parameters map[string]string

// maxBody bounds what a caller may send: a document for Telegram may have 50 MiB.
const maxBody = 51 << 20

// readParameters collects parameters from the query and from an urlencoded, multipart or JSON body. The whole body is
// read, because the server notices a caller who went away only then.
func readParameters(r *http.Request) (parameters, error) {
	p := parameters{}
	for key, values := range r.URL.Query() {
		p[key] = strings.Join(values, ",")
	}
	if r.Body == nil {
		return p, nil
	}
	body, err := io.ReadAll(io.LimitReader(r.Body, maxBody))
	if err != nil {
		return nil, fmt.Errorf("read the body: %w", err)
	}
	if len(body) == 0 {
		return p, nil // some clients announce a multipart body and send none
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	kind, attributes, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	switch kind {
	case "application/json":
		var values map[string]json.RawMessage
		err := json.NewDecoder(r.Body).Decode(&values)
		if err != nil {
			return nil, fmt.Errorf("read the JSON body: %w", err)
		}
		for key, raw := range values {
			if string(raw) == "null" {
				continue
			}
			var text string
			if json.Unmarshal(raw, &text) != nil {
				text = string(raw)
			}
			p[key] = text
		}
	case "multipart/form-data":
		// A body that was cut between two parts looks complete to the reader.
		if !bytes.Contains(body, []byte("--"+attributes["boundary"]+"--")) {
			return nil, fmt.Errorf("read the multipart body: %w", io.ErrUnexpectedEOF)
		}
		parts, err := r.MultipartReader()
		if err != nil {
			return nil, fmt.Errorf("read the multipart body: %w", err)
		}
		for {
			part, err := parts.NextPart()
			if err == io.EOF {
				break
			}
			if err != nil {
				return nil, fmt.Errorf("read the multipart body: %w", err)
			}
			value, err := io.ReadAll(part)
			if err != nil {
				return nil, fmt.Errorf("read a part of the body: %w", err)
			}
			p[part.FormName()] = string(value)
			if name := part.FileName(); name != "" {
				p[fileNameOf(part.FormName())] = name
			}
		}
	case "application/x-www-form-urlencoded":
		if err := r.ParseForm(); err != nil {
			return nil, fmt.Errorf("read the form: %w", err)
		}
		for key, values := range r.PostForm {
			p[key] = strings.Join(values, ",")
		}
	}
	return p, nil
}

// fileNameOf is under which name the name of a file stands that came as a parameter.
func fileNameOf(parameter string) string { return parameter + " name" }

// whole reads a whole number; given is false where it is absent.
func (p parameters) whole(name string) (value int64, given bool, err error) {
	text, given := p[name]
	if !given || text == "" {
		return 0, false, nil
	}
	value, err = strconv.ParseInt(strings.TrimSpace(text), 10, 64)
	if err != nil {
		return 0, true, fmt.Errorf("%s is not a whole number", name)
	}
	return value, true, nil
}

// yes reads a flag: 1 and true are set, everything else is not.
func (p parameters) yes(name string) bool {
	text := strings.ToLower(p[name])
	return text == "1" || text == "true"
}

// list reads a list separated by commas; empty entries are left out.
func (p parameters) list(name string) []string {
	var entries []string
	for entry := range strings.SplitSeq(p[name], ",") {
		if entry = strings.TrimSpace(entry); entry != "" {
			entries = append(entries, entry)
		}
	}
	return entries
}
