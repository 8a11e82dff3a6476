package privacy

import "strings"

var easternTails = listOf("аль- ибн")

// withTail extends a name of n tokens by «Мамед оглы», «оглы» and an initial: «Марина Викторовна П.»
func (f *finder) withTail(i, n int) int {
	if son := f.sonTail(i + n); son > 0 {
		return n + son
	}
	if f.near(i+n) && easternTails.begin(f.at(i+n).low) {
		return n + 1
	}
	if f.fatherTail(i + n) {
		n++
	}
	if f.initialTail(i + n) {
		return n + 2
	}
	if f.tailed(i + n) {
		n++
	}
	return n + f.initialed(i+n)
}

// sonTail measures «оглы» or «Мамед оглы» from token k on.
func (f *finder) sonTail(k int) int {
	for n := 0; n < 2 && f.near(k+n); n++ {
		if f.at(k+n).any(clan|honorific) || clanned(f.at(k+n).low) {
			return n + 1
		}
	}
	return 0
}

// initialTail reports an initial behind a patronymic.
func (f *finder) initialTail(k int) bool {
	is, stop := f.initial(k)
	return is && stop && f.near(k) && f.at(k-1).letters > 1 && patronymic(f.at(k-1))
}

// fatherTail reports a patronymic behind a name without one, «Лыков И. Петрович», also on the next line.
func (f *finder) fatherTail(k int) bool {
	t, b := f.at(k), f.at(k-1)
	return t.kind == word && (t.space || b.sign == '.') && (t.capital ||
		b.kind == word) && patronymic(t) && !patronymic(b)
}

// tailed reports a surname behind a first name and an initial, «Наталья Б. Казанская», or behind another and its
// initials.
func (f *finder) tailed(k int) bool {
	return f.near(k) && f.at(k-1).sign == '.' && f.at(k-2).kind == word && f.at(k-2).letters == 1 && f.at(k).tailName()
}

// tailName reports a surname in the nominative.
func (t *token) tailName() bool {
	return t.titled() && t.letters > 3 && t.none(common|street|org|role) && (ownCase(t.low) || peopleSki.end(t.low))
}

// initialed measures the initials behind a surname at the end of a phrase: «семья: Щукин А.».
func (f *finder) initialed(k int) int {
	if !f.near(k) || f.at(k-1).letters < 4 || !ownCase(f.at(k-1).low) {
		return 0
	}
	tokens, count, stops := f.initials(k)
	if count == 0 || !stops || !f.phraseEnds(k+tokens) {
		return 0
	}
	return tokens
}

var clanEnds = listOf("кызы гызы оглы угли уулу")

// clanned reports «Рашид-оглы».
func clanned(low string) bool {
	_, tail, double := strings.Cut(low, "-")
	return double && known(tail)&clan != 0 || clanEnds.end(low) && len([]rune(low)) > 6
}
