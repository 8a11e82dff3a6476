package bolt

import "slices"

// unquote takes what reasons quote of a message out of its status, which it returns as it is stored; nil: there is
// none. Words may be parts of a name, and the next evaluation gives the reasons again.
func (e *eraser) unquote(key []byte) ([]byte, error) {
	stored := e.bucket(bucketStatuses).Get(key)
	if stored == nil {
		return nil, nil
	}
	var v statusValue
	if err := e.decode(bucketStatuses, key, stored, &v); err != nil {
		return nil, err
	}
	v.unquote()
	value, err := encode(&v)
	if err != nil {
		return nil, err
	}
	return value, e.put(e.bucket(bucketStatuses), bucketStatuses, key, value)
}

// unquote takes out the reasons that have words of the text, those of kept readings too.
func (v *statusValue) unquote() {
	v.Because = slices.DeleteFunc(v.Because, func(r reasonValue) bool { return r.Words != "" })
	for i := range v.Readings {
		if a := v.Readings[i].Assessment; a != nil {
			a.unquote()
		}
	}
}
