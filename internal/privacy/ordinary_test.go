package privacy

import (
	"strings"
	"testing"
)

// What is a name, too, or unknown, is not ordinary; neither is what looks like a surname or a street.
func TestOrdinary(t *testing.T) {
	for word := range strings.FieldsSeq("контейнер Крыльцо ПЕРИЛ фонарь лежит скамейки сломалась") {
		if !Ordinary(word) {
			t.Errorf("%s is not ordinary", word)
		}
	}
	for word := range strings.FieldsSeq(`лапшина дубков огородову вера любовью роман москва школьной полевая мира мороз
		Козел ряскина оглы кызы скважинин тимофейка lada Kран забор-дуб`) {
		if Ordinary(word) {
			t.Errorf("%s is ordinary", word)
		}
	}
	if Ordinary("") {
		t.Error("nothing is ordinary")
	}
}
