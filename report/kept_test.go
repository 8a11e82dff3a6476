package report

import (
	"bytes"
	"reflect"
	"slices"
	"testing"

	"otklik/internal/inbox"
)

// A digest that was kept is drawn as the one it was, for every reader and in every language and format.
func TestAKeptDigestIsTheSame(t *testing.T) {
	for _, audience := range []Audience{Governor, Press, Analyst} {
		for _, language := range []Language{Russian, English} {
			in := town(t)
			in.Audience, in.Language = audience, language
			d := Build(in, morning(t))
			d.Usual, d.Edited = new(float64), append(d.Edited, Reference{Number: "7", platform: inbox.Telegram, media: []inbox.Media{{Type: inbox.MediaPhoto}}})
			data, err := Keep(d)
			if err != nil {
				t.Fatal(err)
			}
			again, err := Restore(data, moscow(t), platformNames)
			if err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(NewPage(d), NewPage(again)) {
				t.Errorf("%s, %s: another page", audience, language)
			}
			for _, f := range []Format{Text, Markdown, HTML, JSON, CSV} {
				want, err := Render(d, f)
				if err != nil {
					t.Fatal(err)
				}
				if got, err := Render(again, f); err != nil || !bytes.Equal(got, want) {
					t.Errorf("%s, %s: another %s: %v", audience, language, f, err)
				}
			}
		}
	}
	if _, err := Restore([]byte("x"), moscow(t), platformNames); err == nil {
		t.Error("what is no digest was read")
	}
}

// Keep knows every field that JSON leaves out.
func TestKeepKnowsEveryHiddenField(t *testing.T) {
	known := []string{"Digest.Platforms", "Digest.officials", "Digest.working", "Digest.masked", "Digest.capped", "Complaint.media",
		"Reference.media", "Reference.platform"}
	seen := map[reflect.Type]bool{}
	var walk func(reflect.Type)
	walk = func(r reflect.Type) {
		switch r.Kind() {
		case reflect.Pointer, reflect.Slice, reflect.Map:
			walk(r.Elem())
		case reflect.Struct:
			if seen[r] || r.PkgPath() != reflect.TypeFor[Digest]().PkgPath() {
				return
			}
			seen[r] = true
			for i := range r.NumField() {
				f := r.Field(i)
				if name := r.Name() + "." + f.Name; (!f.IsExported() || f.Tag.Get("json") == "-") && !slices.Contains(known, name) {
					t.Errorf("%s is lost in a kept digest", name)
				}
				walk(f.Type)
			}
		}
	}
	walk(reflect.TypeFor[Digest]())
}
