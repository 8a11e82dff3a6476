package privacy

import (
	"strings"
	"unicode/utf8"
)

// withTail extends a name of n tokens by «Мамед оглы», «оглы» and an initial: «Марина Викторовна П.»
func (f *finder) withTail(i, n int) int {
	for k := i + n; k <= i+n+1 && f.near(k); k++ {
		if f.tokens[k].facts&(clan|honorific) != 0 || clanned(f.tokens[k].low) {
			return k - i + 1
		}
	}
	if k := i + n; f.near(k) && (strings.HasPrefix(f.tokens[k].low, "аль-") ||
		strings.HasPrefix(f.tokens[k].low, "ибн")) {
		return n + 1
	}
	if k := i + n; k < len(f.tokens) && f.tokens[k].kind == word && (f.tokens[k].space || f.tokens[k-1].sign == '.') &&
		patronymic(&f.tokens[k]) && !patronymic(&f.tokens[k-1]) && (f.tokens[k].capital || f.tokens[k-1].kind == word) {
		n++ // «Лыков И. Петрович», also on the next line
	}
	if k := i + n; f.near(k) && f.tokens[k-1].letters > 1 && patronymic(&f.tokens[k-1]) {
		if is, stop := f.initial(k); is && stop {
			return n + 2
		}
	}
	if f.tailed(i + n) {
		n++
	}
	return n + f.initialed(i+n)
}

// tailed reports a surname behind a first name and an initial, «Наталья Б. Казанская», or behind another and its
// initials.
func (f *finder) tailed(k int) bool {
	if !f.near(k) || k < 2 || f.tokens[k-1].sign != '.' || f.tokens[k-2].kind != word || f.tokens[k-2].letters != 1 {
		return false
	}
	t := &f.tokens[k]
	return t.written() && !t.upper && t.letters > 3 && t.facts&(common|street|org|role) == 0 &&
		(onBase(t.low) || onBase(strings.TrimSuffix(t.low, "а")) ||
			endsWith(t.low, []string{"ский", "цкий", "ская", "цкая"}))
}

// initialed measures the initials behind a surname at the end of a phrase: «семья: Щукин А.».
func (f *finder) initialed(k int) int {
	if !f.near(k) || f.tokens[k-1].letters < 4 || !onBase(strings.TrimSuffix(f.tokens[k-1].low, "а")) {
		return 0
	}
	tokens, count, stops := f.initials(k)
	if count == 0 || !stops || !f.phraseEnds(k+tokens) {
		return 0
	}
	return tokens
}

// clanned reports «Рашид-оглы».
func clanned(low string) bool {
	_, tail, double := strings.Cut(low, "-")
	return double && known(tail)&clan != 0 || utf8.RuneCountInString(low) > 6 &&
		endsWith(low, []string{"кызы", "гызы", "оглы", "угли", "уулу"})
}
