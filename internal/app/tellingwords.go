package app

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"otklik/internal/text"
)

var (
	spoken = regexp.MustCompile(`[\p{L}\p{N}]+|[.!?\n]`)
	// numeral is a number in words, in any of its forms.
	numeral = regexp.MustCompile(
		`^(од(ин|н[аоу]|ного|ном)|перв|дв(а|е|ух|ум|умя|оих|ое)$|втор|тр(и|ех|ем|ое|оих)$|трет|четыр|четв[её]р|` +
			`пят|шест|сем(ь|и|ью|еро)$|седьм|восе?ь?м|девят|девян|.*надцат|.*дцат|сорок|.*десят|.*сот|сто$)`)
	// span begins the words for time: who copies a text on the next day says the next number.
	span = regexp.MustCompile(`^(д(ень|ня|не|ни)|сут|недел|месяц|год|лет|час|минут|раз)`)
	// settled are the endings of villages and towns: any word has a capital where it begins a sentence.
	settled = regexp.MustCompile(`(к[аи]|[оеё]во|[иы]но|[сц]к|ик|ец|[оы]е)$`)
)

// beforePlace stand before what names a place.
var beforePlace = strings.Fields("в во на по из от у под около возле напротив между до " +
	"дом дома доме подъезд подъезда подъезде этаж этаже корпус корпуса корпусе деревня деревне деревни село селе " +
	"села поселок " +
	"поселке поселка станица станице аул ауле хутор хуторе улица улице улицы переулок переулке проспект проспекте " +
	"город городе " +
	"города район районе")

// tellingWords are those words of a text by which copies of it may speak of different houses, entrances or villages:
// numbers, names, and what stands behind a word that goes before a place. To list nothing of somebody's house is worse
// than to list a text twice.
func tellingWords(said string) (telling []string) {
	words := spoken.FindAllString(said, -1)
	begins, last := true, "" // of a sentence; the word before
	for i, word := range words {
		if strings.Contains(".!?\n", word) {
			begins, last = true, ""
			continue
		}
		first, _ := utf8.DecodeRuneInString(word)
		word = text.Fold(word)
		tells := slices.Contains(beforePlace, last) || unicode.IsUpper(first) && (!begins || settled.MatchString(word))
		if strings.ContainsFunc(word, unicode.IsDigit) || numeral.MatchString(word) {
			tells = i+1 == len(words) || !span.MatchString(strings.ToLower(words[i+1]))
		}
		if tells {
			telling = append(telling, word)
		}
		begins, last = false, word
	}
	return telling
}
