package place

import (
	"strings"
	"unicode/utf8"
)

// small: a word in small letters stands where an address may begin, and a house's number follows: «гагарина 16 холодно»,
// «дом воровского 5», «миасс, гагарина д 16». n is where
// the next number stands. A cheap look before smallName's dear one.
func small(words []word, i, n int) bool {
	if n >= len(words) || words[i].cap || words[i].digit || words[n].gap != ' ' && words[n].gap != ',' && !words[n-1].point {
		return false
	}
	if n > i+1 && (words[n-1].low == "д" || words[n-1].low == "дом") {
		n--
	}
	if n > i+2 || n == i+2 && !firstNames[words[i].low] {
		return false
	}
	if i == 0 || words[i].gap != ' ' {
		return true
	}
	switch words[i-1].low {
	case "дом", "дома", "доме", "дому", "адрес", "адресу", "двор", "дворе":
		return true
	}
	return false
}

// smallName reads a street written in small letters without a word for it, where a house follows: one that most towns
// have, or a surname in -ова or -ева.
func (f *Finder) smallName(words []word, i int) (name string, end int) {
	end = i + 1
	if firstNames[words[i].low] && !words[end].digit && !houseWord(&words[end]) {
		end++
	}
	last := words[end-1].low
	known := f.listed[last] && last != "новая" && last != "рабочая"
	if !known && !genitiveSurname(last) {
		return "", 0
	}
	if house, _ := houseAfter(words, end); house == "" {
		return "", 0
	}
	parts := make([]string, 0, 2)
	for k := i; k < end; k++ {
		parts = append(parts, title(words[k].orig))
	}
	return f.finish(parts, ""), end
}

// genitiveSurname: «аминева», «блинова»; not the common words that end alike.
func genitiveSurname(low string) bool {
	if !strings.HasSuffix(low, "ова") && !strings.HasSuffix(low, "ева") || utf8.RuneCountInString(low) < 6 {
		return false
	}
	switch low {
	case "голова", "корова", "основа", "готова", "здорова", "подкова", "королева", "столова", "однова", "обнова", "торгова", "царева":
		return false
	}
	return true
}
