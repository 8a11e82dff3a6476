package sandbox

import (
	"fmt"
	"time"

	"otklik/internal/sandbox/town"
)

var testNow = time.Date(2026, 3, 20, 12, 0, 0, 0, time.UTC)

// smallTown has on each platform a post with a thread of fourteen replies, a deleted leaf and a deleted parent, all
// kinds of media, and dialogs with and without an answer.
func smallTown() town.Town {
	t := town.Town{Official: "Глава Тестовой области"}
	for i := range 9 {
		t.People = append(t.People, town.Person{FirstName: fmt.Sprintf("Имя%d", i), LastName: "Тестов"})
	}
	for _, platform := range []town.Platform{town.VK, town.Telegram} {
		for n := range 3 {
			at := testNow.Add(-time.Duration(72-n*20) * time.Hour)
			post := town.Post{Platform: platform, At: at, Text: fmt.Sprintf("Новость %d #тест", n)}
			say := func(author, replyTo int, text string) *town.Comment {
				at = at.Add(3 * time.Minute)
				post.Comments = append(post.Comments,
					town.Comment{Author: author, At: at, Text: text, ReplyTo: replyTo})
				return &post.Comments[len(post.Comments)-1]
			}
			say(0, -1, "Во дворе третий день нет света, когда починят?").Truth = town.Truth{NeedsAnswer: true}
			for i := range 14 {
				say(1+i%3, i%2*i, fmt.Sprintf("Ответ номер %d в той же самой ветке", i))
			}
			say(town.OfficialSide, 0, "Бригада выехала, свет дадут к вечеру.")
			say(2, -1, "этот комментарий удалён").Deleted = true
			say(3, -1, "и этот удалён, но под ним стоят ответы").Deleted = true
			say(town.OfficialSide, 17, "ответ под удалённым")
			say(town.OfficialSide, 1, "ответ под репликой")
			say(town.OfficialSide, 2, "ещё один")
			say(4, -1, "смотрите сами").Media = "photo"
			say(5, -1, "").Media = "sticker"
			say(6, -1, "").Media = "voice"
			say(6, -1, "").Media = "voice"
			say(7, -1, "Очень длинный комментарий, который без нужды тянется и тянется, чтобы его пришлось обрезать "+
				"на девяноста знаках.")
			t.Posts = append(t.Posts, post)
		}
		for person := range 4 {
			at := testNow.Add(-time.Duration(10-person) * time.Hour)
			d := town.Dialog{Platform: platform, Person: person}
			d.Messages = append(d.Messages,
				town.DirectMessage{At: at, Text: "Здравствуйте! Почему не ходит автобус?",
					Truth: town.Truth{NeedsAnswer: true}},
				town.DirectMessage{At: at.Add(time.Second), FromOfficial: true, Automatic: true,
					Text: "Спасибо за обращение, мы ответим."},
				town.DirectMessage{At: at.Add(time.Minute), Media: "voice"})
			if person == 2 {
				d.Messages = append(d.Messages, town.DirectMessage{At: at.Add(time.Hour), FromOfficial: true,
					Text: "Автобус вернётся на линию в среду."})
			}
			t.Dialogs = append(t.Dialogs, d)
		}
	}
	return t
}

func stillClock() time.Time { return testNow }
