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
	year: nbsp + "г.",

	unanswered:       "Без ответа",
	overdue:          "Просрочено",
	fresh:            "Новых за период",
	workingHour:      noun{"рабочий час", "рабочих часа", "рабочих часов"},
	hour:             noun{"час", "часа", "часов"},
	message:          noun{"сообщение", "сообщения", "сообщений"},
	people:           noun{"человека", "человек", "человек"},
	complaint:        noun{"жалоба", "жалобы", "жалоб"},
	atLeastComplaint: noun{"жалобы", "жалоб", "жалоб"},

	dayBefore: "сутки назад", weekMean: "в среднем за 7" + nbsp + "дней", unchanged: "столько же",
	unknown: "нет данных", atLeast: "не" + nbsp + "меньше",
	moods: map[Mood]string{
		NoData: "Нет данных", Incomplete: "Данные неполны", Calmer: "Спокойнее обычного",
		Tenser: "Напряжённее обычного", Same: "Как вчера", Usual: "Как обычно",
		First: "Сравнить пока не с чем",
	},
	causes: map[Cause]string{
		CauseUrgent:     "за период пришло срочное сообщение",
		CauseUnanswered: "ждут ответа: %s, в среднем за неделю %s",
		CauseOverdue:    "просрочено: %s, в среднем за неделю %s",
		CauseNew:        "новых: %s, в среднем за неделю %s",
	},
	neverRead: "%s: канал ещё ни разу не прочитан", notReadSince: "%s: канал не читался с %s",
	importedOnly: "%s: загружен из файла %s, сам канал ещё не читался",
	lostPart:     "%s: не прочитано с %s по %s",
	noChannels:   "в сводке нет ни одного канала", noneRead: "ни один канал ещё не прочитан",
	allAnswered:  "нет жалоб без ответа, все каналы прочитаны",
	readAnswered: "среди прочитанного нет жалоб без ответа; что прочитать не удалось, указано ниже",
	period:       "Период: с %s по %s", asOf: "На %s",
	urgent: "Срочно", oldest: "Ждут дольше всех",
	nothingKnown: "В прочитанной части жалоб без ответа не найдено, но прочитано не всё.",
	waits:        "ждёт %s", due: "срок истёк %s", dueSoon: "ответить до %s", lessThanHour: "меньше" + nbsp + "часа", lessThanWorkingHour: "меньше" + nbsp + "рабочего" + nbsp + "часа",
	openQuote: "«", closeQuote: "»", numberSign: "№" + nbsp,
	notStarted: "сбор ещё не запускался", notFinished: "чтение ещё не дошло до конца",
	received: "получено %s", open: "Открыть сообщение", from: "автор: %s",
	noLink: "прямой ссылки нет", noText: "без текста",
	hidden:  "Не показано: %s. Полный список — в таблице (формат csv).",
	buckets: "Сколько ждут", bucketNames: [4]string{"до 4" + nbsp + "ч", "4–8" + nbsp + "ч", "8–24" + nbsp + "ч", "больше 24" + nbsp + "ч"},
	byReply: "Ответ дан, но дело не закрыто", again: "Написали снова после ответа", listen: "Нужно послушать: голос без текста",
	formalRef: "формальных ответов: %s", interimRef: "промежуточных ответов: %s",
	topics: "Темы", columnsTopic: [4]string{"Тема", "Без ответа", "За сутки", "Новых"},
	moreTopics: "Ещё тем: %s.",
	problems:   "О чём пишут многие", problem: "%s от %s, с %s по %s",
	speed: "За период дан ответ на %s; обычное время до ответа (медиана): %s.", speedNone: "За период ответов не было.",
	channels: "Каналы", lastRead: "прочитан до конца %s", never: "ещё ни разу не прочитан", stored: "хранится %s",
	imported: "загружен из файла %s", undone: "не удалось разобрать: %s",
	refused: "площадка не показывает: %s",
	gap:     "не читался с %s по %s: %s", gapStart: "не читался до %s: %s",
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
		inbox.MediaSticker: "стикер", inbox.MediaPoll: "опрос", inbox.MediaLocation: "место на карте",
		inbox.MediaContact: "контакт", inbox.MediaLink: "ссылка", inbox.MediaRepost: "репост", inbox.MediaOther: "вложение",
	},
	csv: []string{"№", "Канал", "Площадка", "Вид", "Номер сообщения", "Ветка", "Ссылка", "Автор", "Текст", "Получено",
		"Состояние", "Ждёт, часов", "Срок ответа", "Просрочено", "Срочно", "Группа тем", "Тема", "Муниципалитет", "Проблема",
		"Послушать", "Почему в списке"},
	yes: "да", no: "нет", other: "Прочее",
}
