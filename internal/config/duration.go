package config

import (
	"errors"
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v4"
)

// Duration is a length of time written as 30d, 8h, 90m or 1d12h. A day is 24 hours.
type Duration time.Duration

// durationParts finds the numbers with their units.
func durationParts() *regexp.Regexp { return regexp.MustCompile(`(\d+)([dhms])`) }

// longest is a hundred years: twice as much can still be counted.
const longest = 100 * 365 * 24 * time.Hour

// ParseDuration reads 30d, 8h, 90m, 45s and their combinations.
func ParseDuration(text string) (Duration, error) {
	text = strings.TrimSpace(text)
	units := map[string]time.Duration{"d": 24 * time.Hour, "h": time.Hour, "m": time.Minute, "s": time.Second}
	var total time.Duration
	read := 0
	for _, part := range durationParts().FindAllStringSubmatchIndex(text, -1) {
		n, err := strconv.ParseInt(text[part[2]:part[3]], 10, 64)
		if err != nil || part[0] != read || n > 100*365 {
			return 0, fmt.Errorf("%q is no length of time such as 30d, 8h or 90m", text)
		}
		if total += time.Duration(n) * units[text[part[4]:part[5]]]; total > longest {
			return 0, fmt.Errorf("%q is longer than a hundred years", text)
		}
		read = part[1]
	}
	if read == 0 || read != len(text) {
		return 0, fmt.Errorf("%q is no length of time such as 30d, 8h or 90m", text)
	}
	return Duration(total), nil
}

// UnmarshalYAML reads the written form.
func (d *Duration) UnmarshalYAML(n *yaml.Node) error {
	if n.Kind != yaml.ScalarNode {
		return errors.New("a length of time is expected here, such as 30d, 8h or 90m")
	}
	parsed, err := ParseDuration(n.Value)
	if err != nil {
		return err
	}
	*d = parsed
	return nil
}

// Days is the number of whole days.
func (d Duration) Days() int { return int(time.Duration(d) / (24 * time.Hour)) }

// String writes it back, in days and hours.
func (d Duration) String() string {
	t := time.Duration(d)
	if t != 0 && t%(24*time.Hour) == 0 {
		return fmt.Sprintf("%dd", d.Days())
	}
	text := t.String()
	for _, zero := range []string{"m0s", "h0m"} {
		if strings.HasSuffix(text, zero) {
			text = text[:len(text)-2]
		}
	}
	return text
}
