package report

import "otklik/inbox"

func englishPlural(n int) int {
	if n == 1 || n == -1 {
		return 0
	}
	return 2
}

var english = texts{
	lang: "en", decimal: ".", thousand: ",", plural: englishPlural,
	months: [12]string{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
		"November", "December"},

	unanswered:       "Unanswered",
	overdue:          "Overdue",
	fresh:            "New in the period",
	workingHour:      noun{"working hour", "", "working hours"},
	hour:             noun{"hour", "", "hours"},
	message:          noun{"message", "", "messages"},
	people:           noun{"person", "", "people"},
	complaint:        noun{"complaint", "", "complaints"},
	atLeastComplaint: noun{"complaint", "", "complaints"},

	dayBefore: "a day ago", weekMean: "7-day mean", unchanged: "the same",
	unknown: "no data", atLeast: "at" + nbsp + "least",
	moods: map[Mood]string{
		NoData: "No data", Incomplete: "The data are incomplete", Calmer: "Calmer than usual",
		Tenser: "Tenser than usual", Same: "As yesterday", Usual: "As usual",
		First: "Nothing to compare with yet",
	},
	causes: map[Cause]string{
		CauseUrgent:     "an urgent message came in the period",
		CauseUnanswered: "%s wait for an answer, %s in the week's mean",
		CauseOverdue:    "%s overdue, %s in the week's mean",
		CauseNew:        "%s new, %s in the week's mean",
	},
	neverRead: "%s: the channel was never read", notReadSince: "%s: the channel was not read since %s",
	importedOnly: "%s: imported from a file %s, the channel itself was never read",
	lostPart:     "%s: not read from %s to %s",
	noChannels:   "the digest has no channel", noneRead: "no channel was ever read",
	allAnswered:  "no complaint is unanswered, every channel was read",
	readAnswered: "no complaint is unanswered among what was read; what could not be read is named below",
	period:       "Period: from %s to %s", asOf: "As of %s",
	urgent: "Urgent", oldest: "Waiting longest",
	nothingKnown: "No unanswered complaint was found in what was read, but not everything was read.",
	waits:        "waits %s", due: "was due %s", dueSoon: "answer by %s", lessThanHour: "less than an" + nbsp + "hour", lessThanWorkingHour: "less than a" + nbsp + "working" + nbsp + "hour",
	openQuote: "“", closeQuote: "”", numberSign: "No." + nbsp,
	notStarted: "collecting has not started yet", notFinished: "the reading has not come to its end yet",
	received: "received %s", open: "Open the message", from: "author: %s",
	noLink: "no direct link", noText: "no text",
	hidden:  "Not shown: %s. The full list is in the table (format csv).",
	buckets: "How long they wait", bucketNames: [4]string{"under 4" + nbsp + "h", "4–8" + nbsp + "h", "8–24" + nbsp + "h", "over 24" + nbsp + "h"},
	byReply: "Replied to, not settled", again: "Wrote again after an answer", listen: "To be listened to: speech without text",
	formalRef: "formal replies: %s", interimRef: "interim replies: %s",
	topics: "Topics", columnsTopic: [4]string{"Topic", "Unanswered", "In a day", "New"},
	moreTopics: "More topics: %s.",
	problems:   "What many people write about", problem: "%s from %s, %s to %s",
	speed: "Answered in the period: %s; median time to the answer: %s.", speedNone: "Nothing was answered in the period.",
	channels: "Channels", lastRead: "read to its end %s", never: "never read", stored: "stored: %s",
	imported: "imported from a file %s", undone: "could not be decoded: %s",
	refused: "the platform does not show: %s",
	gap:     "not read from %s to %s: %s", gapStart: "not read until %s: %s",
	deleted: "deleted before an answer: %s",
	masked:  "Names, phones, e-mails, numbers of flats and documents are hidden.", why: "why it is listed: %s",
	platforms: map[inbox.Platform]string{inbox.VK: "VKontakte", inbox.Telegram: "Telegram"},
	kinds:     map[inbox.Kind]string{inbox.Comment: "comment", inbox.Direct: "direct message"},
	states: map[inbox.State]string{
		inbox.None: "needs no answer", inbox.Open: "unanswered", inbox.Formal: "formal reply",
		inbox.Interim: "interim reply", inbox.Reopened: "wrote again", inbox.Answered: "answered",
		inbox.Dismissed: "closed by the office",
	},
	troubles: map[inbox.Trouble]string{
		inbox.TroubleNetwork: "no connection to the platform", inbox.TroubleToken: "the token was not accepted",
		inbox.TroubleAccess: "the token lacks a right", inbox.TroubleCaptcha: "the platform wants a person to prove to be one",
		inbox.TroubleLimit: "the limit of requests is used up", inbox.TroublePlatform: "the platform failed",
		inbox.TroubleConflict: "another program reads the same queue",
		inbox.TroubleExpired:  "the platform does not keep messages that long", inbox.TroubleStore: "what was read could not be stored",
		inbox.TroubleOther: "the cause is not known",
	},
	media: map[inbox.MediaType]string{
		inbox.MediaPhoto: "photo", inbox.MediaVideo: "video", inbox.MediaVideoNote: "video message",
		inbox.MediaVoice: "voice message", inbox.MediaAudio: "audio", inbox.MediaDocument: "document",
		inbox.MediaSticker: "sticker", inbox.MediaPoll: "poll", inbox.MediaLocation: "location",
		inbox.MediaContact: "contact", inbox.MediaLink: "link", inbox.MediaRepost: "repost", inbox.MediaOther: "attachment",
	},
	csv: []string{"No", "Channel", "Platform", "Kind", "Message ID", "Thread", "Link", "Author", "Text", "Received", "State",
		"Waits, hours", "Due", "Overdue", "Urgent", "Topic group", "Topic", "Municipality", "Problem", "Listen",
		"Why it is listed"},
	yes: "yes", no: "no", other: "Прочее",
}
