package place

import "otklik/internal/text/wordlist"

// small: a word in small letters stands where an address may begin, and a house's number follows: «гагарина 16
// холодно», «дом воровского 5», «миасс, гагарина д 16». n is where the next number stands. A cheap look before
// smallName's dear one.
func small(ws words, i, n int) bool {
	if n >= len(ws) || ws[i].cap || ws[i].digit || ws[n].gap != ' ' && ws[n].gap != ',' && !ws[n-1].point {
		return false
	}
	if low := ws[n-1].low; n > i+1 && (low == "д" || low == "дом") {
		n--
	}
	if n > i+2 || n == i+2 && !ws[i].is(firstName) {
		return false
	}
	if i == 0 || ws[i].gap != ' ' {
		return true
	}
	switch ws[i-1].low {
	case "дом", "дома", "доме", "дому", "адрес", "адресу", "двор", "дворе", "горит", "пожар":
		return true
	}
	return false
}

// smallName reads a street written in small letters without a word for it, where a house follows: one that most towns
// have, or a surname in -ова or -ева.
func (f *Finder) smallName(ws words, i int) (name string, end int) {
	parts := []string{title(ws[i].orig)}
	end = i + 1
	if ws[i].is(firstName) && !ws[end].digit && !ws[end].is(houseWord) {
		parts = append(parts, title(ws[end].orig))
		end++
	}
	last := ws[end-1].low
	known := f.listed[last] && last != "новая" && last != "рабочая"
	yard := ws.at(i-1).is(houseWord) && ws[i].gap == ' ' && wordlist.Endings{"ской", "цкой"}.End(last)
	if !known && !yard && !genitiveSurname(last) {
		return "", 0
	}
	if house, _ := houseAfter(ws, end); house == "" {
		return "", 0
	}
	return f.finish(parts, ""), end
}

// genitiveSurname: «аминева», «блинова»; not the common words that end alike.
func genitiveSurname(low string) bool {
	return wordlist.Endings{"ова", "ева"}.End(low) && length(low) >= 6 && !commonOva[low]
}
