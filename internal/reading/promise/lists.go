package promise

import (
	_ "embed"

	"otklik/internal/text/wordlist"
)

//go:embed words.txt
var wordsFile string

var lists = wordlist.Parse(wordsFile)

var (
	planWords = lists.Set("plan words")
	planStems = wordlist.Beginnings(lists.Words("plan stems"))
	doing     = byLetter(lists.Words("doing"))
	able      = wordlist.Beginnings(lists.Words("able"))
	beginning = wordlist.Beginnings(lists.Words("beginning"))
	lasting   = wordlist.Beginnings(lists.Words("lasting"))
	notPast   = lists.Set("not past")
	nouns     = wordlist.Beginnings(lists.Words("not past nouns"))
	notOfOne  = wordlist.Endings(lists.Words("not of one person"))
	ongoing   = wordlist.Endings(lists.Words("ongoing"))

	numbers  = lists.Numbers("numbers")
	weekdays = lists.Numbers("weekdays")
	quarters = lists.Numbers("quarters")
	seasons  = lists.Numbers("seasons")
	months   = lists.Words("months")

	abbreviations = lists.Set("abbreviations")
)
