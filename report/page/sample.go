package page

import (
	"otklik/report/build"
)

// Sample are messages that people judge without being shown what the program makes of them.
type Sample struct {
	Language build.Language
	// Groups are those that may be chosen.
	Groups []string
	Rows   []SampleRow
}

// SampleRow is a message of a sample.
type SampleRow struct {
	Number, Channel string
	Above, Text     string // masked where the office wants it
	// Code says how the message was drawn, in a form that tells nobody what it was read as.
	Code string
}

// SampleWords are those of a sample.
type SampleWords struct {
	Title, Hint string
	// titles of columns
	Number, Channel, Above, Text, Needs, Group, Decider, Code string
	// what may stand under Needs: the first of each is offered, all are understood
	Yes, No, Unsure []string
	// Reason is that of the corrections which a sample becomes.
	Reason string
	Lists  string // the hidden sheet of the groups
}

var sampleWords = map[build.Language]SampleWords{
	build.Russian: {
		Title: "Выборка",
		Hint: "Нужен ли на сообщение ответ власти? «да», «нет» или «не знаю». Судите по тексту, как если бы " +
			"программы не было. Код не меняйте.",
		Number: "Номер сообщения", Channel: "Канал", Above: "На что отвечает", Text: "Текст", Needs: "Нужен ответ?",
		Group: "Группа", Decider: "Кто", Code: "Код",
		Yes:    []string{"да", "нужен", "истина", "1"},
		No:     []string{"нет", "не нужен", "ложь", "0"},
		Unsure: []string{"не знаю", "?"},
		Reason: "мнение по выборке", Lists: "Списки",
	},
	build.English: {
		Title: "Sample",
		Hint: "Does the message need an answer of the authorities? \"yes\", \"no\" or \"not sure\". Judge by the " +
			"text, as if there were no program. Leave the code as it is.",
		Number: "Message number", Channel: "Channel", Above: "Replies to", Text: "Text", Needs: "Needs an answer?",
		Group: "Group", Decider: "Decided by", Code: "Code",
		Yes:    []string{"yes", "y", "true", "1"},
		No:     []string{"no", "n", "false", "0"},
		Unsure: []string{"not sure", "?"},
		Reason: "an opinion on a sample", Lists: "Lists",
	},
}

// Sample are the words of a sample.
func (w Words) Sample() SampleWords { return sampleWords[w.language()] }

// Titles are those of a sample's columns, in their order.
func (s SampleWords) Titles() []string {
	return []string{s.Number, s.Channel, s.Above, s.Text, s.Needs, s.Group, s.Decider, s.Code}
}

// Offered is what may be chosen under Needs.
func (s SampleWords) Offered() []string { return []string{s.Yes[0], s.No[0], s.Unsure[0]} }
