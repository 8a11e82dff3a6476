// Package text cuts Russian texts into words and brings words into the forms in which they are compared: small letters
// with е for ё (Fold), stems (Stem), sentences, first names and patronymics. Every package that reads texts stands on
// it, so that a word is the same word for all of them. It knows nothing of messages, models or lists of other
// packages.
//
// # Models
//
// Models learnt from what these functions return (weights.bin, model.bin, weights.tsv, recogniser.bin). Where readers
// cut differently, the difference is a field of Rules and not a second tokenizer. To change what a function returns
// for the Rules of a learnt model is to train that model again; the digest test of internal/reading notices it.
//
// # Cost
//
// A Scanner takes one pass and allocates at most a few times a text: words in small letters are parts of the text, all
// others share one buffer. Nothing is kept between texts. All functions may be used by several goroutines; a Scanner or
// a Stemmer by one at a time.
package text

// Kind says what a Token is.
type Kind uint8

// The kinds of tokens.
const (
	Sign    Kind = iota // one character that is none of the others: a mark, a blank, a pictograph, an invalid byte
	Word                // letters, with what Rules let join them
	Number              // ASCII digits, with what Rules.Number lets follow
	Link                // an address on the web; see Rules.Links
	Mention             // @name or VK's [id1|Name]; see Rules.Mentions
)

// Token is one piece of a text.
type Token struct {
	Kind     Kind
	From, To int // where it stands, in bytes
	// Sign is the character of a Sign; utf8.RuneError for an invalid byte.
	Sign rune
	// Letters and Capitals count those of a Word, with those that Norm leaves out.
	Letters, Capitals int
	// Capital is true for a Word that begins with a capital letter.
	Capital bool
}

// Upper reports a word of two letters or more, all of them capitals.
func (t *Token) Upper() bool { return t.Letters > 1 && t.Capitals == t.Letters }

// Rules say how a text is cut, where its readers differ. The zero value knows words of letters alone, runs of digits
// and signs. Rules are shared by all texts and never change.
type Rules struct {
	// Inner are the signs that join two letters to one word, such as "-": «р-н». Apostrophes and the hyphen that breaks
	// no line become hyphens in Norm.
	Inner string
	// Digits says where digits belong to a word.
	Digits Digits
	// Squeeze writes a letter that stands three times and more in a row twice, and reads Latin letters inside a
	// Cyrillic word as those that they look like.
	Squeeze bool
	// Longest is how many bytes of a word's Norm are kept, the last letter whole; 0: MaxWord, which is the most.
	Longest int
	// Number measures a number at the beginning of a text that begins with a digit, in bytes; nil: the digits alone.
	Number func(text string) int
	// Links are the beginnings of addresses, in small letters: "https://". An address ends at a blank or a bracket.
	Links []string
	// Mentions makes tokens of mentions; otherwise they are signs and words.
	Mentions bool

	// What follows are accidents that a model has learnt. New readers leave them alone.

	// LinksAsWritten does not know a link that begins with a capital letter.
	LinksAsWritten bool
	// DottedNames lets full stops belong to a name behind @.
	DottedNames bool
	// AnyBrackets takes [x|y] on one line for a mention whatever x is, not only where it is id, club or public.
	AnyBrackets bool
}

// Digits says where digits belong to words.
type Digits uint8

// The rules for digits.
const (
	DigitsApart    Digits = iota // they are Numbers
	DigitsAtHyphen               // one right behind a hyphen belongs to the word, others are Numbers
	DigitsInside                 // they are letters like others, and there are no Numbers: «36а», «covid19»
)

// MaxWord is how many bytes of a word count at most: no Russian word is longer, and a megabyte without a space stays
// cheap.
const MaxWord = 96
