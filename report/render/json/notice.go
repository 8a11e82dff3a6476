package json

import (
	"bytes"
	"fmt"

	"otklik/report/build"
)

// Notice is a notice between digests as JSON (build.NoticeSchema).
func Notice(n build.Notice) ([]byte, error) {
	var b bytes.Buffer
	if err := indented(&b, "").Encode(n); err != nil {
		return nil, fmt.Errorf("write a notice as JSON: %w", err)
	}
	return b.Bytes(), nil
}
