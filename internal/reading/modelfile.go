package reading

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
	"io"

	"otklik/internal/reading/precedent"
	"otklik/internal/reading/topic"
	"otklik/internal/smallfile"
)

// Model is what an office taught the program: the file that `otklik train` writes and the configuration names
// reading.model. Either part may be missing.
type Model struct {
	// Topics replaces the built-in model of groups and topics.
	Topics *topic.Model
	// Precedents are the corrections of single messages.
	Precedents *precedent.Memory
}

// A file with precedents: magic word, CRC-32 of the rest, the length of the model of topics (8 bytes), that model or
// nothing, the precedents; numbers little-endian. Without precedents the file is the model of topics alone.
const modelMagic = "OTKLIKOF"

// ErrBrokenModel says that the file was cut or changed. It is permanent.
var ErrBrokenModel = errors.New("the model file is damaged: copy it again or train again")

// Write writes the file.
func (l Model) Write(w io.Writer) error {
	var topics bytes.Buffer
	if l.Topics != nil {
		if err := l.Topics.Write(&topics); err != nil {
			return err
		}
	}
	if l.Precedents == nil || l.Precedents.Len() == 0 {
		if l.Topics == nil {
			return errors.New("write the model: there is nothing in it")
		}
		_, err := w.Write(topics.Bytes())
		return err
	}
	precedents, err := l.Precedents.Marshal()
	if err != nil {
		return err
	}
	body := binary.LittleEndian.AppendUint64(nil, uint64(topics.Len()))
	body = append(append(body, topics.Bytes()...), precedents...)
	head := binary.LittleEndian.AppendUint32([]byte(modelMagic), crc32.ChecksumIEEE(body))
	if _, err := w.Write(append(head, body...)); err != nil {
		return fmt.Errorf("write the model: %w", err)
	}
	return nil
}

// ReadModel reads the file at path; the zero Model for an empty path. Errors name the file; those about its content
// are permanent.
func ReadModel(path string) (Model, error) {
	if path == "" {
		return Model{}, nil
	}
	data, err := smallfile.Read(path, smallfile.Model)
	if err != nil {
		return Model{}, fmt.Errorf("read the office's model: %w", err)
	}
	l, err := parseModel(data)
	if err != nil {
		return Model{}, fmt.Errorf("read the office's model %s: %w", path, err)
	}
	return l, nil
}

func parseModel(data []byte) (l Model, err error) {
	rest, office := bytes.CutPrefix(data, []byte(modelMagic))
	if !office {
		l.Topics, err = topic.Parse(data)
		return l, err
	}
	if len(rest) < 12 || crc32.ChecksumIEEE(rest[4:]) != binary.LittleEndian.Uint32(rest) {
		return l, ErrBrokenModel
	}
	body := rest[12:]
	n := binary.LittleEndian.Uint64(rest[4:])
	if n > uint64(len(body)) {
		return l, ErrBrokenModel
	}
	if n > 0 {
		if l.Topics, err = topic.Parse(body[:n]); err != nil {
			return l, err
		}
	}
	l.Precedents, err = precedent.Parse(body[n:])
	return l, err
}
