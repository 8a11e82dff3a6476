package app

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/base32"
	"encoding/binary"
	"encoding/json"
	"fmt"
	"io"
	"math"
	"slices"
	"strings"

	"otklik/internal/care/audit"
	"otklik/internal/inbox"
	"otklik/internal/reading"
	"otklik/internal/text"
	"otklik/report/build"
	"otklik/report/clean"
	"otklik/report/page"
	"otklik/report/render"
	"otklik/report/render/csv"
	"otklik/report/render/xlsx"
	"otklik/store/bolt"
)

// The strata that a sample is drawn from: what was read as needing no answer and what as needing one, each apart where
// the reading is unsure. Their order is part of the codes in samples.
const (
	noneSure = iota
	noneUnsure
	listedUnsure
	listedSure
	strataOfSample
)

// shares of a sample are drawn from the strata: what is missed is rare and hard to find, and what is unsure teaches
// most.
var sampleShares = [strataOfSample]float64{noneSure: 0.35, noneUnsure: 0.3, listedUnsure: 0.2, listedSure: 0.15}

// unsureWithin is how far from the threshold a score is unsure.
const unsureWithin = 0.35

// fewestOfStratum is how many are drawn from a stratum that has as many, so that each says something.
const fewestOfStratum = 2

// stratumOf is the stratum of a message.
func stratumOf(v *inbox.MessageStatus) int {
	unsure := math.Abs(v.Score-reading.Threshold) < unsureWithin
	listed := v.NeedsAnswer || v.State() != inbox.None
	switch {
	case listed && unsure:
		return listedUnsure
	case listed:
		return listedSure
	case unsure:
		return noneUnsure
	}
	return noneSure
}

// Drawn is a sample that was drawn.
type Drawn struct {
	Messages int // drawn
	From     int // different texts of citizens that nobody has decided about
	None     int // of those, read as needing no answer
}

// DrawSample gives out n messages of citizens for people to judge, in a format: JSONLines, render.CSV or render.XLSX.
// What the program makes of them is not among it. Every text is drawn once, and none that somebody has decided about.
// The same store, n and seed give the same sample.
func (s *Service) DrawSample(ctx context.Context, n int, seed uint64, f render.Format, to Output) (Drawn, error) {
	if err := s.EvaluateAll(ctx); err != nil {
		return Drawn{}, err
	}
	strata, err := s.strata(ctx, seed)
	if err != nil {
		return Drawn{}, err
	}
	var d Drawn
	sizes := [strataOfSample]int{}
	for k, list := range strata {
		sizes[k] = len(list)
		d.From += len(list)
	}
	d.None = sizes[noneSure] + sizes[noneUnsure]
	var drawn []candidate
	for k, many := range allot(n, sizes) {
		for _, c := range strata[k][:many] {
			c.code = sampleCode(c.ref.Number(), k, sizes[k])
			drawn = append(drawn, c)
		}
	}
	if d.Messages = len(drawn); d.Messages == 0 {
		return d, usagef("there is nothing to judge: no text of a citizen is stored that nobody has decided about")
	}
	slices.SortFunc(drawn, byOrder) // mixed: the order tells nothing
	sample, err := s.sample(ctx, drawn)
	if err != nil {
		return d, err
	}
	entry := audit.Entry{Action: audit.Sample, Count: d.Messages, Format: string(f), Path: to.Path}
	return d, s.shown(ctx, entry, func() error {
		return to.Write(func(w io.Writer) error { return writeSample(w, sample, f) })
	})
}

// candidate is a message that may be drawn; order is where it stands in a row that its number and the seed shuffle.
type candidate struct {
	ref     inbox.Ref
	stratum int
	order   [8]byte
	code    string
}

func byOrder(a, b candidate) int {
	return cmp.Or(bytes.Compare(a.order[:], b.order[:]),
		cmp.Compare(a.ref.LongNumber(), b.ref.LongNumber()))
}

// strata are all messages that may be drawn, each stratum in its shuffled order.
func (s *Service) strata(ctx context.Context, seed uint64) (strata [strataOfSample][]candidate, err error) {
	decided := map[inbox.Ref]bool{}
	if err := s.store.Corrections(ctx, func(r inbox.Record, _ inbox.Correction) error {
		decided[r.Message.Ref()] = true
		return nil
	}); err != nil {
		return strata, err
	}
	ours := s.Channels()
	first := map[[16]byte]candidate{} // by the text: of those who sent it the first in the shuffled order
	err = s.store.Each(ctx, func(r inbox.Record) error {
		m := r.Message
		said := strings.TrimSpace(m.Text)
		if m.Post || m.Author.Official || !m.Deleted.IsZero() || r.Status == nil || said == "" || decided[m.Ref()] ||
			!slices.Contains(ours, m.Channel) {
			return nil
		}
		// Texts are read again when they are drawn: tens of thousands would stand in memory.
		c := candidate{ref: m.Ref(), stratum: stratumOf(r.Status)}
		sum := sha256.Sum256(fmt.Appendf(nil, "%d %s", seed, c.ref.LongNumber()))
		c.order = [8]byte(sum[:8])
		key := sha256.Sum256([]byte(text.FoldName(said)))
		if other, ok := first[[16]byte(key[:16])]; !ok || byOrder(c, other) < 0 {
			first[[16]byte(key[:16])] = c
		}
		return nil
	})
	for _, c := range first {
		strata[c.stratum] = append(strata[c.stratum], c)
	}
	for k := range strata {
		slices.SortFunc(strata[k], byOrder)
	}
	return strata, err
}

// allot says how many of n are drawn from each stratum; what one lacks the others give.
func allot(n int, sizes [strataOfSample]int) (many [strataOfSample]int) {
	left := n
	take := func(k, want int) {
		more := max(0, min(want, sizes[k]-many[k], left))
		many[k] += more
		left -= more
	}
	for k := range many {
		take(k, fewestOfStratum)
	}
	for k, share := range sampleShares {
		take(k, int(math.Round(share*float64(n)))-many[k])
	}
	for before := -1; left > 0 && left != before; {
		before = left
		for k := range many {
			take(k, 1)
		}
	}
	return many
}

// sample has the words of what was drawn, masked as digests are.
func (s *Service) sample(ctx context.Context, drawn []candidate) (page.Sample, error) {
	sample := page.Sample{Language: build.Language(s.config.Language), Groups: s.groups()}
	masker := s.masker()
	err := s.store.Do(ctx, func(st *bolt.Store) error {
		var records []inbox.Record
		for _, c := range drawn {
			r, err := st.Message(ctx, c.ref)
			if err != nil {
				return err
			}
			records = append(records, r)
		}
		if err := joinAlbums(ctx, st, records); err != nil {
			return err
		}
		over, err := above(ctx, st, records)
		for n, r := range records {
			ref := r.Message.Ref()
			sample.Rows = append(sample.Rows, page.SampleRow{Number: ref.Number(), Channel: string(ref.Channel),
				Above: clean.Quoted(clean.Mask(masker, over[ref])), Text: clean.Mask(masker, r.Message.Text),
				Code: drawn[n].code})
		}
		return err
	})
	return sample, err
}

// codes are written in letters and digits.
var codes = base32.StdEncoding.WithPadding(base32.NoPadding)

// sampleCode says of which stratum and size a message was drawn. It is hidden by the number of the message, so that it
// tells a reader nothing and belongs to no other row.
func sampleCode(number string, of, size int) string {
	plain := make([]byte, codeSize)
	plain[0] = byte(of)
	binary.BigEndian.PutUint32(plain[1:], uint32(size))
	hidden := sha256.Sum256([]byte("sample " + number))
	check := sha256.Sum256(append(hidden[:], plain[:5]...))
	copy(plain[5:], check[:])
	for n := range plain {
		plain[n] ^= hidden[n]
	}
	return codes.EncodeToString(plain)
}

// codeSize is that of a code: the stratum, its size, and five bytes that tell a damaged one.
const codeSize = 10

// readCode reads the code of a message's row; ok is false for one that is damaged or another message's.
func readCode(number, code string) (of, size int, ok bool) {
	plain, err := codes.DecodeString(strings.ToUpper(strings.TrimSpace(code)))
	if err != nil || len(plain) != codeSize {
		return 0, 0, false
	}
	hidden := sha256.Sum256([]byte("sample " + number))
	for n := range plain {
		plain[n] ^= hidden[n]
	}
	of, size = int(plain[0]), int(binary.BigEndian.Uint32(plain[1:]))
	return of, size, of < strataOfSample && size > 0 &&
		sampleCode(number, of, size) == strings.ToUpper(strings.TrimSpace(code))
}

// sampledLine is a message of a sample as JSON.
type sampledLine struct {
	Number  string `json:"number"`
	Channel string `json:"channel"`
	Above   string `json:"above,omitempty"`
	Text    string `json:"text"`
	Needs   any    `json:"needs_answer"`
	Group   string `json:"group"`
	By      string `json:"by"`
	Code    string `json:"code"`
}

func writeSample(w io.Writer, sample page.Sample, f render.Format) error {
	switch f {
	case render.XLSX:
		return xlsx.WriteSample(w, sample)
	case render.CSV:
		return csv.WriteSample(w, sample)
	}
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	for _, r := range sample.Rows {
		if err := encoder.Encode(sampledLine{Number: r.Number, Channel: r.Channel, Above: r.Above, Text: r.Text,
			Code: r.Code}); err != nil {
			return fmt.Errorf("write the sample: %w", err)
		}
	}
	return nil
}
