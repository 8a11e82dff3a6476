package table

import (
	"fmt"
	"testing"
)

func TestJoin(t *testing.T) {
	for name, c := range map[string]struct {
		labels     []string
		known      []string
		toKnown    bool
		want, says string
	}{
		"case": {[]string{"дороги", "Дороги", "ДОРОГИ", "Дороги", "ЖКХ"}, nil, false,
			"[Дороги Дороги Дороги Дороги ЖКХ]", "[{Дороги [{дороги 1} {ДОРОГИ 1}]}]"},
		"a tie": {[]string{"дороги", "Дороги"}, nil, false, "[дороги дороги]", "[{дороги [{Дороги 1}]}]"},
		"known": {[]string{"дороги", "дороги", "ДОРОГИ"}, []string{"Дороги"}, false, "[Дороги Дороги Дороги]",
			"[{Дороги [{дороги 2} {ДОРОГИ 1}]}]"},
		"one spelling": {[]string{"дороги", "ЖКХ"}, []string{"Дороги"}, false, "[дороги ЖКХ]", "[]"},
		"to what is known": {[]string{"дороги", "ЖКХ"}, []string{"Дороги"}, true, "[Дороги ЖКХ]",
			"[{Дороги [{дороги 1}]}]"},
		"ё, blanks and signs": {[]string{"Приём отходов", "Прием\u00a0отходов", "Приём  отходов",
			"Прие\u0308м отходов.", "При\u00adём отходов"}, nil, false,
			"[Приём отходов Приём отходов Приём отходов Приём отходов Приём отходов]",
			"[{Приём отходов [{Прием\u00a0отходов 1} {Приём  отходов 1} {Прие\u0308м отходов. 1} {При\u00adём " +
				"отходов 1}]}]"},
		"dashes and quotes": {[]string{"Дом — двор", "Дом - двор", "«Дом»", `"Дом"`}, nil, false,
			"[Дом — двор Дом — двор «Дом» «Дом»]", "[{Дом — двор [{Дом - двор 1}]} {«Дом» [{\"Дом\" 1}]}]"},
		"й": {[]string{"Общий", "Общии\u0306", "Общии"}, nil, false, "[Общий Общий Общии]",
			"[{Общий [{Общии\u0306 1}]}]"},
		"signs at the ends": {[]string{"«Дороги»", "Дороги", "Дороги:", "Дороги!"}, nil, false,
			"[«Дороги» «Дороги» «Дороги» «Дороги»]",
			"[{«Дороги» [{Дороги 1} {Дороги: 1} {Дороги! 1}]}]"},
		"Latin letters": {[]string{"Дороги", "Дopoги", "Ceвep", "PC", "РС"}, nil, false, "[Дороги Дороги Ceвep PC РС]",
			"[{Дороги [{Дopoги 1}]}]"},
		"what is empty": {[]string{"", "Дороги", ""}, nil, false, "[ Дороги ]", "[]"},
	} {
		rows := make([][]string, len(c.labels))
		for i, l := range c.labels {
			rows[i] = []string{"text", l}
		}
		joined := Join(rows, 1, c.known, c.toKnown)
		got := make([]string, len(rows))
		for i, r := range rows {
			got[i] = r[1]
		}
		if fmt.Sprint(got) != c.want || fmt.Sprint(joined) != c.says {
			t.Errorf("%s: %q, %v", name, got, joined)
		}
	}
}
