package town

import "time"

// Small has one post with comments and one dialog on each platform, written some hours before a moment: for tests.
func Small(now time.Time) Town {
	at := now.Add(-5 * time.Hour).Truncate(time.Second)
	minute := func(n int) time.Time { return at.Add(time.Duration(n) * time.Minute) }
	comments := []Comment{
		{Author: 0, At: minute(1), Text: "На Заречной третью неделю не горит ни один фонарь, когда почините?",
			ReplyTo: -1},
		{Author: 1, At: minute(2), Text: "Спасибо за праздник, было очень здорово!", ReplyTo: -1},
		{Author: 2, At: minute(3), Text: "Во дворе Садовой, 5 не вывозят мусор уже десять дней, примите меры! Мой " +
			"телефон +7 (000) 000-00-00", ReplyTo: -1},
		{Author: OfficialSide, At: minute(9), Text: "Мусор вывезли сегодня в 12 часов, подрядчику выписан штраф 20 " +
			"тысяч рублей.", ReplyTo: 2},
	}
	return Town{Official: "Губернатор Энской области",
		People: []Person{{FirstName: "Анна", LastName: "Проверкина"}, {FirstName: "Пётр", LastName: "Образцов"},
			{FirstName: "Ольга", LastName: "Примерова"}},
		Posts: []Post{{Platform: VK, At: at, Text: "Открыли сквер.", Comments: comments},
			{Platform: Telegram, At: at, Text: "Открыли сквер.", Comments: comments}},
		Dialogs: []Dialog{{Platform: VK, Person: 1, Messages: []DirectMessage{
			{At: minute(4), Text: "Здравствуйте! В доме 7 по улице Труда нет отопления, в квартире 12 градусов. " +
				"Помогите!"},
			{At: minute(5), FromOfficial: true, Automatic: true, Text: "Здравствуйте! Ваше сообщение получено, мы " +
				"ответим в рабочее время."},
		}}}}
}
