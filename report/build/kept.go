package build

import (
	"bytes"
	"compress/flate"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"otklik/internal/inbox"
)

// kept is a digest with what its JSON form, which is a contract, leaves out.
type kept struct {
	Digest          Digest
	Officials       []Official
	Classifier      []KnownGroup `json:",omitempty"`
	Working, Masked bool
	Mixed           bool `json:",omitempty"`
	Capped          bool `json:",omitempty"`
	// In the order of the channels and of their gaps; absent in digests of earlier versions, whose gaps hold words.
	Gaps [][]Why `json:",omitempty"`
	// In the order of the lists.
	Complaints, Answered, Edited, Deleted, Closed []hidden
}

// hidden is what the JSON form of a message leaves out.
type hidden struct {
	Media    []inbox.Media
	Platform inbox.Platform
	Why      []inbox.Reason `json:",omitempty"`
}

// Keep writes a digest so that Restore gives the same one back: the same bytes in every format. The form is this
// package's own and may change; what it holds is masked as the digest is.
func Keep(d Digest) ([]byte, error) {
	k := kept{Digest: d, Officials: d.Officials, Classifier: d.Classifier,
		Working: d.Working, Masked: d.IsMasked, Mixed: d.Mixed, Capped: d.capped,
		Answered: hiddenOf(d.Answered), Edited: hiddenOf(d.Edited), Deleted: hiddenOf(d.Deleted),
		Closed: hiddenOf(d.Closed)}
	for _, c := range d.Channels {
		var gaps []Why
		for _, g := range c.Gaps {
			gaps = append(gaps, g.Why)
		}
		k.Gaps = append(k.Gaps, gaps)
	}
	for _, c := range d.Complaints {
		k.Complaints = append(k.Complaints, hidden{Media: c.Media, Why: c.Why})
	}
	var b bytes.Buffer
	packed, err := flate.NewWriter(&b, flate.DefaultCompression)
	if err == nil {
		err = errors.Join(json.NewEncoder(packed).Encode(k), packed.Close())
	}
	if err != nil {
		return nil, fmt.Errorf("keep the digest %s: %w", d.ID, err)
	}
	return b.Bytes(), nil
}

// maxKept bounds a kept digest after decompression, in bytes: a damaged one must not fill the memory.
const maxKept = 256 << 20

// Restore reads what Keep wrote. zone is the office's; platforms as in Input.
func Restore(data []byte, zone *time.Location, platforms PlatformNames) (Digest, error) {
	text, err := io.ReadAll(io.LimitReader(flate.NewReader(bytes.NewReader(data)), maxKept))
	var k kept
	if err == nil {
		err = json.Unmarshal(text, &k)
	}
	if err != nil {
		return Digest{}, fmt.Errorf("read a kept digest: %w", err)
	}
	d := k.Digest
	d.Platforms = platforms
	d.Classifier = k.Classifier
	d.Officials, d.Working, d.IsMasked, d.capped = k.Officials, k.Working, k.Masked, k.Capped
	d.Mixed = k.Mixed
	d.At, d.Period = d.At.In(zone), Period{d.Period.From.In(zone), d.Period.To.In(zone)}
	for i := range min(len(d.Complaints), len(k.Complaints)) {
		d.Complaints[i].Media, d.Complaints[i].Why = k.Complaints[i].Media, k.Complaints[i].Why
	}
	for i := range min(len(d.Channels), len(k.Gaps)) {
		gaps := d.Channels[i].Gaps
		for n := range min(len(gaps), len(k.Gaps[i])) {
			gaps[n].Why = k.Gaps[i][n]
		}
	}
	setHidden(d.Answered, k.Answered)
	setHidden(d.Edited, k.Edited)
	setHidden(d.Deleted, k.Deleted)
	setHidden(d.Closed, k.Closed)
	return d, nil
}

func hiddenOf(list []Reference) (all []hidden) {
	for _, r := range list {
		all = append(all, hidden{Media: r.Media, Platform: r.Platform})
	}
	return all
}

func setHidden(list []Reference, all []hidden) {
	for i := range min(len(list), len(all)) {
		list[i].Media, list[i].Platform = all[i].Media, all[i].Platform
	}
}
