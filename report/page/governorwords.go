package page

import (
	"otklik/internal/inbox"
	"otklik/report/build"
)

// governorTexts are the words of the governor's page alone.
type governorTexts struct {
	burning, ask  string
	nothingBurns  string
	moreBurning   string // how many
	widest        string // which of those most people report
	moreStreets   string // how many
	street        noun
	people        noun
	oneText       string                   // %s people sent it
	manyWrite     string                   // %s people write it
	before        map[build.Length]string  // the heading of what burned when the period began
	burned        string                   // how many
	outcomes      map[build.Outcome]string // in a list: how many
	allBurn       string                   // instead, where nothing became of any
	settled       map[build.Outcome]string // before what was settled
	danger        map[inbox.Urgency]string // where a message says no more
	days          [9]string                // from the second on
	dayNumber     string
	today         [4]string // since the night, the morning, the afternoon, the evening
	lastEvening   string
	sinceMonth    string // month; of which year
	usual         string // number
	more, less    map[build.Cause]string
	urgent        noun   // of formats: in the period; how many
	urgentUsual   string // how many
	urgentRare    string
	waits, burns  noun
	calm          string
	incomplete    string
	waiting       string // heads of columns
	overdue       string
	answered      map[build.Length]string
	formal        map[build.Length]string
	moreBodies    string
	unassigned    string // groups
	noBodies      string
	andMore       string // how many
	hidden        string // how many complaints
	appeal        noun
	newSince      string // day
	subject       string // verdict, figures; title, day
	known         string // how many messages, how many of them wait
	knownIn       map[build.Length]string
	firstWeeks    map[build.Length]string
	imported      string
	firstDays     string // the verdict in a subject
	burnsMore     string // why more burns than is urgent
	importedUntil string // day
}

func (w writer) governorWords() governorTexts {
	if w.d.Language == build.English {
		return governorEnglish()
	}
	return governorRussian()
}

func governorRussian() governorTexts {
	return governorTexts{
		burning: "Что горит", ask: "Кого спросить", nothingBurns: "Ничего не горит.", moreBurning: "Горит ещё: %s.",
		widest: "Больше всего людей пишут здесь: %s.", moreStreets: "и ещё %s", street: noun{"улица", "улицы", "улиц"},
		people:  noun{"человек", "человека", "человек"},
		oneText: "один текст прислали %s", manyWrite: "пишут %s",
		before: map[build.Length]string{build.OneDay: "Что горело вчера", build.OneWeek: "Что горело неделю назад",
			build.OneMonth: "Что горело месяц назад"},
		burned: "Горело %s: %s.",
		outcomes: map[build.Outcome]string{build.OutcomeAnswered: "ответили на %s", build.OutcomeClosed: "закрыли %s",
			build.OutcomeDeleted: "удалили %s", build.OutcomeBurns: "горит ещё %s"},
		allBurn: "ничего не потушено",
		settled: map[build.Outcome]string{build.OutcomeAnswered: "Ответили", build.OutcomeClosed: "Закрыли",
			build.OutcomeDeleted: "Удалили"},
		danger: map[inbox.Urgency]string{inbox.Life: "опасность для людей", inbox.Outage: "отключение",
			inbox.Hazard: "опасное место", "": "срочное сообщение"},
		days: [9]string{"второй день", "третий день", "четвёртый день", "пятый день", "шестой день", "седьмой день",
			"восьмой день", "девятый день", "десятый день"},
		dayNumber: "%d-й" + Nbsp + "день", today: [4]string{"с" + Nbsp + "ночи", "с" + Nbsp + "утра",
			"с" + Nbsp + "обеда", "с" + Nbsp + "вечера"},
		lastEvening: "со вчерашнего вечера", sinceMonth: "с" + Nbsp + "%s", usual: "обычно" + Nbsp + "%s",
		more: map[build.Cause]string{build.CauseUnanswered: "ждут ответа больше обычного",
			build.CauseOverdue: "просрочено больше обычного", build.CauseNew: "новых больше обычного"},
		less: map[build.Cause]string{build.CauseUnanswered: "ждут ответа меньше обычного",
			build.CauseOverdue: "просрочено меньше обычного", build.CauseNew: "новых меньше обычного"},
		urgent: noun{"%s %s" + Nbsp + "срочное",
			"%s %s" + Nbsp + "срочных", "%s %s" + Nbsp + "срочных"},
		urgentUsual: ", обычно" + Nbsp + "%s", urgentRare: ", обычно их нет",
		waits: noun{"ждёт", "ждут", "ждут"}, burns: noun{"горит", "горит", "горит"}, calm: "ничего не горит",
		incomplete: "прочитано не всё, подробности внизу",
		waiting:    "Ждут ответа", overdue: "Просрочено",
		answered: map[build.Length]string{build.OneDay: "Ответов за сутки", build.OneWeek: "Ответов за неделю",
			build.OneMonth: "Ответов за месяц"},
		formal: map[build.Length]string{build.OneDay: "Отписок за сутки", build.OneWeek: "Отписок за неделю",
			build.OneMonth: "Отписок за месяц"},
		moreBodies: "Ещё ответственных: %s.", unassigned: "Ответственный не назначен: %s.",
		noBodies: "Ответственные за темы не указаны.", andMore: "и" + Nbsp + "ещё" + Nbsp + "%s",
		hidden:   "Не показано: %s. Полный список — у пресс-службы и в таблице.",
		appeal:   noun{"обращение", "обращения", "обращений"},
		newSince: "Новых с" + Nbsp + "%s",
		subject:  "%s: %s · %s, %s",
		known:    "В файле %s, без ответа" + Nbsp + "%s",
		knownIn: map[build.Length]string{build.OneWeek: "За неделю пришло %s, ответили на %s",
			build.OneMonth: "За месяц пришло %s, ответили на %s"},
		firstWeeks: map[build.Length]string{
			build.OneWeek:  "с прошлой неделей сравним, когда прочитаем две подряд",
			build.OneMonth: "с прошлым месяцем сравним, когда прочитаем два подряд"},
		imported: "По файлу переписки", firstDays: "Первые дни",
		burnsMore:     "Опасные места горят, но срочными не считаются.",
		importedUntil: "последнее — %s; новые не читаются, пока канал не подключён",
	}
}

func governorEnglish() governorTexts {
	return governorTexts{
		burning: "What burns", ask: "Whom to ask", nothingBurns: "Nothing burns.", moreBurning: "More that burn: %s.",
		widest: "Most people write of this: %s.", moreStreets: "and %s",
		street: noun{"more street", "", "more streets"},
		people: noun{"person", "", "people"}, oneText: "one text sent by %s", manyWrite: "written by %s",
		before: map[build.Length]string{build.OneDay: "What burned yesterday", build.OneWeek: "What burned a week ago",
			build.OneMonth: "What burned a month ago"},
		burned: "%s burned: %s.",
		outcomes: map[build.Outcome]string{build.OutcomeAnswered: "answered %s", build.OutcomeClosed: "closed %s",
			build.OutcomeDeleted: "deleted %s", build.OutcomeBurns: "still burning %s"},
		allBurn: "nothing was put out",
		settled: map[build.Outcome]string{build.OutcomeAnswered: "Answered", build.OutcomeClosed: "Closed",
			build.OutcomeDeleted: "Deleted"},
		danger: map[inbox.Urgency]string{inbox.Life: "danger to people", inbox.Outage: "an outage",
			inbox.Hazard: "a dangerous place", "": "an urgent message"},
		days: [9]string{"second day", "third day", "fourth day", "fifth day", "sixth day", "seventh day", "eighth day",
			"ninth day", "tenth day"},
		dayNumber: "day" + Nbsp + "%d", today: [4]string{"since the night", "since the morning", "since noon",
			"since the evening"},
		lastEvening: "since last evening", sinceMonth: "since" + Nbsp + "%s", usual: "usually" + Nbsp + "%s",
		more: map[build.Cause]string{build.CauseUnanswered: "more wait for an answer than usual",
			build.CauseOverdue: "more are overdue than usual", build.CauseNew: "more are new than usual"},
		less: map[build.Cause]string{build.CauseUnanswered: "fewer wait for an answer than usual",
			build.CauseOverdue: "fewer are overdue than usual", build.CauseNew: "fewer are new than usual"},
		urgent: noun{"%[2]s" + Nbsp + "urgent one %[1]s", "",
			"%[2]s" + Nbsp + "urgent ones %[1]s"},
		urgentUsual: ", usually" + Nbsp + "%s", urgentRare: ", usually none",
		waits: noun{"waits", "", "wait"}, burns: noun{"burns", "", "burn"}, calm: "nothing burns",
		incomplete: "not everything was read, see the foot of the page",
		waiting:    "Waiting", overdue: "Overdue",
		answered: map[build.Length]string{build.OneDay: "Answered in a day", build.OneWeek: "Answered in a week",
			build.OneMonth: "Answered in a month"},
		formal: map[build.Length]string{build.OneDay: "Form letters in a day", build.OneWeek: "Form letters in a week",
			build.OneMonth: "Form letters in a month"},
		moreBodies: "More bodies: %s.", unassigned: "Nobody is named for: %s.",
		noBodies: "Nobody is named for the topics.", andMore: "and" + Nbsp + "%s" + Nbsp + "more",
		hidden:   "Not shown: %s. The press office and the table have the full list.",
		appeal:   noun{"message", "", "messages"},
		newSince: "New since" + Nbsp + "%s",
		subject:  "%s: %s · %s, %s",
		known:    "%s in the file, %s unanswered",
		knownIn: map[build.Length]string{build.OneWeek: "%s came in the week, %s were answered",
			build.OneMonth: "%s came in the month, %s were answered"},
		firstWeeks: map[build.Length]string{
			build.OneWeek:  "weeks are compared once two in a row were read",
			build.OneMonth: "months are compared once two in a row were read"},
		imported: "From a file of messages", firstDays: "First days",
		burnsMore:     "Dangerous places burn and do not count as urgent.",
		importedUntil: "the last of %s; new ones are not read until the channel is connected",
	}
}
