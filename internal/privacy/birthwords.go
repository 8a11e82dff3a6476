package privacy

import "strings"

var (
	ordinalEnds   = listOf("ого ое его ье")
	ofYear        = words{"го"}
	yearHeads     = words{"год"}
	thousandHeads = listOf("тысяч двухтысяч")
)

// leastTens is the number from which a word is the first of an ordinal of two: «двадцать первого».
const leastTens = 20

// spelledBirth reads «родилась двенадцатого марта 1961 года» with the month at token i.
func (f *finder) spelledBirth(i int) {
	d := i - 1
	if f.at(d).kind != word {
		return
	}
	switch {
	case d > 1 && f.at(d-1).sign == '-' && f.at(d-2).kind == number: // «27-го октября»
		d -= 2
	case d < 1, !ordinalEnds.end(f.at(d).low):
		return
	}
	if !f.bornBefore(d) && !f.appears(i) && !f.personBefore(d, i) {
		return
	}
	f.claimTokens(f.withTens(d), f.spelledYear(i), birth)
}

// withTens includes «двадцать» before the ordinal at token d.
func (f *finder) withTens(d int) int {
	if spokenValue(f.at(d-1).low) >= leastTens {
		return d - 1
	}
	return d
}

// spelledYear is the last token of the year behind the month at token i.
func (f *finder) spelledYear(i int) int {
	end := i + 1
	if f.width(end) == 0 || f.at(end).line {
		return f.spokenYear(i)
	}
	if f.at(end+1).sign == '-' && f.says(end+2, ofYear) { // «51-го»
		end += 2
	}
	if yearHeads.begin(f.after(end).low) {
		end++
	}
	return end
}

// personBefore reports a name with a comma or a bracket before the day at token d, and a year behind the month at
// token i.
func (f *finder) personBefore(d, i int) bool {
	d = f.withTens(d)
	return f.at(d-1).among(",(-") && f.at(d-2).person && f.width(i+1) == 4
}

// spokenPart reports a word of a date in words.
func spokenPart(low string) bool {
	return spokenValue(low) >= 0 || ordinalMan(low) || strings.HasPrefix(low, "тысяч")
}

// bornInWords claims a year in words before «года рождения»: «тридцать восьмого года рождения».
func (f *finder) bornInWords(i int) {
	if i < 2 || !yearHeads.begin(f.at(i-1).low) {
		return
	}
	from := i - 1
	for f.near(from) && spokenPart(f.at(from-1).low) {
		from--
	}
	if from < i-1 {
		f.claimTokens(from, i, birth)
	}
}

// appears reports «появилась на свет» behind a date.
func (f *finder) appears(i int) bool {
	for k := i + 1; k < i+5; k++ {
		if strings.HasPrefix(f.at(k).low, "появил") && f.at(k+2).low == "свет" {
			return true
		}
	}
	return false
}

// mostSpokenDate bounds the words of a date.
const mostSpokenDate = 9

// spokenDate claims a date all in words behind «родился»: «пятнадцатого ноль девятого двадцать первого».
func (f *finder) spokenDate(i int) {
	in := f.near(i+1) && f.at(i+1).low == "в"
	if in {
		i++
	}
	n := 1
	for n < mostSpokenDate && f.near(i+n) && spokenPart(f.at(i+n).low) {
		n++
	}
	if n > 3 || n == 3 && in {
		f.claimTokens(i+1, i+n-1, birth)
	}
}

var manOrdinals = listOf("ого его ьего ое ый ий ом ем")

// ordinalMan reports «пятнадцатого», «третьего», «двадцать первый».
func ordinalMan(low string) bool { return withEnding(low, manOrdinals, ordinals.end) }

// spokenYear passes over a year in words behind token k: «тысяча девятьсот сорок первого года», «пятьдесят седьмого».
func (f *finder) spokenYear(k int) int {
	last := k
	for n := k + 1; n < k+7 && f.near(n); n++ {
		low := f.at(n).low
		switch {
		case spokenValue(low) >= 0, thousandHeads.begin(low):
		case ordinalMan(low):
			last = n
		case last > k && yearHeads.begin(low):
			return n
		default:
			return last
		}
	}
	return last
}
