package loose

import "testing"

func TestFieldsAreReadOnTheirOwn(t *testing.T) {
	o, ok := Read(
		[]byte(
			`{"n":5,"s":"7","f":1.5,"t":"слово","o":{"x":true},"l":[{"t":"a"},3,{"t":"b"}],"z":null,"big":9007199254740993}`))
	if !ok {
		t.Fatal("not an object")
	}
	for name, want := range map[string]int64{"n": 5, "s": 7, "big": 9007199254740993} {
		if n, ok := o.Number(name); !ok || n != want {
			t.Errorf("%s: %d %v", name, n, ok)
		}
	}
	for _, name := range []string{"f", "t", "o", "z", "absent"} {
		if n, ok := o.Number(name); ok {
			t.Errorf("%s is read as the number %d", name, n)
		}
	}
	if s, ok := o.Text("t"); !ok || s != "слово" {
		t.Error(s, ok)
	}
	if _, ok := o.Text("n"); ok {
		t.Error("a number is read as a text")
	}
	if !o.Child("o").Flag("x") || o.Child("t").Flag("x") || o.Has("z") || len(o.Objects("l")) != 2 ||
		o.Objects("n") != nil {
		t.Error("objects, flags or null")
	}
	for _, raw := range []string{"null", "[]", "5", "", `{"a":`} {
		if _, ok := Read([]byte(raw)); ok {
			t.Errorf("%q is read as an object", raw)
		}
	}
}
