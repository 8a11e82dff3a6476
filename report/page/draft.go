package page

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"otklik/internal/inbox"
	"otklik/report/build"
)

type draftTexts struct {
	kinds   map[inbox.ReplyKind]string
	lacks   map[string]string // by the codes of what a draft lacks
	nothing string
	letter  string // with the number of different complaints that one reply answers
}

var draftWords = map[build.Language]draftTexts{
	build.Russian: {
		kinds: map[inbox.ReplyKind]string{
			inbox.ReplyAnswer: "Ответ по существу.", inbox.ReplyInterim: "Промежуточный ответ.",
			inbox.ReplyFormal: "Похоже на отписку.", inbox.ReplyNone: "Это не ответ.",
			inbox.ReplyAutomatic: "Похоже на автоответ.",
		},
		lacks: map[string]string{
			"who": "Не назван ответственный.", "what": "Не сказано, что сделано, будет сделано или решено.",
			"when": "Нет даты или срока.", "where": "Не названо место, о котором пишут.",
			"formal":      "Читается как формальный.",
			"other_place": "Говорит о другом месте.", "other_matter": "Говорит о другом деле.",
			"language": "Написан не по-русски: чего в нём не хватает, программа сказать не может.",
		},
		nothing: "Ничего не упущено.",
		letter: "Будет сочтён отпиской: тот же текст стоял бы уже под %d или более разными обращениями. " +
			"Напишите, что сделано по этому.",
	},
	build.English: {
		kinds: map[inbox.ReplyKind]string{
			inbox.ReplyAnswer: "An answer to the point.", inbox.ReplyInterim: "An interim answer.",
			inbox.ReplyFormal: "Looks like a formal reply.", inbox.ReplyNone: "This is no answer.",
			inbox.ReplyAutomatic: "Looks like a machine's reply.",
		},
		lacks: map[string]string{
			"who":  "Nobody responsible is named.",
			"what": "It does not say what was done, will be done or was decided.",
			"when": "There is no date and no term.", "where": "It does not name the place that was written about.",
			"formal":      "It reads as formal.",
			"other_place": "It speaks of another place.", "other_matter": "It speaks of another matter.",
			"language": "It is not in Russian: the program cannot say what it lacks.",
		},
		nothing: "Nothing is missing.",
		letter: "It will count as a formal reply: the same text would stand under %d or more different messages. " +
			"Write what is done about this one.",
	},
}

// Draft says in a language what a draft of an answer is worth and what it lacks, by the codes of `otklik check-reply`,
// in one line. A code that has no words stands for itself.
func Draft(language build.Language, kind inbox.ReplyKind, lacks []string) string {
	own := draftTextsOf(language)
	parts := []string{cmp.Or(own.kinds[kind], string(kind))}
	if slices.Contains(lacks, "language") {
		parts = nil // what a text is worth that cannot be read is not known either
	}
	for _, code := range lacks {
		if code == "formal" && kind == inbox.ReplyFormal {
			continue // its kind says so
		}
		parts = append(parts, cmp.Or(own.lacks[code], code))
	}
	if len(lacks) == 0 {
		parts = append(parts, own.nothing)
	}
	return strings.Join(parts, " ")
}

// FormLetter says in a language that a draft will count as formal, because the same text answers so many different
// messages.
func FormLetter(language build.Language, complaints int) string {
	return fmt.Sprintf(draftTextsOf(language).letter, complaints)
}

func draftTextsOf(language build.Language) draftTexts {
	own, known := draftWords[cmp.Or(language, build.Russian)]
	if !known {
		return draftWords[build.Russian]
	}
	return own
}
