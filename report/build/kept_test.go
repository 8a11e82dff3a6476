package build_test

import (
	"bytes"
	"reflect"
	"slices"
	"testing"

	"otklik/internal/inbox"
	"otklik/report/build"
	"otklik/report/page"
	"otklik/report/render"
	"otklik/report/reporttest"
)

// A digest that was kept is drawn as the one it was, for every reader and in every language and format.
func TestAKeptDigestIsTheSame(t *testing.T) {
	for _, audience := range []build.Audience{build.Governor, build.Press, build.Analyst} {
		for _, language := range []build.Language{build.Russian, build.English} {
			in := reporttest.Town(t)
			in.Audience, in.Language = audience, language
			d := build.New(in, reporttest.Morning(t))
			d.Usual, d.Edited = new(float64), append(d.Edited,
				build.Reference{Number: "7", Platform: "telegram", Media: []inbox.Media{{Type: inbox.MediaPhoto}}})
			data, err := build.Keep(d)
			if err != nil {
				t.Fatal(err)
			}
			again, err := build.Restore(data, reporttest.Moscow(t), reporttest.PlatformNames)
			if err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(page.New(d), page.New(again)) {
				t.Errorf("%s, %s: another page", audience, language)
			}
			for _, f := range []render.Format{render.Text, render.Markdown, render.HTML, render.JSON, render.CSV} {
				want, err := render.Render(d, f)
				if err != nil {
					t.Fatal(err)
				}
				if got, err := render.Render(again, f); err != nil || !bytes.Equal(got, want) {
					t.Errorf("%s, %s: another %s: %v", audience, language, f, err)
				}
			}
		}
	}
	if _, err := build.Restore([]byte("x"), reporttest.Moscow(t), reporttest.PlatformNames); err == nil {
		t.Error("what is no digest was read")
	}
}

// Keep knows every field that JSON leaves out.
func TestKeepKnowsEveryHiddenField(t *testing.T) {
	known := []string{"Digest.Platforms", "Digest.Officials", "Digest.Classifier", "Digest.Working", "Digest.IsMasked",
		"Digest.Mixed", "Digest.capped",
		"Complaint.Media", "Gap.Why", "Complaint.Why",
		"Reference.Media", "Reference.Platform"}
	seen := map[reflect.Type]bool{}
	var walk func(reflect.Type)
	walk = func(r reflect.Type) {
		switch r.Kind() {
		case reflect.Pointer, reflect.Slice, reflect.Map:
			walk(r.Elem())
		case reflect.Struct:
			if seen[r] || r.PkgPath() != reflect.TypeFor[build.Digest]().PkgPath() {
				return
			}
			seen[r] = true
			for i := range r.NumField() {
				f := r.Field(i)
				if name := r.Name() + "." + f.Name; (!f.IsExported() || f.Tag.Get("json") == "-") &&
					!slices.Contains(known, name) {
					t.Errorf("%s is lost in a kept digest", name)
				}
				walk(f.Type)
			}
		}
	}
	walk(reflect.TypeFor[build.Digest]())
}
