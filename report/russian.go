package report

import "otklik/inbox"

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
	lang: "ru", decimal: ",", thousand: nbsp, plural: russianPlural,
	months: [12]string{"января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября", "октября",
		"ноября", "декабря"},
	monthsIn: [12]string{"январе", "феврале", "марте", "апреле", "мае", "июне", "июле", "августе", "сентябре", "октябре",
		"ноябре", "декабре"},
	inThe: "в" + nbsp + "%s", year: nbsp + "г.",

	unanswered:    "Без ответа",
	overdue:       "Просрочено",
	freshInPeriod: "Новых за" + nbsp + "период", urgentMessage: noun{"срочное сообщение", "срочных сообщения", "срочных сообщений"}, urgentUsual: ", обычно" + nbsp + "%s",
	freshIn: map[Length]string{OneDay: "Новых за" + nbsp + "сутки", OneWeek: "Новых за" + nbsp + "неделю", OneMonth: "Новых за" + nbsp + "месяц"},
	ago:     map[Length]string{OneDay: "сутки назад", OneWeek: "неделю назад", OneMonth: "месяц назад"},
	in:      map[Length]string{OneDay: "За" + nbsp + "сутки", OneWeek: "За" + nbsp + "неделю", OneMonth: "За" + nbsp + "месяц"},
	usualOn: [7]string{"обычно по воскресеньям", "обычно по понедельникам", "обычно по вторникам", "обычно по средам",
		"обычно по четвергам", "обычно по пятницам", "обычно по субботам"},
	usualWeek:        "в среднем за 4" + nbsp + "недели",
	workingHour:      noun{"рабочий час", "рабочих часа", "рабочих часов"},
	hour:             noun{"час", "часа", "часов"},
	message:          noun{"сообщение", "сообщения", "сообщений"},
	people:           noun{"человека", "человек", "человек"},
	complaint:        noun{"жалоба", "жалобы", "жалоб"},
	atLeastComplaint: noun{"жалобы", "жалоб", "жалоб"},

	weekMean: "в среднем за 7" + nbsp + "дней", unchanged: "столько же",
	noUsual: "Обычный уровень пока неизвестен", fewDays: "мало прочитанных дней для сравнения",
	unknown: "нет данных", atLeast: "не" + nbsp + "меньше",
	moods: map[Mood]string{
		NoData: "Нет данных", Incomplete: "Данные неполны", Calmer: "Спокойнее обычного",
		Tenser: "Напряжённее обычного", Same: "Как вчера", Usual: "Как обычно",
		First: "Сравнить пока не с чем",
	},
	moodsOf: map[Length]map[Mood]string{
		OneWeek: {Calmer: "Спокойнее прошлой недели", Tenser: "Напряжённее прошлой недели", Same: "Как на прошлой неделе",
			Usual: "Как на прошлой неделе"},
		OneMonth: {Calmer: "Спокойнее прошлого месяца", Tenser: "Напряжённее прошлого месяца", Same: "Как в прошлом месяце",
			Usual: "Как в прошлом месяце"},
	},
	causes: map[Cause]string{
		CauseUrgent:     "за период пришло %s",
		CauseUnanswered: "ждут ответа: %s, %s" + nbsp + "%s",
		CauseOverdue:    "просрочено: %s, %s" + nbsp + "%s",
		CauseNew:        "новых: %s, %s" + nbsp + "%s",
	},
	neverRead: "%s: канал ещё ни разу не прочитан", notReadSince: "%s: канал не читался с %s",
	importedOnly: "%s: загружен из файла %s, сам канал ещё не читался",
	lostPart:     "%s: не прочитано с %s по %s",
	noChannels:   "в сводке нет ни одного канала", noneRead: "ни один канал ещё не прочитан",
	allAnswered:  "нет жалоб без ответа, все каналы прочитаны",
	readAnswered: "среди прочитанного нет жалоб без ответа; что прочитать не удалось, указано ниже",
	period:       "Период: с %s по %s", asOf: "На %s",
	urgent: "Срочно", oldest: "Ждут ответа",
	nothingKnown: "В прочитанной части жалоб без ответа не найдено, но прочитано не всё.",
	waits:        "ждёт %s", due: "срок истёк %s", dueSoon: "ответить до %s", lessThanHour: "меньше" + nbsp + "часа", lessThanWorkingHour: "меньше" + nbsp + "рабочего" + nbsp + "часа",
	openQuote: "«", closeQuote: "»", numberSign: "№" + nbsp,
	notStarted: "сбор ещё не запускался", notFinished: "чтение ещё не дошло до конца",
	received: "получено %s", open: "Открыть сообщение", from: "автор: %s",
	noLink: "прямой ссылки нет", noText: "без текста",
	hidden:  "Не показано: %s. Полный список — в таблице (форматы xlsx и csv).",
	buckets: "Сколько ждут", bucketNames: [4]string{"до 4" + nbsp + "ч", "от" + nbsp + "4 до" + nbsp + "8" + nbsp + "ч", "от" + nbsp + "8 до" + nbsp + "24" + nbsp + "ч", "больше" + nbsp + "24" + nbsp + "ч"},
	byReply: "Формальные и устаревшие промежуточные ответы", again: "Написали снова после ответа", listen: "Нужно послушать: голос без текста",
	look: "Нужно посмотреть: вложения без текста", staffLike: "Похожи на сотрудников", likeStaff: "%s отвечает как сотрудник: %s; добавить в staff?",
	formalRef: "формальных: %s", interimRef: "промежуточных с истёкшим сроком: %s",
	edited: "Изменены после ответа", gone: "Удалены до ответа", answered: "Отвечено за период",
	editedAt: "изменено %s", goneAt: "удаление замечено %s", seenAt: "до этого видели %s", answeredAt: "ответ %s", waited: "ждал %s", late: "срок нарушен",
	speedMost: "; у 90" + nbsp + "%% — %s", noLongerThan: "не дольше %s", inTime: "Ответов в срок: %s из %s.",
	kept:  "«В норме» — какая доля сроков, наступивших за период, соблюдена; срок, прошедший без ответа, — нарушен.",
	above: "в ответ на: %s", body: "отвечает: %s", ask: "спросить: %s", ofProblem: "пишут многие: %s", copies: "тот же текст прислали ещё %s", otherPeople: noun{"человек", "человека", "человек"},
	moreUrgent: "Ещё срочных: %s.", moreProblems: "Ещё проблем: %s.", moreUnread: "и ещё таких пропусков: %s", morePlaces: "ещё мест:" + nbsp + "%s",
	unseen: "Площадки не показали частей: %s.",
	topics: "Темы", columnsTopic: [4]string{"Тема", "Без ответа", "", "Новых"},
	moreTopics: "Ещё тем: %s, в них без ответа: %s.",
	problems:   "О чём пишут многие", problem: "%s от %s, %s", fromTo: "с %s по %s",
	fromPeople: "%s от %s",
	backlog:    "Было без ответа: %s + пришло %s + вернулось %s − отвечено %s − закрыто сотрудником %s − удалено %s = стало %s.",
	lowerBound: "Прочитано не всё: цифры — нижняя граница.",
	none:       "—",
	compared: map[Length]string{OneDay: "Показатели и прошлые сутки", OneWeek: "Показатели и прошлая неделя",
		OneMonth: "Показатели и прошлый месяц"},
	columnFigure: "Показатель", columnBefore: "До того", columnChange: "Разница",
	totals: [8]string{"Получено", "Отвечено", "Без ответа", "из них просрочено", "из них с формальным ответом",
		"из них с промежуточным ответом", "из них написали снова", "Удалено до ответа"},
	noBefore: "Сравнить не с чем: такое же время до этого прочитано не полностью.",
	changes:  "Что изменилось", noChanges: "Нет изменений на четверть и не меньше чем на три.",
	changed:   "получено %s, %s" + nbsp + "%s (%s)",
	hotPlaces: "Адреса, о которых пишут несколько человек",
	byPlace:   "По муниципалитетам", byBody: "По ответственным", byGroup: "По темам", byOfficial: "По должностным лицам",
	columnPlace: "Муниципалитет", columnBody: "Ответственный", columnOfficial: "Кому писали",
	noPlace: "место не указано", noBody: "не назначен",
	columnsPart: [10]string{"Пришло", "Отвечено", "Ждут", "Срок вышел", "Медиана, ч", "90" + nbsp + "%, ч", "В норме", "Формально", "Снова", "Прежде"},
	notRanked:   "Меньше двух сообщений, в таблице не сравниваются: %s.",
	picture:     "Получено и без ответа по дням", pictureSoFar: "Получено и без ответа по дням, последний день — до %s",
	pictureReceived: "получено за день", pictureUnanswered: "без ответа на конец дня", pictureUnknown: "прочитано не полностью",
	columnDay: "День", pictureAlt: "За %s дней получено %s; без ответа %s было %s",
	pictureNow: ", сейчас %s", pictureLost: "Дней, прочитанных не полностью и потому не показанных: %s.",
	speed: "За период дан ответ на %s; обычное время до ответа (медиана): %s", speedNone: "За период ответов не было.",
	channels: "Каналы", lastRead: "прочитан до конца %s", never: "ещё ни разу не прочитан", stored: "хранится %s",
	imported: "загружен из файла %s", undone: "не удалось разобрать: %s",
	refused:    "площадка не показывает: %s",
	reconciled: "сверено: %s из %s", missing: "площадка считает %s, сохранено %s", missingIn: "%s, с %s: %s",
	gap: "не читался с %s по %s: %s", gapStart: "не читался до %s: %s",
	deleted: "удалено до ответа: %s",
	masked:  "Имена, телефоны, почта, номера квартир и документов скрыты.", why: "почему в списке: %s",
	platforms: map[inbox.Platform]string{inbox.VK: "ВКонтакте", inbox.Telegram: "Telegram"},
	kinds:     map[inbox.Kind]string{inbox.Comment: "комментарий", inbox.Direct: "личное сообщение"},
	states: map[inbox.State]string{
		inbox.None: "ответ не нужен", inbox.Open: "без ответа", inbox.Formal: "формальный ответ",
		inbox.Interim: "промежуточный ответ", inbox.Reopened: "написал снова", inbox.Answered: "есть ответ",
		inbox.Dismissed: "закрыто сотрудником",
	},
	troubles: map[inbox.Trouble]string{
		inbox.TroubleNetwork: "нет связи с площадкой", inbox.TroubleToken: "ключ доступа не принят",
		inbox.TroubleAccess: "у ключа доступа не хватает прав", inbox.TroubleCaptcha: "площадка просит подтвердить, что это человек",
		inbox.TroubleLimit: "исчерпан лимит запросов", inbox.TroublePlatform: "сбой на стороне площадки",
		inbox.TroubleConflict: "очередь сообщений читает другая программа",
		inbox.TroubleExpired:  "площадка не хранит сообщения так долго", inbox.TroubleStore: "не удалось сохранить прочитанное",
		inbox.TroubleOther: "причина не установлена",
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
