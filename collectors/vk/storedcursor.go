package vk

import "encoding/json"

// A cursor is stored in flags, as the first versions knew them: a cursor of any version opens in any other. Here, and
// nowhere else, flags become the states that the program works with, and states become flags.

// storedPost is a post in a stored cursor.
type storedPost struct {
	ID       int64 `json:"i"`
	Date     int64 `json:"d"`
	Listed   int   `json:"l"`
	Count    int   `json:"c"`
	Read     int64 `json:"r,omitempty"`
	Found    int   `json:"n,omitempty"`
	Old      bool  `json:"z,omitempty"`
	Guest    bool  `json:"g,omitempty"`
	Missing  bool  `json:"x,omitempty"` // the wall does not list it
	Standing bool  `json:"k,omitempty"` // it stands nevertheless
	Code     int   `json:"e,omitempty"`
	// DeniedSince is set of every hidden post.
	DeniedSince int64 `json:"y,omitempty"`
	Hidden      bool  `json:"h,omitempty"`
	Gap         int   `json:"q,omitempty"`
	// The next two are set of every doubted post, and of no other.
	DoubtedSince  int64 `json:"u,omitempty"`
	DoubtedLast   int64 `json:"w,omitempty"`
	Total         int   `json:"t,omitempty"`
	Kept          int   `json:"s,omitempty"`
	MismatchSince int64 `json:"o,omitempty"`
	Retried       bool  `json:"a,omitempty"`
}

// MarshalJSON implements json.Marshaler.
func (p postState) MarshalJSON() ([]byte, error) {
	return json.Marshal(storedPost{ID: p.ID, Date: p.Date, Listed: p.Listed, Count: p.Count, Read: p.Read,
		Found: p.Found, Old: p.Place == placeOld, Guest: p.Guest, Missing: !p.Place.listing(),
		Standing: p.Place == placeUnlisted, Code: p.Code, DeniedSince: p.DeniedSince,
		Hidden: p.Status == commentsHidden, Gap: p.Gap, DoubtedSince: p.DoubtedSince, DoubtedLast: p.DoubtedLast,
		Total: p.Total, Kept: p.Kept, MismatchSince: p.Mismatch.Since, Retried: p.Mismatch.Retried})
}

// UnmarshalJSON implements json.Unmarshaler.
func (p *postState) UnmarshalJSON(data []byte) error {
	var s storedPost
	if err := json.Unmarshal(data, &s); err != nil {
		return err
	}
	*p = postState{ID: s.ID, Date: s.Date, Place: s.place(), Guest: s.Guest, Listed: s.Listed, Count: s.Count,
		Read: s.Read, Found: s.Found, Status: s.status(), Code: s.Code, DoubtedSince: s.DoubtedSince,
		DoubtedLast: s.DoubtedLast, DeniedSince: s.DeniedSince, Gap: s.Gap, Total: s.Total, Kept: s.Kept,
		Mismatch: mismatch{Since: s.MismatchSince, Retried: s.Retried}}
	return nil
}

func (s *storedPost) place() place {
	switch {
	case s.Missing && s.Standing:
		return placeUnlisted
	case s.Missing:
		return placeMissing
	case s.Old:
		return placeOld
	}
	return placeListed
}

func (s *storedPost) status() status {
	switch {
	case s.Hidden:
		return commentsHidden
	case s.DoubtedSince != 0:
		return commentsDoubted
	case s.Code != 0:
		return commentsRefused
	}
	return commentsShown
}

// storedJob is a reading in a stored cursor.
type storedJob struct {
	Post      int64       `json:"post"`
	Top       level       `json:"top"`
	TopDone   bool        `json:"done,omitempty"`
	Settled   bool        `json:"settled,omitempty"` // with TopDone alone
	Threads   []threadJob `json:"threads,omitempty"`
	Unseen    numbers     `json:"unseen,omitempty"`
	Found     int         `json:"found,omitempty"`
	Unsure    bool        `json:"unsure,omitempty"`
	Gap       int         `json:"gap,omitempty"`
	Hidden    bool        `json:"hidden,omitempty"` // with Unsure alone, as Doubt is
	Doubt     bool        `json:"doubt,omitempty"`
	Total     int         `json:"total,omitempty"`
	Stubs     int         `json:"stubs,omitempty"`
	Undecoded int         `json:"undecoded,omitempty"`
	Listed    int         `json:"listed,omitempty"`
	Since     int64       `json:"since,omitempty"`
}

// MarshalJSON implements json.Marshaler.
func (j job) MarshalJSON() ([]byte, error) {
	return json.Marshal(storedJob{Post: j.Post, Top: j.Top, TopDone: j.Stage != stageTop,
		Settled: j.Stage == stageMissing, Threads: j.Threads, Unseen: j.Unseen, Found: j.Found,
		Unsure: j.Sight != sightWhole, Gap: j.Gap, Hidden: j.Sight == sightHidden, Doubt: j.Sight == sightNone,
		Total: j.Total, Stubs: j.Stubs, Undecoded: j.Undecoded, Listed: j.Listed, Since: j.Since})
}

// UnmarshalJSON implements json.Unmarshaler.
func (j *job) UnmarshalJSON(data []byte) error {
	var s storedJob
	if err := json.Unmarshal(data, &s); err != nil {
		return err
	}
	*j = job{Post: s.Post, Top: s.Top, Stage: s.stage(), Threads: s.Threads, Unseen: s.Unseen, Found: s.Found,
		Sight: s.sight(), Gap: s.Gap, Total: s.Total, Stubs: s.Stubs, Undecoded: s.Undecoded, Listed: s.Listed,
		Since: s.Since}
	return nil
}

func (s *storedJob) stage() stage {
	switch {
	case s.Settled:
		return stageMissing
	case s.TopDone:
		return stageThreads
	}
	return stageTop
}

func (s *storedJob) sight() sight {
	switch {
	case s.Doubt:
		return sightNone
	case s.Hidden:
		return sightHidden
	case s.Unsure:
		return sightPart
	}
	return sightWhole
}
