package config

import (
	"errors"
	"fmt"
	"regexp"
	"strings"
	"unicode"

	"otklik/internal/plaintext"
)

// secretKind says which characters a secret may have.
type secretKind int

const (
	// token is given out by a platform: Latin letters, digits and the signs in tokenSigns.
	token secretKind = iota
	// password is chosen by people: one line of any letters, with blanks between.
	password
)

// secret takes the value of a key, or reads it from the file that its *_file key names, without what does not belong to
// it. What cannot be one is refused here, before a platform gets it; no sentence repeats any of it.
func (k *checker) secret(key string, kind secretKind, value *Secret, file string) {
	at, text, err := key, value.Reveal(), error(nil)
	switch {
	case k.variables.empty[key] != "": // within an address, too
		k.refuse(key, key, "the environment variable %s is empty", k.variables.empty[key])
		return
	case file == "" && text == "":
		k.emptySecret(key, kind)
		return
	case file != "" && text != "":
		k.refuse(key, key+"_file", "this secret is given twice, literally and as a file; remove one")
		return
	case file != "":
		at = key + "_file"
		if text, err = k.secretFile(at, file); err != nil {
			k.refuse(key, at, "the secret cannot be read: %v", err)
			return
		}
	}
	clean, err := cleanSecret(text, kind)
	switch {
	case errors.Is(err, errNoSecret) && file != "":
		k.refuse(key, at, "the file is empty; put the secret into it")
	case err != nil:
		k.refuse(key, at, "%v", err)
	}
	*value = Secret(clean)
	if file == "" {
		k.noteLiteral(key, *value)
	}
}

// noteLiteral remembers that a secret stands in the configuration itself.
func (k *checker) noteLiteral(key string, value Secret) {
	if value != "" && !k.variables.used[key] {
		k.literal = append(k.literal, key)
	}
}

// emptySecret tells a secret that is not given from one that should be there and is empty: without it less would be
// read. An empty mail.password is the default.
func (k *checker) emptySecret(key string, kind secretKind) {
	for _, at := range []string{key, key + "_file"} {
		if _, there := k.lines[at]; there && kind == token {
			k.refuse(key, at, "this is empty; fill it in or take the line out")
		}
	}
}

// refuse says a fault of the secret at key.
func (k *checker) refuse(key, at, sentence string, args ...any) {
	k.refused[key] = true
	k.fault(at, sentence, args...)
}

var errNoSecret = errors.New("the secret is empty")

// cleanSecret is the secret without blanks, unseen characters and quotation marks around it.
func cleanSecret(text string, kind secretKind) (string, error) {
	text = trimAround(text)
	if text == "" {
		return "", errNoSecret
	}
	for i, r := range []rune(text) {
		switch {
		case strings.ContainsRune("\n\r\v\f\u0085\u2028\u2029", r):
			return "", errors.New("the secret has more than one line; only the secret itself may stand here")
		case r == ' ' && kind == password:
		case unicode.IsSpace(r):
			return "", fmt.Errorf("a blank stands within the secret, as its character %d; copy it again", i+1)
		case plaintext.Unseen(r):
			return "", fmt.Errorf("a character that nobody sees stands within the secret, as its character %d; copy "+
				"it again", i+1)
		case r == unicode.ReplacementChar || r > '~' && kind == token:
			return "", fmt.Errorf("character %d of the secret is no Latin letter, digit or sign; copy it again, do "+
				"not type it", i+1)
		}
	}
	if kind != token {
		return text, nil
	}
	if regexp.MustCompile(`^(?:export[ \t]+)?[A-Z][A-Z0-9_]*=`).MatchString(text) {
		return "", errors.New("a name and = stand before the secret; only the secret itself may stand here")
	}
	if regexp.MustCompile(`^[$%][A-Za-z_{][A-Za-z0-9_]*[%}]?$`).MatchString(text) {
		return "", errors.New("this is the name of a variable and no secret; write ${NAME}, with the braces")
	}
	if strings.ContainsAny(text[:1]+text[len(text)-1:], "\"'`") {
		return "", errors.New("a quotation mark stands at one end of the secret; take it away")
	}
	if at := strings.IndexFunc(text, func(r rune) bool {
		return (r < '0' || r > '9') && (r < 'A' || r > 'Z') && (r < 'a' || r > 'z') &&
			!strings.ContainsRune(tokenSigns, r)
	}); at >= 0 {
		return "", fmt.Errorf("a sign that tokens do not have stands within the secret, as its character %d; copy the "+
			"token alone", at+1)
	}
	return text, nil
}

// tokenSigns are the signs that a token may have (RFC 6750, b64token) and the colon of Telegram's.
const tokenSigns = "-._~+/=:"

// trimAround takes off what stands around a value unseen, and one pair of quotation marks.
func trimAround(text string) string {
	text = plaintext.Trim(text)
	for _, pair := range [][2]string{{`"`, `"`}, {"'", "'"}, {"`", "`"}, {"«", "»"}, {"“", "”"}, {"„", "“"}, {"”", "”"},
		{"‘", "’"}, {"’", "’"}, {"‚", "‘"}, {"‹", "›"}} {
		inner, opened := strings.CutPrefix(text, pair[0])
		inner, closed := strings.CutSuffix(inner, pair[1])
		if opened && closed && len(text) >= len(pair[0])+len(pair[1]) {
			return plaintext.Trim(inner)
		}
	}
	return text
}
