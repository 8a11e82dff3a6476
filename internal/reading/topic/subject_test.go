package topic

import "testing"

// What the text names is its subject, whatever strong word of another group stands beside; a mere place is not.
func TestSubject(t *testing.T) {
	table, err := ParseTable("group\tkeys\nКультура\tклуб!^2, филиал клуб*^-5\nЖКХ\tкрыша^2\nОбразование\tшкола^2\n")
	if err != nil {
		t.Fatal(err)
	}
	if k := table.Rows[0].Keys[0]; k.Text != "клуб" || !k.Subject || k.Weight != 2 {
		t.Errorf("the key is %+v", k)
	}
	x := newIndex(table)
	s := newScratch(x)
	for _, c := range []struct {
		text    string
		subject bool
		keys    [3]float32 // Культура, ЖКХ, Образование
	}{
		{"В клубе течёт крыша", true, [3]float32{2, 2, 0}},
		{"У клуба сорвало крышу", false, [3]float32{2 * besideWeight, 2, 0}},
		{"Возле старого клуба крыша", false, [3]float32{2 * besideWeight, 2, 0}},
		{"У нас клуб закрыт", true, [3]float32{2, 0, 0}},
		{"Дорога к клубу", false, [3]float32{2, 0, 0}},
		{"Остановка клуб", false, [3]float32{2, 0, 0}},
		{"У школы яма, а в школе холодно", false, [3]float32{0, 0, 2}}, // met again: the whole weight
		{"Школа холодная, и у школы яма", false, [3]float32{0, 0, 2}},
		{"раз два три четыре пять шесть семь восемь девять десять клуб", false, [3]float32{2, 0, 0}}, // too deep
	} {
		s.read(c.text)
		x.find(s, false)
		for row, want := range c.keys {
			if got := s.keys[row]; got < want-0.001 || got > want+0.001 {
				t.Errorf("%q: %s has %.2f, want %.2f", c.text, x.groups[row], got, want)
			}
		}
		if (len(s.subjects) > 0) != c.subject {
			t.Errorf("%q: subjects %v, want some: %v", c.text, s.subjects, c.subject)
		}
	}
}

// A region's file may mark subjects too; a key of negative weight takes one back.
func TestSubjectOfRegion(t *testing.T) {
	c, err := New(Options{File: write(t, "topics.tsv", "# replace\ngroup\tkeys\nКлуб\tклуб!, шахматный "+
		"клуб^-5\nКрыши\tкрыша^3\n")})
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{
		"В клубе течёт крыша":          "Клуб",
		"Возле клуба течёт крыша":      "Крыши",
		"В шахматном клубе нет крыши":  "Крыши",
		"Крыша течёт, соседи в отчаян": "Крыши",
	} {
		if g, _, _, _ := c.Classify(text); g != want {
			t.Errorf("%q: %s, want %s", text, g, want)
		}
	}
}
