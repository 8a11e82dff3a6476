package encoder

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"fmt"
	"math"
)

// ErrBroken is what Open says of a file that is damaged, cut off, or not one of weights.
var ErrBroken = errors.New("the encoder's weights are damaged; put a whole file in their place")

const (
	magic = "OTKENC01"
	start = len(magic) + 4 // of the header
	align = 64             // where the data begin, and each tensor in them
)

// widths are the bytes of one value of each type.
func width(kind string) (int, bool) {
	switch kind {
	case "u8":
		return 1, true
	case "f16":
		return 2, true
	case "f32":
		return 4, true
	}
	return 0, false
}

// file is what stands in a file of weights; its tensors lie in the bytes that were opened.
type file struct {
	meta    json.RawMessage
	tensors map[string]tensor
}

type tensor struct {
	kind  string
	shape []int
	data  []byte
}

func broken(format string, a ...any) error {
	return fmt.Errorf("%w: %w", ErrBroken, fmt.Errorf(format, a...))
}

func readFile(data []byte) (file, error) {
	if len(data) < start || string(data[:len(magic)]) != magic {
		return file{}, broken("they do not begin with %s", magic)
	}
	n := uint64(binary.LittleEndian.Uint32(data[len(magic):]))
	if n > uint64(len(data)-start) {
		return file{}, broken("they end within their header")
	}
	end := start + int(n)
	var head struct {
		Meta    json.RawMessage `json:"meta"`
		Tensors []entry         `json:"tensors"`
	}
	if err := json.Unmarshal(data[start:end], &head); err != nil {
		return file{}, broken("header: %w", err)
	}
	body := data[min((end+align-1)/align*align, len(data)):]
	f := file{meta: head.Meta, tensors: make(map[string]tensor, len(head.Tensors))}
	for _, e := range head.Tensors {
		if _, twice := f.tensors[e.Name]; twice {
			return file{}, broken("%q stands there twice", e.Name)
		}
		t, err := e.tensor(body)
		if err != nil {
			return file{}, err
		}
		f.tensors[e.Name] = t
	}
	return f, nil
}

// entry is a line of the header.
type entry struct {
	Name  string   `json:"name"`
	Type  string   `json:"type"`
	Shape []uint64 `json:"shape"`
	At    uint64   `json:"at"`
}

func (e *entry) tensor(body []byte) (tensor, error) {
	size, known := width(e.Type)
	if !known {
		return tensor{}, broken("%q is of the type %q", e.Name, e.Type)
	}
	if e.At > uint64(len(body)) {
		return tensor{}, broken("%q begins beyond the end", e.Name)
	}
	body = body[e.At:]
	room := uint64(len(body) / size)
	count := uint64(1)
	shape := make([]int, len(e.Shape))
	for i, n := range e.Shape {
		if n > room || n > 0 && count > room/n {
			return tensor{}, broken("%q ends beyond the end", e.Name)
		}
		count *= n
		shape[i] = int(n)
	}
	if count > room {
		return tensor{}, broken("%q ends beyond the end", e.Name)
	}
	return tensor{e.Type, shape, body[:int(count)*size]}, nil
}

// find is the tensor of that name, which has as many dimensions.
func (f *file) find(name string, dimensions int) (tensor, error) {
	t, ok := f.tensors[name]
	if !ok {
		return tensor{}, broken("there is no %q", name)
	}
	if len(t.shape) != dimensions {
		return tensor{}, broken("%q has %d dimensions, not %d", name, len(t.shape), dimensions)
	}
	return t, nil
}

// bytes are a tensor of bytes, in place.
func (f *file) bytes(name string, dimensions int) (tensor, error) {
	t, err := f.find(name, dimensions)
	if err == nil && t.kind != "u8" {
		err = broken("%q is of the type %s, not u8", name, t.kind)
	}
	return t, err
}

// vector unpacks a tensor of one dimension.
func (f *file) vector(name string) ([]float32, error) {
	t, err := f.find(name, 1)
	if err != nil {
		return nil, err
	}
	v := make([]float32, t.shape[0])
	if !t.unpack(v, 0) {
		return nil, broken("%q holds what is no number", name)
	}
	return v, nil
}

// unpack fills dst with the values from the given one on, and reports whether they are finite numbers.
func (t *tensor) unpack(dst []float32, from int) bool {
	switch t.kind {
	case "f32":
		data := t.data[4*from:][:4*len(dst)]
		for i := range dst {
			bits := binary.LittleEndian.Uint32(data[4*i:])
			if bits&0x7f800000 == 0x7f800000 {
				return false
			}
			dst[i] = math.Float32frombits(bits)
		}
	case "f16":
		data := t.data[2*from:][:2*len(dst)]
		for i := range dst {
			half := uint32(binary.LittleEndian.Uint16(data[2*i:]))
			if half&0x7c00 == 0x7c00 {
				return false
			}
			// The exponent's bias is made up for by the product, which makes small ones whole as well.
			dst[i] = math.Float32frombits(half&0x8000<<16|half&0x7fff<<13) * 0x1p112
		}
	default:
		return false
	}
	return true
}
