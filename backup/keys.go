package backup

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"strings"

	"filippo.io/age"
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
		text = strings.TrimSpace(text)
		if strings.HasPrefix(strings.ToUpper(text), secretMark) {
			return nil, fmt.Errorf("recipient %d is a secret key; write the public one, which begins with age1 (`age-keygen -y` shows it), "+
				"and take the secret one out of this machine", i+1)
		}
		recipient, err := age.ParseX25519Recipient(text)
		if err != nil {
			return nil, fmt.Errorf("recipient %d is no public key of age: it begins with age1 and has 62 letters and digits, as age-keygen writes it", i+1)
		}
		out = append(out, recipient)
	}
	return out, nil
}

// ReadRecipients reads a file with one public key a line; lines that begin with # are comments.
func ReadRecipients(path string) (Recipients, error) {
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("read the recipients: %w", err)
	}
	defer f.Close()
	var texts []string
	lines := bufio.NewScanner(io.LimitReader(f, 1<<20))
	for lines.Scan() {
		if line := strings.TrimSpace(lines.Text()); line != "" && !strings.HasPrefix(line, "#") {
			texts = append(texts, line)
		}
	}
	if err := lines.Err(); err != nil {
		return nil, fmt.Errorf("read the recipients in %s: %w", path, err)
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
	f, err := os.Open(path)
	if err != nil {
		return nil, fmt.Errorf("read the key: %w", err)
	}
	defer f.Close()
	keys, err := age.ParseIdentities(io.LimitReader(f, 1<<20))
	if err != nil { // age's words repeat the line
		return nil, fmt.Errorf("%s holds no secret key of age, or one that is broken: a line of it begins with %s1, as age-keygen writes it", path, secretMark)
	}
	return keys, nil
}
