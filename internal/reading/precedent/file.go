package precedent

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
)

// ErrBroken says that the data are no memory that Marshal wrote. It is permanent.
var ErrBroken = errors.New("the corrections in the model file are damaged: run `otklik train --from-store` again")

// Marshal writes the memory. It holds no words but the names of groups, topics and municipalities. Programs older than
// the vectors read it and compare by words.
func (b *Memory) Marshal() ([]byte, error) {
	data, err := json.Marshal(b.precedents)
	if err != nil {
		return nil, fmt.Errorf("write the corrections: %w", err)
	}
	return data, nil
}

// Parse reads what Marshal wrote.
func Parse(data []byte) (*Memory, error) {
	b := &Memory{}
	if err := json.Unmarshal(data, &b.precedents); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrBroken, err)
	}
	for _, p := range b.precedents {
		if !slices.IsSorted(p.Signs) || !slices.IsSorted(p.Names) || math.Abs(p.Bias) > 1e6 ||
			!p.Vector.sound() {
			return nil, ErrBroken
		}
	}
	b.index()
	return b, nil
}
