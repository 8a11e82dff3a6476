package inbox

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"strings"
)

// The lengths of a message's number: what people are shown, and what still tells messages apart whose short ones are
// equal.
const (
	numberDigits     = 9
	longNumberDigits = 18
)

// Number is the short number by which people name the message: nine digits in groups of three, such as 481-220-917.
// It is made from the identity alone, so it is the same in every store, copy and digest, and tells nothing of who
// wrote. Of some thirty thousand messages two may share one; LongNumber tells those apart.
func (r Ref) Number() string { return grouped(r.digits()[:numberDigits]) }

// LongNumber is Number with nine more digits.
func (r Ref) LongNumber() string { return grouped(r.digits()) }

// HasNumber reports whether a typed number is the message's, short or long: the sign № before it, hyphens, blanks and
// what stands around it in a sentence do not matter.
func (r Ref) HasNumber(typed string) bool {
	digits, ok := numberDigitsOf(typed)
	return ok && strings.HasPrefix(r.digits(), digits)
}

// IsNumber reports whether a text has the form of a Number or LongNumber.
func IsNumber(typed string) bool {
	_, ok := numberDigitsOf(typed)
	return ok
}

// ReadNumber is a typed number as Number and LongNumber write it; ok is false where it has not the form of one.
func ReadNumber(typed string) (number string, ok bool) {
	digits, ok := numberDigitsOf(typed)
	return grouped(digits), ok
}

// digits are those of the long number. They must stay as they are, because numbers stand on paper: what Ref learns of
// an identity later joins only where it is not empty.
func (r Ref) digits() string {
	identity := fmt.Appendf(nil, "%q %q %q %q", r.Channel, r.Kind, r.Dialog, r.ID)
	if r.Chat != "" {
		identity = fmt.Appendf(identity, " %q", r.Chat)
	}
	return nineDigits(identity) + nineDigits(append(identity, '+'))
}

func nineDigits(of []byte) string {
	sum := sha256.Sum256(of)
	return fmt.Sprintf("%0*d", numberDigits, binary.BigEndian.Uint64(sum[:])%1_000_000_000)
}

func grouped(digits string) string {
	var b strings.Builder
	for i, d := range digits {
		if i > 0 && i%3 == 0 {
			b.WriteByte('-')
		}
		b.WriteRune(d)
	}
	return b.String()
}

// around is what is copied together with a number from the middle of a sentence.
const around = " \t\r\n\u00a0\u202f\u200b\u2060\ufeff.,;:!?()[]<>\"'«»“”„"

// numberDigitsOf are the digits of a typed number; ok is false where it has not the form of one.
func numberDigitsOf(typed string) (digits string, ok bool) {
	typed = strings.TrimLeft(strings.Trim(typed, around), "№#No.") // «№ 481-220-917», "No. 481-220-917"
	digits = strings.Map(func(r rune) rune {
		if strings.ContainsRune(" -\u00a0\u202f\u2010\u2011\u2013\u2014\u2212", r) {
			return -1
		}
		return r
	}, typed)
	if len(digits) != numberDigits && len(digits) != longNumberDigits || strings.Trim(digits, "0123456789") != "" {
		return "", false
	}
	return digits, true
}
