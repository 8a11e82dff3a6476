package place

import (
	"strings"
)

// houseAfter reads the house after a street: «, д. 12», «45», «12 корпус 1», «3, 7, 9 и 13». end is behind it.
func houseAfter(ws words, i int) (house string, end int) {
	named, many := false, false
	for k := 0; k < 2 && ws.at(i).is(houseWord); k++ {
		if ws[i].gap == '.' && !ws[max(0, i-1)].point {
			return "", i
		}
		named, many = true, many || ws[i].is(housesWord) || ws[i].low == "дома"
		i++
	}
	w := ws.at(i)
	switch {
	case !houseNumber(ws, i), w.gap == '.' && !(named && ws[i-1].point), w.gap == ',' && !named && w.low[0] == '0':
		return "", i
	}
	return houseRow(ws, i, many)
}

// houseRow reads the houses that stand from i on. many: they are announced as several. Two numbers with a comma between
// them are otherwise a house and a flat, «Мира, 5, 12», and flats are personal data: only the first is kept.
func houseRow(ws words, i int, many bool) (house string, end int) {
	var houses []string
	for more := true; more && houseNumber(ws, i); {
		house, i = oneHouse(ws, i)
		houses = append(houses, house)
		if joinsHouses(ws.at(i).low) && ws.at(i+1).digit {
			i++
			many = true
		} else {
			more = ws.at(i).gap == ',' && ws.at(i).digit
		}
	}
	if len(houses) == 2 && !many {
		houses = houses[:1]
	}
	return strings.Join(houses, ", "), i
}

// blocks are the words between a house and the number of its block, and what stands for them in a house's number.
var blocks = map[string]string{
	"к": "к", "корп": "к", "корпус": "к", "корпуса": "к", "корпусе": "к", "стр": "с", "строение": "с",
	"строения": "с", "строении": "с", "дробь": "/",
}

// oneHouse reads the house at i, its letter and its blocks; what lies inside it does not belong to the place.
func oneHouse(ws words, i int) (house string, next int) {
	house = strings.ReplaceAll(ws[i].low, "-", "")
	if before, flat, ok := strings.Cut(ws[i].low, "-"); ok && flat[0] <= '9' {
		house = before
	}
	i++
	if letter, behind := houseLetter(ws, i); letter != "" {
		house, i = house+letter, behind
	}
	for block, behind := houseBlock(ws, i); block != ""; block, behind = houseBlock(ws, i) {
		house, i = house+block, behind
	}
	if letter, behind := houseLetter(ws, i); letter != "" && ws[i].is(letterWord) {
		house, i = house+letter, behind
	}
	return house, pastFlat(ws, i)
}

// houseLetter is the letter of a house at i: «12 а», «12 «Б»», «12 литера В».
func houseLetter(ws words, i int) (letter string, next int) {
	w, behind := ws.at(i), ws.at(i+1)
	switch {
	case w.is(letterWord) && isLone(behind.low, houseLetters):
		return behind.low, i + 2
	case w.point || !isLone(w.low, loneLetters):
		return "", i
	case w.gap == '"', w.gap == ' ' && (behind.gap != ' ' || !behind.is(talk) || ws.at(i+2).is(streetWord)):
		return w.low, i + 1
	}
	return "", i
}

// houseBlock is the block of a house at i: «к3», «, корпус № 3», «, 3-й корпус», «стр. 2».
func houseBlock(ws words, i int) (block string, next int) {
	w, behind := ws.at(i), ws.at(i+1)
	if sign := blocks[w.low]; sign != "" && behind.digit && isBlock(behind.low) {
		return sign + behind.low, i + 2
	}
	number, _, _ := strings.Cut(w.low, "-")
	if sign := blocks[behind.low]; sign != "" && w.digit && w.gap == ',' && isBlock(number) &&
		length(behind.low) > longestShort && behind.gap == ' ' && !ws.at(i+2).digit {
		return sign + number, i + 2
	}
	return "", i
}

// isBlock reports the number of a block: a digit or two, perhaps with a letter; no more, which may be a flat.
func isBlock(low string) bool {
	n := digits(low)
	return 0 < n && n <= 2 && (n == len(low) || isLone(low[n:], houseLetters))
}

// pastFlat is behind what lies inside a house and is nobody's business: «кв. 12», «12 квартира», «-12».
func pastFlat(ws words, i int) int {
	w, behind := ws.at(i), ws.at(i+1)
	switch {
	case w.is(flatWord) && behind.digit:
		return i + 2
	case w.digit && (behind.is(flatWord) && behind.gap == ' ' || w.gap == '-'):
		return i + 1
	}
	return i
}

// behindHouses is how many words before a street are looked at for houses.
const behindHouses = 10

// houseBefore reads the houses before a street at i: «дом 17 по улице Чичерина», «корпус 3 дома 11 по Мира», «домов
// №7 и №10 по проспекту Мира». The word for a house stands before them, and nothing but what belongs to them behind.
func houseBefore(ws words, i int) string {
	for k := i - 1; k >= 0 && k >= i-behindHouses; k-- {
		if ws[k].is(houseWord) && ws.at(k+1).digit && ws[k+1].gap != '.' || ws[k].point && ws[k].is(houseWord) {
			house, end := houseRow(ws, k+1, ws[k].is(housesWord) || ws.at(k-1).low == "между")
			if house == "" || !leadsTo(ws, end, i) {
				return ""
			}
			if block, end := houseBlock(ws, k-2); end == k && block != "" {
				house += block
			}
			return house
		}
		if ws[k].gap == '.' && !ws.at(k-1).point {
			break
		}
	}
	return ""
}

// leadsTo: nothing but «по» or the like stands between the words from and to.
func leadsTo(ws words, from, to int) bool {
	for ; from < to; from++ {
		switch ws[from].low {
		case "по", "на", "с", "ул", "в":
		default:
			return false
		}
	}
	return true
}

func joinsHouses(low string) bool {
	return low == "до" || low == "от" || low == "и"
}
