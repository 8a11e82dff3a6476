package topic

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"maps"
	"math"
	"slices"

	"otklik/internal/reading/linear"
)

// Model is what Train learnt: the groups, and for each group its topics. It never changes.
type Model struct {
	groups    *linear.Model
	topics    map[string]topics
	sharpness float64 // makes probabilities of margins
	// seeing chooses among the groups by what a text means, too; nil: it was not learnt, or was no better.
	seeing *seeing
}

// topics are the topics of a group: a model, or the only one there is.
type topics struct {
	model *linear.Model
	only  string
}

// Groups are the names of the groups that the model knows.
func (m *Model) Groups() []string { return m.groups.Labels() }

// Examples is the number of rows that it was learnt from.
func (m *Model) Examples() int { return m.groups.Examples() }

func (m *Model) labels() []string { return m.groups.Labels() }

// modelReader is the memory of one reading with a Model.
type modelReader struct {
	model  *Model
	groups *linear.Features
	topics *linear.Features
	scores []float32
}

func (r *modelReader) use(m *Model) {
	if r.model != m {
		r.model, r.groups, r.topics = m, m.groups.NewFeatures(), linear.NewFeatures(topicSpec())
	}
}

// topic is the model's topic of a text within a group; "" where it knows none.
func (m *Model) topic(r *modelReader, e *extractor, group, text string) string {
	t, ok := m.topics[group]
	if !ok {
		return ""
	}
	if t.model == nil {
		return t.only
	}
	e.fill(r.topics, text)
	best, _ := linear.Best(t.model.Scores(r.topics, nil))
	return t.model.Labels()[best]
}

// A model file: magic word, version (2 bytes), length (4) and CRC-32 (4) of the body, all little-endian; the body is
// the sharpness, the groups' linear model, the number of groups with topics, and for each its name, the only topic or
// "", and the linear model or nothing, each with its length. Version 2 ends with what chooses by meaning, too: the
// encoder's fingerprint, the sharpness, the linear model; a model without it is written in version 1, as ever. No text
// but the names of groups and topics stands in it.
const (
	magic   = "OTKLIKTM"
	version = 2
	blind   = 1 // the version without a model that chooses by meaning
	maxFile = 1 << 29
)

var (
	// ErrNotModel says that the file is something else.
	ErrNotModel = errors.New("this is not a file that `otklik train` wrote")
	// ErrBroken says that the file was cut or changed.
	ErrBroken = errors.New("the model file is damaged: copy it again or train again")
	// ErrNewer says that a later version of the program wrote the file.
	ErrNewer = errors.New("the model file was written by a newer version of this program: update the program or " +
		"train again")
)

// Write writes the model file. The same model gives the same bytes.
func (m *Model) Write(w io.Writer) error {
	body := binary.LittleEndian.AppendUint64(nil, math.Float64bits(m.sharpness))
	var err error
	if body, err = appendModel(body, m.groups); err != nil {
		return err
	}
	body = binary.AppendUvarint(body, uint64(len(m.topics)))
	for _, group := range slices.Sorted(maps.Keys(m.topics)) {
		t := m.topics[group]
		body = appendBytes(body, []byte(group))
		body = appendBytes(body, []byte(t.only))
		if body, err = appendModel(body, t.model); err != nil {
			return err
		}
	}
	written := uint16(blind)
	if m.seeing != nil {
		written = version
		if body, err = m.seeing.appendTo(body); err != nil {
			return err
		}
	}
	head := []byte(magic)
	head = binary.LittleEndian.AppendUint16(head, written)
	head = binary.LittleEndian.AppendUint32(head, uint32(len(body)))
	head = binary.LittleEndian.AppendUint32(head, crc32.ChecksumIEEE(body))
	if _, err := w.Write(append(head, body...)); err != nil {
		return fmt.Errorf("write the model: %w", err)
	}
	return nil
}

func appendBytes(b, part []byte) []byte {
	return append(binary.AppendUvarint(b, uint64(len(part))), part...)
}

func appendModel(b []byte, m *linear.Model) ([]byte, error) {
	if m == nil {
		return binary.AppendUvarint(b, 0), nil
	}
	var part bytes.Buffer
	if err := m.Write(&part); err != nil {
		return nil, err
	}
	return appendBytes(b, part.Bytes()), nil
}

// Parse reads what Write wrote. ErrNotModel, ErrBroken and ErrNewer are permanent.
func Parse(data []byte) (*Model, error) {
	const head = len(magic) + 10
	if len(data) < head || string(data[:len(magic)]) != magic {
		return nil, ErrNotModel
	}
	written := binary.LittleEndian.Uint16(data[len(magic):])
	if written > version {
		return nil, ErrNewer
	}
	body := data[head:]
	if len(data) > maxFile || len(body) != int(binary.LittleEndian.Uint32(data[len(magic)+2:])) ||
		crc32.ChecksumIEEE(body) != binary.LittleEndian.Uint32(data[len(magic)+6:]) || len(body) < 8 {
		return nil, ErrBroken
	}
	m := &Model{topics: map[string]topics{}, sharpness: math.Float64frombits(binary.LittleEndian.Uint64(body))}
	if !sound(m.sharpness) {
		return nil, ErrBroken
	}
	r := &parts{body: body[8:]}
	m.groups = r.model()
	for range r.number() {
		group, only := string(r.next()), string(r.next())
		m.topics[group] = topics{only: only, model: r.model()}
		if t := m.topics[group].model; r.failed || t != nil && t.Spec() != topicSpec() {
			return nil, ErrBroken
		}
	}
	if r.failed || m.groups == nil {
		return nil, ErrBroken
	}
	if written > blind {
		m.seeing = r.seeing()
		if r.failed || !m.seeing.fits(m.groups) {
			return nil, ErrBroken
		}
	}
	if len(r.body) > 0 {
		return nil, ErrBroken
	}
	return m, nil
}

// sound reports whether a sharpness of a file can be meant.
func sound(sharpness float64) bool { return sharpness > 0 && sharpness <= 100 }

// parts cuts a body; after a failure it gives nothing.
type parts struct {
	body   []byte
	failed bool
}

func (p *parts) number() uint64 {
	n, size := binary.Uvarint(p.body)
	if size <= 0 || n > uint64(len(p.body)) {
		p.failed, p.body = true, nil
		return 0
	}
	p.body = p.body[size:]
	return n
}

func (p *parts) next() []byte {
	n := p.number()
	if p.failed || n > uint64(len(p.body)) {
		p.failed, p.body = true, nil
		return nil
	}
	part := p.body[:n]
	p.body = p.body[n:]
	return part
}

func (p *parts) model() *linear.Model {
	part := p.next()
	if len(part) == 0 {
		return nil
	}
	m, err := linear.Read(bytes.NewReader(part))
	if err != nil {
		p.failed = true
	}
	return m
}
