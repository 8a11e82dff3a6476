package render

import (
	"bytes"
	"fmt"
	"mime"
	"net/http"
	"strings"
	"testing"
	"time"

	"otklik/internal/inbox"
	"otklik/internal/worktime"
	"otklik/report/build"
	"otklik/report/page"
)

// town is the digest of a made-up town with n complaints, in one of the audiences.
func town(t testing.TB, audience build.Audience, n int) build.Digest {
	t.Helper()
	zone := time.FixedZone("", 5*60*60)
	calendar, err := worktime.Parse(zone, []string{"09:00-18:00"},
		[]string{"mon", "tue", "wed", "thu", "fri"}, nil, nil)
	if err != nil {
		t.Fatal(err)
	}
	at := time.Date(2026, time.November, 23, 8, 0, 0, 0, zone)
	in := build.Input{ID: "morning", Title: "Утренняя сводка", Audience: audience, Location: zone,
		From: at.AddDate(0, 0, -1),
		Norm: worktime.Norm{AnswerWithin: 8 * time.Hour, Clock: worktime.ClockWorking, Calendar: calendar,
			InterimDays: 7},
		Channels: []build.ChannelInput{{Coverage: inbox.Coverage{Channel: "mayor/vk",
			LastComplete: at.Add(-time.Minute), Stored: n}, Platform: "vk", Fresh: true}}}
	for i := range n {
		sent := at.Add(-time.Duration(i+1) * 53 * time.Minute)
		m := inbox.Message{Channel: "mayor/vk", Platform: "vk", Kind: inbox.Comment, ID: fmt.Sprint(i + 1),
			Thread: "-1_1", Author: inbox.Author{ID: "7", Name: "Выдуманов"},
			Text: "Во дворе не вывозят мусор.", URL: fmt.Sprintf("https://vk.com/wall-1_1?reply=%d", i+1), Sent: sent,
			FirstSeen: sent, LastSeen: at}
		in.Records = append(in.Records, inbox.Record{Message: m, Status: &inbox.MessageStatus{Ref: m.Ref(),
			Assessment: inbox.Assessment{Category: inbox.Complaint, NeedsAnswer: true, Score: 0.9,
				Group: "Обращение с отходами", Municipality: "Энск"},
			History: []inbox.Change{{At: sent, State: inbox.Open}}}})
	}
	return build.New(in, at)
}

func TestEveryFormat(t *testing.T) {
	for audience, n := range map[build.Audience]int{build.Governor: 40, build.Press: 1, build.Analyst: 0} {
		d := town(t, audience, n)
		for _, f := range Formats() {
			got, err := Render(d, f)
			if f == PNG && page.New(d).Picture == nil {
				if err == nil || got != nil {
					t.Errorf("%s of %d: a picture of nothing", audience, n)
				}
				continue
			}
			if err != nil {
				t.Errorf("%s of %d as %s: %v", audience, n, f, err)
				continue
			}
			if n == 1 {
				if again, err := Render(d, f); err != nil || !bytes.Equal(got, again) {
					t.Errorf("%s of %d as %s: other bytes the second time (%v)", audience, n, f, err)
				}
			}
			// What the bytes look like is what they are said to be. Zip files are only known as such, and some
			// texts as plain ones.
			want, _, err := mime.ParseMediaType(f.ContentType())
			if err != nil {
				t.Fatal(err)
			}
			seen, _, _ := mime.ParseMediaType(http.DetectContentType(got))
			switch {
			case f == XLSX || f == DOCX:
				want = "application/zip"
			case f == JSON || strings.HasPrefix(want, "text/") && f != HTML:
				want = "text/plain"
			}
			if seen != want {
				t.Errorf("%s of %d as %s looks like %s", audience, n, f, seen)
			}
		}
	}
}

func TestNoPicture(t *testing.T) {
	d := build.Digest{ID: "morning", At: time.Date(2026, time.November, 23, 8, 0, 0, 0, time.UTC),
		Headline: build.Headline{Mood: build.NoData, Cause: build.CauseUnread}}
	if page.New(d).Picture != nil {
		t.Skip("the page draws a picture of a digest without days")
	}
	if data, err := Render(d, PNG); err == nil || data != nil || !strings.Contains(err.Error(), `"morning"`) {
		t.Errorf("a digest without a picture gives %d bytes and the error %v", len(data), err)
	}
	for _, f := range []Format{DOCX, PDF} {
		if _, err := Render(d, f); err != nil {
			t.Errorf("a digest without a picture as %s: %v", f, err)
		}
	}
}

func TestPicture(t *testing.T) {
	if data, err := Picture(page.Page{}); data != nil || err != nil {
		t.Errorf("a page without a picture gives %d bytes (%v)", len(data), err)
	}
	p := page.Page{Picture: &page.Picture{Title: "По дням",
		Days: []page.PictureDay{{Label: "5 мая", Received: 3, Known: true}}}}
	if data, err := Picture(p); err != nil || http.DetectContentType(data) != "image/png" {
		t.Errorf("a page with a picture gives %d bytes (%v)", len(data), err)
	}
}

func TestEveryFormatHasItsNames(t *testing.T) {
	extensions := map[string]bool{}
	for _, f := range Formats() {
		e := f.Extension()
		if e == "" || strings.Contains(e, ".") || extensions[e] {
			t.Errorf("%s has the extension %q", f, e)
		}
		extensions[e] = true
		if f.ContentType() == "application/octet-stream" {
			t.Errorf("%s has no media type", f)
		}
	}
	if _, err := Render(build.Digest{}, "odt"); err == nil {
		t.Error("an unknown format was made")
	}
}
