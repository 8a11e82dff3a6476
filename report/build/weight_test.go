package build_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"otklik/internal/inbox"
	"otklik/report/build"
	"otklik/report/page"
	"otklik/report/reporttest"
)

// What falls due together goes by how many people look at it; what is due earlier, or urgent, stays before it.
func TestWeightBreaksTies(t *testing.T) {
	in, at := reporttest.Town(t), reporttest.Morning(t)
	night := at.AddDate(0, 0, -1) // on Sunday: all of it is due on Monday's evening
	in.Records, in.Problems = nil, nil
	for id, likes := range []int{0, 2, 12, 5} {
		r := reporttest.Written(id+1, night.Add(time.Duration(id)*time.Hour), "Дороги", "Энск", "Яма на дороге.")
		r.Message.Likes = likes
		in.Records = append(in.Records, r)
	}
	in.Records[3].Message.Replies = 9
	earlier := reporttest.Written(5, night.AddDate(0, 0, -2), "Дороги", "Энск", "Яма на дороге.")
	urgent := reporttest.Written(6, night, "ЖКХ", "Энск", "Провод искрит.")
	urgent.Status.Urgency = inbox.Life
	in.Records = append(in.Records, earlier, urgent)
	in.Audience = build.Press
	d := build.New(in, at)
	order := ""
	for _, c := range d.Complaints {
		order += c.ID
	}
	if order != "654321" {
		t.Errorf("the order is %s", order)
	}
	text := reporttest.Words(fmt.Sprint(page.New(d)))
	for _, words := range []string{"12 отметок «нравится»", "9 ответов под сообщением"} {
		if !strings.Contains(text, words) {
			t.Errorf("the page lacks %q", words)
		}
	}
}
