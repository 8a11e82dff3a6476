package place

import (
	"bytes"
	"compress/gzip"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "rebuild data/places.tsv.gz from ../shared/data/places")

var texts = flag.Bool("texts", false, "print the rows of the measuring tables that were read wrongly")

// table reads a table for measuring that stands beside the repository, or skips the test. Its first line is left out.
func table(t testing.TB, name string) [][]string {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("..", "..", "..", "..", "shared", "data", name))
	if err != nil {
		t.Skipf("the data (../shared/data/%s) is not here", name)
	}
	var rows [][]string
	for i, line := range strings.Split(strings.TrimRight(string(data), "\n"), "\n") {
		if i > 0 {
			rows = append(rows, strings.Split(line, "\t"))
		}
	}
	return rows
}

var (
	plainDistrict = regexp.MustCompile(`^(\S+(?:[иы]й|ой)) +муниципальный +район$`)
	tailDistrict  = regexp.MustCompile(`^(?:Муниципальный район .*?)?(\S+[цс]кий) район$`)
	kindOfVillage = regexp.MustCompile(
		`^(?:село|деревня|п[оo]с[её]лок|пос[её]лок городского типа|рабочий пос[её]лок|станица|аул|хутор|станция|сельсовет|сельское поселение) `)
	kindBehind = regexp.MustCompile(` +(?:сельсовет|наслег|сельское поселение|сельский округ|поссовет|сумон)$`)
)

// gather turns the public tables into the compact one that is embedded.
func gather(regions, towns, oktmo [][]string) string {
	var b strings.Builder
	line := func(fields ...string) { b.WriteString(strings.Join(fields, "\t") + "\n") }
	codes := map[string]string{}
	for _, r := range regions {
		codes[r[0]] = regionCode(r[2])
		line("R", regionCode(r[2]), r[0], r[3], r[7])
	}
	owned := map[string]bool{} // urban districts that a town stands for
	for _, t := range towns {
		fields := []string{"T", codes[t[1]], t[2][:8], t[0], t[3]}
		for _, form := range t[4:9] {
			if form == t[0] {
				form = ""
			}
			fields = append(fields, form)
		}
		line(fields...)
		owned[t[2][:5]] = true
	}
	district := ""
	for _, r := range oktmo {
		code, name := r[0], strings.Join(strings.Fields(r[1]), " ")
		region := regionCode(code)
		switch {
		case strings.HasPrefix(name, "Муниципальные ") || strings.HasPrefix(name, "Сельские ") ||
			strings.HasPrefix(name, "Городские ") ||
			strings.HasPrefix(name, "Межселенн") || strings.HasPrefix(name, "Внутригородск"):
		case region == "45" || region == "40" || region == "67" && code[2] == '3':
		case code[5:] == "000":
			district = ""
			if m := plainDistrict.FindStringSubmatch(name); m != nil {
				district = m[1]
			} else if m := tailDistrict.FindStringSubmatch(name); m != nil {
				district = m[1]
			}
			switch {
			case district != "":
				line("D", region, code, district)
			case owned[code[:5]]:
				line("U", region, code, strings.TrimPrefix(name, "город "))
			default:
				line("O", region, code, strings.TrimPrefix(strings.TrimPrefix(name, "город "), "поселок "))
			}
		case code[2] == '7':
			line("I", region, code, strings.TrimSuffix(name, " район"))
		case code[6:] != "00" && district != "":
			line("C", region, kindBehind.ReplaceAllString(kindOfVillage.ReplaceAllString(name, ""), ""), district)
		}
	}
	return b.String()
}

func regionCode(oktmo string) string {
	switch oktmo[:3] {
	case "718", "719", "118":
		return oktmo[:3]
	}
	return oktmo[:2]
}

func TestEmbeddedPlacesAreTheRegisters(t *testing.T) {
	want := gather(table(t, "places/regions.tsv"), table(t, "places/towns.tsv"), table(t, "places/oktmo-2019.tsv"))
	if *update {
		var b bytes.Buffer
		z, err := gzip.NewWriterLevel(&b, gzip.BestCompression)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := z.Write([]byte(want)); err != nil {
			t.Fatal(err)
		}
		if err := z.Close(); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile("data/places.tsv.gz", b.Bytes(), 0o644); err != nil {
			t.Fatal(err)
		}
		t.Logf("data/places.tsv.gz: %d bytes", b.Len())
		return
	}
	got, err := unpack()
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != want {
		t.Error("data/places.tsv.gz is not what the registers give: rebuild it with -update")
	}
}
