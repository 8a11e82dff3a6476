package linear

import (
	"bufio"
	"bytes"
	"compress/flate"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"math"
)

// A model file, all numbers little-endian: the magic word, the version (2 bytes), the length of the body as it stands
// in the file (4 bytes), its CRC-32 (4 bytes), the body, compressed by DEFLATE. The body: Spec, loss, number of
// examples, labels, then for every row the distance from the bucket before and the number of examples (varints), then
// the codes of the weights column after column, then scale and bias of every column. Labels are the only words in it.
const (
	magic   = "OTKLIKLM"
	version = 1
)

// maxBody bounds what a file may make the program allocate.
const maxBody = 1 << 28

// A model unpacks to a few times its size; a small one may to more.
const (
	maxRatio = 50
	maxSmall = 1 << 20
)

var (
	// ErrNotModel says that the file is something else.
	ErrNotModel = errors.New("this is not a model file of this program")
	// ErrBroken says that the file was cut or changed.
	ErrBroken = errors.New("the model file is damaged: make it again or copy it again")
	// ErrNewer says that a later version of the program wrote the file.
	ErrNewer = errors.New("the model file was written by a newer version of this program: update the program or " +
		"train the model again")
)

// Write writes the model. Read gives back a model with the same scores.
func (m *Model) Write(w io.Writer) error {
	var body bytes.Buffer
	z, err := flate.NewWriter(&body, flate.BestCompression)
	if err != nil {
		return fmt.Errorf("compress the model: %w", err)
	}
	if _, err := z.Write(m.encode()); err != nil {
		return fmt.Errorf("compress the model: %w", err)
	}
	if err := z.Close(); err != nil {
		return fmt.Errorf("compress the model: %w", err)
	}
	head := []byte(magic)
	head = binary.LittleEndian.AppendUint16(head, version)
	head = binary.LittleEndian.AppendUint32(head, uint32(body.Len()))
	head = binary.LittleEndian.AppendUint32(head, crc32.ChecksumIEEE(body.Bytes()))
	if _, err := w.Write(append(head, body.Bytes()...)); err != nil {
		return fmt.Errorf("write the model: %w", err)
	}
	return nil
}

// Read reads a model that Write wrote, and nothing behind it. It fails with ErrNotModel, ErrBroken or ErrNewer, all
// permanent, or with the reader's error.
func Read(r io.Reader) (*Model, error) {
	head := make([]byte, len(magic)+10)
	if _, err := io.ReadFull(r, head); err != nil {
		if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) {
			return nil, ErrNotModel
		}
		return nil, fmt.Errorf("read the model: %w", err)
	}
	if string(head[:len(magic)]) != magic {
		return nil, ErrNotModel
	}
	head = head[len(magic):]
	if binary.LittleEndian.Uint16(head) > version {
		return nil, ErrNewer
	}
	size := binary.LittleEndian.Uint32(head[2:])
	if size > maxBody {
		return nil, ErrBroken
	}
	packed, err := io.ReadAll(io.LimitReader(r, int64(size)))
	if err != nil {
		return nil, fmt.Errorf("read the model: %w", err)
	}
	if len(packed) != int(size) || crc32.ChecksumIEEE(packed) != binary.LittleEndian.Uint32(head[6:]) {
		return nil, ErrBroken
	}
	most := min(maxBody, maxSmall+maxRatio*int64(len(packed)))
	body, err := io.ReadAll(io.LimitReader(flate.NewReader(bytes.NewReader(packed)), most+1))
	if err != nil || int64(len(body)) > most {
		return nil, ErrBroken
	}
	return decode(body)
}

func (m *Model) encode() []byte {
	var b []byte
	for _, v := range []int{
		m.spec.Bits, m.spec.WordMax, m.spec.CharMin, m.spec.CharMax, bit(m.spec.Stem), bit(m.spec.Marks),
		m.spec.MinDocs,
		int(m.loss), m.docs, len(m.labels), m.columns, len(m.df),
	} {
		b = binary.AppendUvarint(b, uint64(v))
	}
	b = appendFloat(b, m.spec.WordWeight, m.spec.CharWeight)
	for _, l := range m.labels {
		b = binary.AppendUvarint(b, uint64(len(l)))
		b = append(b, l...)
	}
	before := uint32(0)
	for i, bucket := range m.buckets {
		b = binary.AppendUvarint(b, uint64(bucket-before))
		b = binary.AppendUvarint(b, uint64(m.df[i]))
		before = bucket
	}
	for c := range m.columns {
		for r := range m.df {
			b = append(b, m.weights[r*m.columns+c])
		}
	}
	b = appendFloat(b, m.scale...)
	return appendFloat(b, m.bias...)
}

func bit(on bool) int {
	if on {
		return 1
	}
	return 0
}

func appendFloat(b []byte, values ...float32) []byte {
	for _, v := range values {
		b = binary.LittleEndian.AppendUint32(b, math.Float32bits(v))
	}
	return b
}

// decode checks everything it reads: a file with a right checksum may still have been made to harm.
func decode(body []byte) (*Model, error) {
	r := &modelReader{Reader: bufio.NewReader(bytes.NewReader(body))}
	m := &Model{}
	labels, rows := r.head(m)
	fit := m.columns == labels || labels == 2 && m.columns == 1
	if r.broken || m.spec.check() != nil || labels < 2 || !fit || rows > m.spec.buckets() ||
		rows*m.columns > len(body) {
		return nil, ErrBroken
	}
	for range labels {
		m.labels = append(m.labels, string(r.bytes(r.number(1<<12))))
	}
	r.rows(m, rows)
	r.weights(m, rows)
	if r.broken {
		return nil, ErrBroken
	}
	m.rarity()
	m.quick = NewScorer(m)
	return m, nil
}

// modelReader reads the parts of a model. After the first fault it is broken, and what it gives is nothing.
type modelReader struct {
	*bufio.Reader
	broken bool
}

func (r *modelReader) number(limit int) int {
	v, err := binary.ReadUvarint(r)
	if err != nil || v > uint64(limit) {
		r.broken = true
		return 0
	}
	return int(v)
}

func (r *modelReader) bytes(n int) []byte {
	b := make([]byte, n)
	if _, err := io.ReadFull(r, b); err != nil {
		r.broken = true
	}
	return b
}

func (r *modelReader) float() float32 {
	v := math.Float32frombits(binary.LittleEndian.Uint32(r.bytes(4)))
	if v != v || math.IsInf(float64(v), 0) {
		r.broken = true
	}
	return v
}

// head reads what stands before the labels, and how many labels and rows there are.
func (r *modelReader) head(m *Model) (labels, rows int) {
	m.spec.Bits, m.spec.WordMax, m.spec.CharMin, m.spec.CharMax = r.number(32), r.number(9), r.number(9), r.number(9)
	m.spec.Stem, m.spec.Marks, m.spec.MinDocs = r.number(1) == 1, r.number(1) == 1, r.number(1<<30)
	m.loss, m.docs = Loss(r.number(int(Logistic))), r.number(1<<30)
	labels, m.columns, rows = r.number(1<<14), r.number(1<<14), r.number(1<<23)
	m.spec.WordWeight, m.spec.CharWeight = r.float(), r.float()
	return labels, rows
}

// rows reads which buckets the rows stand for, in how many examples each was.
func (r *modelReader) rows(m *Model, rows int) {
	m.rowOf = make([]int32, m.spec.buckets())
	for i := range m.rowOf {
		m.rowOf[i] = -1
	}
	bucket := 0
	for i := range rows {
		step, n := r.number(len(m.rowOf)), r.number(1<<30)
		bucket += step
		if r.broken = r.broken || bucket >= len(m.rowOf) || i > 0 && step == 0; r.broken {
			return
		}
		m.rowOf[bucket] = int32(i)
		m.buckets = append(m.buckets, uint32(bucket))
		m.df = append(m.df, uint32(n))
	}
}

// weights reads the weights, column by column, and what they are multiplied with.
func (r *modelReader) weights(m *Model, rows int) {
	m.weights = make([]uint8, rows*m.columns)
	for c := range m.columns {
		if r.broken {
			return
		}
		for i, code := range r.bytes(rows) {
			m.weights[i*m.columns+c] = code
		}
	}
	for range m.columns {
		m.scale = append(m.scale, r.float())
	}
	for range m.columns {
		m.bias = append(m.bias, r.float())
	}
}
