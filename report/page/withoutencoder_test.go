package page

import (
	"slices"
	"testing"

	"otklik/report/build"
)

// Whoever reads a digest of a program without its language model learns what it lacks, whoever the digest is for.
func TestEveryPageSaysThatTheLanguageModelIsAbsent(t *testing.T) {
	for _, audience := range []build.Audience{build.Governor, build.Press, build.Analyst} {
		for _, language := range []build.Language{build.Russian, build.English} {
			d := build.Digest{Audience: audience, Language: language, WithoutEncoder: true}
			said := textsOf(language).withoutEncoder
			if p := New(d); !slices.Contains(p.Notes, said) {
				t.Errorf("%s in %s: %q", audience, language, p.Notes)
			}
			d.WithoutEncoder = false
			if p := New(d); slices.Contains(p.Notes, said) {
				t.Errorf("%s in %s: %q though it has the model", audience, language, p.Notes)
			}
		}
	}
}
