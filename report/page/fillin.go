package page

import (
	"strings"

	"otklik/report/build"
)

// FillIn are the words of what people fill in, in a register or in a sample, for the program to read back.
type FillIn struct {
	// titles of the columns of a register; ChannelName is no such column, but stands beside the channel's id
	ChannelName                            string
	Decision, Group, Topic, Place, Decider string
	// what may stand under Decision. How a message was answered follows the word of Elsewhere.
	Needed, Needless, Elsewhere []string
	// Offered are the decisions that a workbook lets one choose; Hint says more of them.
	Offered []string
	Hint    string
	// NoPlace may stand under Place: the message names none.
	NoPlace []string
	// SomehowElse is how a message was answered where nobody says it.
	SomehowElse string
	// Lists names the hidden sheet of a workbook that holds what may be chosen.
	Lists string
}

var fillIns = map[build.Language]FillIn{
	build.Russian: {
		ChannelName: "Название канала",
		Decision:    "Решение", Group: "Верная группа", Topic: "Верная тема", Place: "Верное место", Decider: "Кто",
		Needed: []string{"нужен ответ", "ответ нужен", "нужен", "требует ответа"},
		Needless: []string{"не нужен", "ответ не нужен", "не нужен ответ", "ответа не требует",
			"не требует ответа"},
		Elsewhere: []string{"отвечено"},
		Offered:   []string{"нужен ответ", "не нужен", "отвечено по телефону", "отвечено письмом", "отвечено лично"},
		Hint: "Выберите или впишите: «нужен ответ», «не нужен», «отвечено …» — и чем. Сохраните файл и передайте " +
			"его команде «otklik correct --from».",
		NoPlace: []string{"нет", "нет места", "места нет", "не указано", "место не указано", "-"},

		SomehowElse: "отвечено иначе", Lists: "Списки",
	},
	build.English: {
		ChannelName: "Channel name",
		Decision:    "Decision", Group: "Right group", Topic: "Right topic", Place: "Right place",
		Decider:   "Decided by",
		Needed:    []string{"answer needed", "needs an answer", "needed"},
		Needless:  []string{"not needed", "no answer needed", "needs no answer", "needless"},
		Elsewhere: []string{"answered"},
		Offered: []string{"answer needed", "not needed", "answered by telephone", "answered by letter",
			"answered in person"},
		Hint: "Choose or write: \"answer needed\", \"not needed\", \"answered …\" and how. Save the file and give it " +
			"to the command \"otklik correct --from\".",
		NoPlace:     []string{"none", "no place", "not given", "-"},
		SomehowElse: "answered in another way", Lists: "Lists",
	},
}

// FillIn are the words of what people fill in.
func (w Words) FillIn() FillIn { return fillIns[w.language()] }

// Topic is what a group or a topic is called; a region's own keep their names.
func (w Words) Topic(name string) string { return w.t.topicName(name) }

// OriginalTopic is the classifier's own name of a group or a topic that is named in English; any other stays as it is.
func OriginalTopic(name string) string {
	given := strings.Join(strings.Fields(name), " ")
	for original, words := range english.topics() {
		if strings.EqualFold(words.name, given) {
			return original
		}
	}
	return name
}

// Titles are those of the columns, in their order.
func (f FillIn) Titles() []string { return []string{f.Decision, f.Group, f.Topic, f.Place, f.Decider} }

// language is that of the words.
func (w Words) language() build.Language {
	if w.t == &english {
		return build.English
	}
	return build.Russian
}
