package app

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"

	"otklik/collectors"
	"otklik/internal/config"
	"otklik/internal/inbox"
	"otklik/internal/privacy"
	"otklik/internal/reading"
	"otklik/internal/reading/place"
	"otklik/internal/spelling"
)

// Names checks what a configuration names and only the reading knows: the region, the groups of topics, and what
// stands in its files. It keeps the reader that it built, because that is most of the program's start.
type Names struct {
	// Build makes the reader of a configuration; nil: NewReader. Whoever opens many services alike may share one.
	Build  func(*config.Config) (*reading.Reader, error)
	reader *reading.Reader
}

// Check is a config.Check. It spells groups as the reading does: digests compare them to the letter.
func (n *Names) Check(c *config.Config, fault func(key, sentence string, args ...any)) {
	if c.Region != "" {
		regions, err := place.Regions()
		if err != nil {
			fault("region", "%v", err)
		} else if !place.IsRegion(c.Region, regions) {
			fault("region", "there is no region %q; write its whole name, such as Челябинская область, or leave it "+
				"empty for the whole country%s",
				c.Region, spelling.Hint(c.Region, regions))
		}
	}
	checkAssistantAddress(c, fault)
	build := n.Build
	if build == nil {
		build = NewReader
	}
	reader, err := build(c)
	if err != nil {
		brokenFiles(c, err, fault)
		return
	}
	// Kept: building it is most of the start, and the service needs the same one.
	n.reader = reader
	groups := append(reader.Groups(), reading.Other)
	for i, body := range c.Bodies {
		for k, group := range body.Groups {
			spelt, known := spelling.Known(group, groups)
			if body.Groups[k] = spelt; !known {
				fault(fmt.Sprintf("bodies[%d].groups[%d]", i, k), "there is no group of topics %q%s", group,
					meantGroup(group, reader.CurrentGroup(group), groups))
			}
		}
	}
}

// meantGroup asks whether a group was meant, by its former name or a like one; where none is like it, all are listed.
func meantGroup(name, current string, groups []string) string {
	if slices.Contains(groups, current) {
		return fmt.Sprintf("; did you mean %q?", current)
	}
	if hint := spelling.Hint(name, groups); hint != "" {
		return hint
	}
	return fmt.Sprintf("; there are %s, and a region's own stand in reading.topics or reading.model",
		strings.Join(groups, ", "))
}

// brokenFiles says what is wrong with the files of reading. Those that cannot be opened were said by config.
func brokenFiles(c *config.Config, err error, fault func(key, sentence string, args ...any)) {
	paths := map[reading.Option]string{reading.ModelFile: c.Reading.Model, reading.TopicsFile: c.Reading.Topics,
		reading.PlacesFile: c.Reading.Places}
	// Errors come joined and wrapped: each file's is told under its own key, so that its line can be shown.
	said := false
	var each func(error)
	each = func(err error) {
		var joined interface{ Unwrap() []error }
		var option *reading.OptionError
		switch {
		case errors.As(err, &joined):
			for _, one := range joined.Unwrap() {
				each(one)
			}
		case errors.As(err, &option):
			said = true
			if info, err := os.Stat(paths[option.Option]); err == nil && !info.IsDir() {
				fault("reading."+string(option.Option), "%v", option.Err)
			}
		}
	}
	each(err)
	if missing := slices.ContainsFunc([]string{c.Reading.Model, c.Reading.Topics, c.Reading.Places},
		func(path string) bool {
			info, err := os.Stat(path)
			return path != "" && (err != nil || info.IsDir())
		}); !said && !missing {
		fault("reading", "%v", err)
	}
}

// NewReader reads as a configuration says. It may be used by several services and goroutines.
func NewReader(c *config.Config) (*reading.Reader, error) {
	reader, err := reading.New(reading.Options{Region: c.Region, Topics: c.Reading.Topics, Places: c.Reading.Places,
		Model: c.Reading.Model, Home: homes(c), Public: privacy.New(privacy.Options{}).Without,
		Ordinary: privacy.Ordinary})
	if err != nil {
		return nil, fmt.Errorf("prepare the reading: %w", err)
	}
	return reader, nil
}

// checkNames says which names work as they are written and nobody knows: registers are not complete, so they are no
// faults.
func (s *Service) checkNames(context.Context) []collectors.Diagnostic {
	var all []collectors.Diagnostic
	warn := func(subject, sentence string, args ...any) {
		all = append(all, collectors.Diagnostic{Level: collectors.Warning, Subject: subject,
			Sentence: fmt.Sprintf(sentence, args...)})
	}
	if c := s.config; c.Region != "" && !place.HasPlaces(c.Region) && c.Reading.Places == "" {
		warn("region", "the built-in registers hold no places of %s; name its towns and villages in a file and set "+
			"reading.places", c.Region)
	}
	known := s.reader.Municipalities()
	for _, official := range s.config.Officials {
		if name := official.Municipality; name != "" && !s.inRegisters(name) {
			warn("municipality", "%q of %s is in no register and in no file of reading.places; it is used as it is "+
				"written%s", name, official.ID, spelling.Hint(name, known))
		}
	}
	return all
}

// inRegisters reports whether the registers or the office's own file know a municipality of this name.
func (s *Service) inRegisters(name string) bool {
	return samePlace(s.reader.Place(inbox.Message{Text: "в городе " + name}).Municipality, name) ||
		samePlace(s.reader.Place(inbox.Message{Text: name}).Municipality, name)
}
