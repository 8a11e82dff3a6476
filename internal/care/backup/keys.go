package backup

import (
	"fmt"
	"strings"

	"filippo.io/age"

	"otklik/internal/plaintext"
)

// Recipients are those who can open a backup; none: it is not encrypted.
type Recipients []*age.X25519Recipient

// Keys open encrypted backups.
type Keys []age.Identity

// secretMark begins an age secret key.
const secretMark = "AGE-SECRET-KEY-"

// ParseRecipients reads public keys (age1…). A secret key in their place is not repeated in the error.
func ParseRecipients(texts []string) (Recipients, error) {
	var out Recipients
	for i, text := range texts {
		text = plaintext.Trim(text)
		if strings.HasPrefix(strings.ToUpper(text), secretMark) {
			return nil, fmt.Errorf("recipient %d is a secret key; write the public one, which begins with age1 "+
				"(`age-keygen -y` shows it), "+
				"and take the secret one out of this machine", i+1)
		}
		recipient, err := age.ParseX25519Recipient(text)
		if err != nil {
			return nil, fmt.Errorf("recipient %d is no public key of age: it begins with age1 and has 62 letters and "+
				"digits, as age-keygen writes it", i+1)
		}
		out = append(out, recipient)
	}
	return out, nil
}

// ReadRecipients reads a file with one public key a line; lines that begin with # are comments.
func ReadRecipients(path string) (Recipients, error) {
	content, err := plaintext.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("the recipients in %s: %w", path, err)
	}
	var texts []string
	for _, line := range plaintext.Lines(content) {
		if line = plaintext.Trim(line); line != "" && !strings.HasPrefix(line, "#") {
			texts = append(texts, line)
		}
	}
	if len(texts) == 0 {
		return nil, fmt.Errorf("the file of recipients %s names none", path)
	}
	recipients, err := ParseRecipients(texts)
	if err != nil {
		return nil, fmt.Errorf("the file of recipients %s: %w", path, err)
	}
	return recipients, nil
}

// ReadKeys reads a file of secret keys as age-keygen writes it. Its content never stands in the error.
func ReadKeys(path string) (Keys, error) {
	content, err := plaintext.ReadFile(path)
	if err != nil {
		return nil, fmt.Errorf("the key in %s: %w", path, err)
	}
	lines := plaintext.Lines(content)
	for i := range lines {
		lines[i] = plaintext.Trim(lines[i])
	}
	keys, err := age.ParseIdentities(strings.NewReader(strings.Join(lines, "\n")))
	if err != nil { // age's words repeat the line
		return nil, fmt.Errorf("%s holds no secret key of age, or one that is broken: a line of it begins with %s1, "+
			"as age-keygen writes it", path, secretMark)
	}
	return keys, nil
}
