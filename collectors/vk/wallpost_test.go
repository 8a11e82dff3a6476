package vk

import (
	"encoding/json"
	"testing"
	"time"
)

// What earlier versions stored of a post opens as it was and is stored in the same bytes, so that a pull goes on where
// another version left it and nothing is read again for an update.
func TestStoredPostsStayAsTheyWere(t *testing.T) {
	for name, c := range map[string]struct {
		stored string
		want   postState
	}{
		"read":      {`{"i":5,"d":9,"l":3,"c":3,"r":7,"n":3}`, postState{Read: 7, Found: 3}},
		"old":       {`{"i":5,"d":9,"l":3,"c":3,"z":true}`, postState{Place: placeOld}},
		"a guest's": {`{"i":5,"d":9,"l":3,"c":3,"g":true}`, postState{Guest: true}},
		"missing":   {`{"i":5,"d":9,"l":3,"c":3,"x":true}`, postState{Place: placeMissing}},
		"unlisted":  {`{"i":5,"d":9,"l":3,"c":3,"x":true,"k":true}`, postState{Place: placeUnlisted}},
		"refused":   {`{"i":5,"d":9,"l":3,"c":3,"e":212}`, postState{Status: commentsRefused, Code: 212}},
		"denied":    {`{"i":5,"d":9,"l":3,"c":3,"y":8}`, postState{DeniedSince: 8}},
		"once closed": {`{"i":5,"d":9,"l":3,"c":3,"e":15,"y":8}`, postState{Status: commentsRefused, Code: 15,
			DeniedSince: 8}},
		"hidden": {`{"i":5,"d":9,"l":3,"c":3,"y":8,"h":true,"q":2}`,
			postState{Status: commentsHidden, DeniedSince: 8, Gap: 2}},
		"hidden, and a thread refused": {`{"i":5,"d":9,"l":3,"c":3,"e":212,"y":8,"h":true}`,
			postState{Status: commentsHidden, Code: 212, DeniedSince: 8}},
		"doubted": {`{"i":5,"d":9,"l":3,"c":3,"u":8,"w":9}`,
			postState{Status: commentsDoubted, DoubtedSince: 8, DoubtedLast: 9}},
		"doubted and denied": {`{"i":5,"d":9,"l":3,"c":3,"y":9,"u":7,"w":8}`,
			postState{Status: commentsDoubted, DoubtedSince: 7, DoubtedLast: 8, DeniedSince: 9}},
		"fewer": {`{"i":5,"d":9,"l":3,"c":3,"t":3,"s":2,"o":8}`,
			postState{Total: 3, Kept: 2, Mismatch: mismatch{Since: 8}}},
		"still fewer": {`{"i":5,"d":9,"l":3,"c":3,"t":3,"s":2,"o":8,"a":true}`,
			postState{Total: 3, Kept: 2, Mismatch: mismatch{Since: 8, Retried: true}}},
	} {
		var p postState
		if err := json.Unmarshal([]byte(c.stored), &p); err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		c.want.ID, c.want.Date, c.want.Listed, c.want.Count = 5, 9, 3, 3
		if p != c.want {
			t.Errorf("%s opens as %+v", name, p)
		}
		if again, err := json.Marshal(p); err != nil || string(again) != c.stored {
			t.Errorf("%s is stored as %s, %v", name, again, err)
		}
	}
	for _, stored := range []string{
		`{"post":5,"top":{},"unsure":true,"doubt":true}`, `{"post":5,"top":{},"unsure":true,"gap":2,"hidden":true}`,
		`{"post":5,"top":{"o":3,"n":1},"done":true,"settled":true,"listed":4,"since":7}`,
	} {
		var j job
		if err := json.Unmarshal([]byte(stored), &j); err != nil {
			t.Fatal(err)
		}
		if again, err := json.Marshal(&j); err != nil || string(again) != stored {
			t.Errorf("%s is stored as %s, %v", stored, again, err)
		}
	}
}

func TestStatusOfAPost(t *testing.T) {
	at := func(minutes int) time.Time {
		return time.Unix(1_700_000_000, 0).Add(time.Duration(minutes) * time.Minute)
	}
	p := postState{Listed: 5}
	p.deny(at(0))
	p.deny(at(30))
	if p.Status != commentsShown || p.DeniedSince != at(0).Unix() || p.bearable(at(59)) || !p.bearable(at(60)) {
		t.Errorf("denied: %+v", p)
	}
	p.finish(&job{Sight: sightHidden, Gap: 2}, 0, at(60))
	if p.Status != commentsHidden || !p.unseen() || p.Gap != 2 || !p.bearable(at(90)) {
		t.Errorf("hidden: %+v", p)
	}
	p.finish(&job{Sight: sightNone}, 0, at(100))
	if read, _ := p.wants(at(100)); p.Status != commentsDoubted || read || p.believable(at(159)) ||
		!p.believable(at(160)) {
		t.Errorf("doubted: %+v", p)
	}
	p.deny(at(161))
	if read, _ := p.wants(at(161)); !read || !p.unseen() || !p.believable(at(161)) {
		t.Errorf("doubted and denied: %+v", p)
	}
	p.finish(&job{}, codeNoReplies, at(170))
	if read, _ := p.wants(at(240)); p.Status != commentsRefused || p.Code != codeNoReplies || !p.unseen() || !read {
		t.Errorf("refused: %+v", p)
	}
	p.finish(&job{Listed: 5, Found: 5}, 0, at(250))
	if p.Status != commentsShown || p.Code != 0 || p.DoubtedSince != 0 || p.DeniedSince != 0 || p.unseen() {
		t.Errorf("shown: %+v", p)
	}
	for _, step := range []struct {
		kept  int
		since int64
	}{{4, at(251).Unix()}, {4, at(251).Unix()}, {5, 0}} {
		p.compare(5, step.kept, at(251))
		if p.Mismatch.Since != step.since {
			t.Errorf("%d of 5: %+v", step.kept, p.Mismatch)
		}
	}
}
