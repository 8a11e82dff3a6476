package learn

import (
	"errors"
	"io"
	"strings"
	"testing"
	"testing/iotest"
)

func TestAnInterruptibleReaderReadsTheSame(t *testing.T) {
	t.Parallel()
	text := strings.Repeat("Нет воды\n", 20000)
	for name, r := range map[string]io.Reader{"at once": strings.NewReader(text),
		"by bytes":      iotest.OneByteReader(strings.NewReader(text[:2000])),
		"end with data": iotest.DataErrReader(strings.NewReader(text))} {
		got, err := io.ReadAll(&interruptible{ctx: t.Context(), r: r})
		if err != nil || !strings.HasPrefix(text, string(got)) || len(got) < 2000 {
			t.Errorf("%s: %d bytes, %v", name, len(got), err)
		}
	}
	broken := errors.New("broken")
	if got, err := io.ReadAll(&interruptible{ctx: t.Context(),
		r: io.MultiReader(strings.NewReader("x"), iotest.ErrReader(broken))}); string(got) != "x" ||
		!errors.Is(err, broken) {
		t.Errorf("%q, %v", got, err)
	}
}
