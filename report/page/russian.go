package page

import (
	"otklik/internal/inbox"
	"otklik/report/build"
	"sync"
)

func russianPlural(n int) int {
	if n < 0 {
		n = -n
	}
	switch tens, ones := n%100, n%10; {
	case tens >= 11 && tens <= 14:
		return 2
	case ones == 1:
		return 0
	case ones >= 2 && ones <= 4:
		return 1
	}
	return 2
}

var russian = texts{
	reasons: sync.OnceValue(func() map[string]string { return reasonWords(1) }),
	lang:    "ru", decimal: ",", thousand: Nbsp, plural: russianPlural,
	months: [12]string{"января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября",
		"ноября", "декабря"},
	monthsIn: [12]string{"январе", "феврале", "марте", "апреле", "мае", "июне", "июле", "августе", "сентябре", "октябре",
		"ноябре", "декабре"},
	inThe: "в" + Nbsp + "%s", year: Nbsp + "г.",

	unanswered:    "Без ответа",
	overdue:       "Просрочено",
	freshInPeriod: "Новых за" + Nbsp + "период", urgentMessage: noun{"срочное сообщение", "срочных сообщения", "срочных сообщений"}, urgentUsual: ", обычно" + Nbsp + "%s",
	freshIn: map[build.Length]string{build.OneDay: "Новых за" + Nbsp + "сутки", build.OneWeek: "Новых за" + Nbsp + "неделю", build.OneMonth: "Новых за" + Nbsp + "месяц"},
	ago:     map[build.Length]string{build.OneDay: "сутки назад", build.OneWeek: "неделю назад", build.OneMonth: "месяц назад"},
	in:      map[build.Length]string{build.OneDay: "За" + Nbsp + "сутки", build.OneWeek: "За" + Nbsp + "неделю", build.OneMonth: "За" + Nbsp + "месяц"},
	usualOn: [7]string{"обычно по воскресеньям", "обычно по понедельникам", "обычно по вторникам", "обычно по средам",
		"обычно по четвергам", "обычно по пятницам", "обычно по субботам"},
	usualWeek:        "в среднем за 4" + Nbsp + "недели",
	workingHour:      noun{"рабочий час", "рабочих часа", "рабочих часов"},
	hour:             noun{"час", "часа", "часов"},
	message:          noun{"сообщение", "сообщения", "сообщений"},
	people:           noun{"человека", "человек", "человек"},
	complaint:        noun{"жалоба", "жалобы", "жалоб"},
	atLeastComplaint: noun{"жалобы", "жалоб", "жалоб"},

	weekMean: "в среднем за 7" + Nbsp + "дней", unchanged: "столько же",
	noUsual: "Обычный уровень пока неизвестен", fewDays: "мало прочитанных дней для сравнения",
	unknown: "нет данных", atLeast: "не" + Nbsp + "меньше",
	moods: map[build.Mood]string{
		build.NoData: "Нет данных", build.Incomplete: "Данные неполны", build.Calmer: "Спокойнее обычного",
		build.Tenser: "Напряжённее обычного", build.Same: "Как вчера", build.Usual: "Как обычно",
		build.First: "Сравнить пока не с чем",
	},
	moodsOf: map[build.Length]map[build.Mood]string{
		build.OneWeek: {build.Calmer: "Спокойнее прошлой недели", build.Tenser: "Напряжённее прошлой недели", build.Same: "Как на прошлой неделе",
			build.Usual: "Как на прошлой неделе"},
		build.OneMonth: {build.Calmer: "Спокойнее прошлого месяца", build.Tenser: "Напряжённее прошлого месяца", build.Same: "Как в прошлом месяце",
			build.Usual: "Как в прошлом месяце"},
	},
	causes: map[build.Cause]string{
		build.CauseUrgent:     "за период пришло %s",
		build.CauseUnanswered: "ждут ответа: %s, %s" + Nbsp + "%s",
		build.CauseOverdue:    "просрочено: %s, %s" + Nbsp + "%s",
		build.CauseNew:        "новых: %s, %s" + Nbsp + "%s",
	},
	neverRead: "%s: канал ещё ни разу не прочитан", notReadSince: "%s: канал не читался с %s",
	importedOnly: "%s: загружен из файла %s, сам канал ещё не читался",
	lostPart:     "%s: не прочитано с %s по %s",
	unevaluated:  "%s: ещё не разобрано — %s",
	withheld:     "%s: площадка не показывает, что написано, — %s", lacking: "%s: площадка показала не всё, что считает, — %s",
	part:       noun{"часть", "части", "частей"},
	horizon:    "комментарии под записями, сделанными до %s, не читаются",
	noChannels: "в сводке нет ни одного канала", noneRead: "ни один канал ещё не прочитан",
	allAnswered:  "нет жалоб без ответа, все каналы прочитаны",
	readAnswered: "среди прочитанного нет жалоб без ответа; что прочитать не удалось, указано ниже",
	period:       "Период: с %s по %s", asOf: "На %s",
	urgent: "Срочно", oldest: "Ждут ответа",
	nothingKnown: "В прочитанной части жалоб без ответа не найдено, но прочитано не всё.",
	waits:        "ждёт %s", due: "срок истёк %s", dueSoon: "ответить до %s", lessThanHour: "меньше" + Nbsp + "часа", lessThanWorkingHour: "меньше" + Nbsp + "рабочего" + Nbsp + "часа",
	openQuote: "«", closeQuote: "»", numberSign: "№" + Nbsp,
	notStarted: "сбор ещё не запускался", notFinished: "чтение ещё не дошло до конца",
	received: "получено %s", open: "Открыть сообщение", from: "автор: %s",
	noLink: "прямой ссылки нет", noText: "без текста",
	hidden:  "Не показано: %s. Полный список — в таблице (форматы xlsx и csv).",
	buckets: "Сколько ждут", bucketNames: [4]string{"до 4" + Nbsp + "ч", "от" + Nbsp + "4 до" + Nbsp + "8" + Nbsp + "ч", "от" + Nbsp + "8 до" + Nbsp + "24" + Nbsp + "ч", "больше" + Nbsp + "24" + Nbsp + "ч"},
	byReply: "Формальные и устаревшие промежуточные ответы", again: "Написали снова после ответа", listen: "Нужно послушать: голос без текста",
	look: "Нужно посмотреть: вложения без текста", staffLike: "Похожи на сотрудников", likeStaff: "%s отвечает как сотрудник: %s; добавить в staff?",
	formalRef: "формальных: %s", interimRef: "промежуточных с истёкшим сроком: %s",
	edited: "Изменены после ответа", gone: "Удалены до ответа", answered: "Отвечено за период",
	editedAt: "изменено %s", goneAt: "удаление замечено %s", seenAt: "до этого видели %s", answeredAt: "ответ %s", waited: "ждал %s", late: "срок нарушен",
	speedMost: "; у 90" + Nbsp + "%% — %s", noLongerThan: "не дольше %s", inTime: "Ответов в срок: %s из %s.",
	kept:  "«В норме» — какая доля сроков, наступивших за период, соблюдена; срок, прошедший без ответа, — нарушен.",
	above: "в ответ на: %s", body: "отвечает: %s", ask: "спросить: %s", ofProblem: "пишут многие: %s", otherPeople: noun{"человек", "человека", "человек"},
	copies:       noun{"тот же текст прислал ещё %s", "тот же текст прислали ещё %s", "тот же текст прислали ещё %s"},
	sameMessages: noun{"сообщение с этим текстом", "сообщения с этим текстом", "сообщений с этим текстом"},
	moreUrgent:   "Ещё срочных: %s.", moreProblems: "Ещё проблем: %s.", moreUnread: "и ещё таких пропусков: %s", morePlaces: "ещё мест:" + Nbsp + "%s",
	unseen: "Площадки не показали частей: %s.",
	topics: "Темы", columnsTopic: [4]string{"Тема", "Без ответа", "", "Новых"},
	moreTopics: "Ещё тем: %s, в них без ответа: %s.",
	problems:   "О чём пишут многие", problem: "%s от %s, %s", fromTo: "с %s по %s",
	fromPeople: "%s от %s",
	backlog:    "Было без ответа: %s + пришло %s + вернулось %s − отвечено %s − закрыто сотрудником %s − удалено %s = стало %s.",
	lowerBound: "Прочитано не всё: цифры — нижняя граница.",
	none:       "—",
	compared: map[build.Length]string{build.OneDay: "Показатели и прошлые сутки", build.OneWeek: "Показатели и прошлая неделя",
		build.OneMonth: "Показатели и прошлый месяц"},
	columnFigure: "Показатель", columnBefore: "До того", columnChange: "Разница",
	totals: [8]string{"Получено", "Отвечено", "Без ответа", "из них просрочено", "из них с формальным ответом",
		"из них с промежуточным ответом", "из них написали снова", "Удалено до ответа"},
	noBefore: "Сравнить не с чем: такое же время до этого прочитано не полностью.",
	changes:  "Что изменилось", noChanges: "Нет изменений на четверть и не меньше чем на три.",
	changed:   "получено %s, %s" + Nbsp + "%s (%s)",
	hotPlaces: "Адреса, о которых пишут несколько человек",
	byPlace:   "По муниципалитетам", byBody: "По ответственным", byGroup: "По темам", byOfficial: "По должностным лицам",
	columnPlace: "Муниципалитет", columnBody: "Ответственный", columnOfficial: "Кому писали",
	noPlace: "место не указано", noBody: "не назначен",
	columnsPart: [10]string{"Пришло", "Отвечено", "Ждут", "Срок вышел", "Медиана, ч", "90" + Nbsp + "%, ч", "В норме", "Формально", "Снова", "Прежде"},
	notRanked:   "Меньше двух сообщений, в таблице не сравниваются: %s.",
	picture:     "Получено и без ответа по дням", pictureSoFar: "Получено и без ответа по дням, последний день — до %s",
	pictureReceived: "получено за день", pictureUnanswered: "без ответа на конец дня", pictureUnknown: "прочитано не полностью",
	columnDay: "День", pictureAlt: "За %s дней получено %s; без ответа %s было %s",
	pictureNow: ", сейчас %s", pictureLost: "Дней, прочитанных не полностью и потому не показанных: %s.",
	speed: "За период дан ответ на %s; обычное время до ответа (медиана): %s", speedNone: "За период ответов не было.",
	channels: "Каналы", lastRead: "прочитан до конца %s", never: "ещё ни разу не прочитан", stored: "хранится %s",
	imported: "загружен из файла %s", undone: "не удалось разобрать: %s", pending: "ещё не разобрано: %s",
	refused:    "площадка не показывает: %s",
	reconciled: "сверено: %s из %s", missing: "площадка считает %s, сохранено %s", missingIn: "%s, с %s: %s",
	gap: "не читался с %s по %s: %s", gapStart: "не читался до %s: %s",
	deleted: "удалено до ответа: %s",
	masked:  "Имена, телефоны, почта, номера квартир и документов скрыты.", why: "почему в списке: %s",
	kinds: map[inbox.Kind]string{inbox.Comment: "комментарий", inbox.Direct: "личное сообщение"},
	states: map[inbox.State]string{
		inbox.None: "ответ не нужен", inbox.Open: "без ответа", inbox.Formal: "формальный ответ",
		inbox.Interim: "промежуточный ответ", inbox.Reopened: "написал снова", inbox.Answered: "есть ответ",
		inbox.Dismissed: "закрыто сотрудником",
	},
	troubles: map[inbox.FailureKind]string{
		inbox.FailureNetwork: "нет связи с площадкой", inbox.FailureToken: "ключ доступа не принят",
		inbox.FailureAccess: "не хватает прав, администратору страницы надо вернуть доступ", inbox.FailureCaptcha: "площадка просит подтвердить, что это человек",
		inbox.FailureLimit: "исчерпан лимит запросов", inbox.FailurePlatform: "сбой на стороне площадки",
		inbox.FailureConflict: "очередь сообщений читает другая программа",
		inbox.FailureExpired:  "площадка не хранит сообщения так долго", inbox.FailureStore: "не удалось сохранить прочитанное",
		inbox.FailureOther: "причина не установлена",
	},
	media: map[inbox.MediaType]string{
		inbox.MediaPhoto: "фото", inbox.MediaVideo: "видео", inbox.MediaVideoNote: "видеосообщение",
		inbox.MediaVoice: "голосовое сообщение", inbox.MediaAudio: "аудиозапись", inbox.MediaDocument: "документ",
		inbox.MediaSticker: "стикер", inbox.MediaAnimation: "анимация", inbox.MediaPoll: "опрос", inbox.MediaLocation: "место на карте",
		inbox.MediaContact: "контакт", inbox.MediaLink: "ссылка", inbox.MediaRepost: "репост", inbox.MediaUnknown: "вложение", inbox.MediaOther: "вложение",
	},
	csv: []string{"№", "Канал", "Площадка", "Вид", "Номер сообщения", "Ветка", "Ссылка", "Автор", "Текст", "Получено",
		"Состояние", "Ждёт, часов", "Срок ответа", "Просрочено", "Срочно", "Группа тем", "Тема", "Муниципалитет", "Проблема",
		"Послушать", "Почему в списке", "Адрес", "Отвечает", "В ответ на", "Номер на площадке"},
	yes: "да", no: "нет", other: "Прочее",
}
