// Package deliverytest holds the test that every transport passes.
package deliverytest

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"html"
	"slices"
	"strings"
	"testing"
	"time"

	"otklik/internal/delivery"
)

// Behaviour is how the other side takes what is sent to it.
type Behaviour int

// The behaviours. A transport's End says which of them its other side cannot have.
const (
	Well      Behaviour = iota // takes everything
	Down                       // fails in a way that passes
	Busy                       // asks to wait for Wait
	Refusing                   // refuses for good
	Hanging                    // never answers
	Breaking                   // takes the first part, or all of it, and then fails before it is known
	Untrusted                  // repeats the transport's secrets in a refusal
)

// Wait is what a Busy side asks for.
const Wait = 17 * time.Second

// Copy is something that has arrived whole.
type Copy struct {
	// ID is that by which the other side drops doubles; empty where it cannot.
	ID string
	// Text is all that a reader can see of it, decoded, documents included.
	Text string
}

// End is a transport under test and its other side.
type End struct {
	Transport delivery.Transport
	// Behave sets how the other side takes the outgoing digest from now on.
	Behave func(b Behaviour, p delivery.Outgoing)
	// Arrived gives what has arrived, the first first.
	Arrived func() []Copy
	// Cannot lists behaviours that the other side cannot have.
	Cannot []Behaviour
	// Secrets must appear in no error, name or response.
	Secrets []string
	// Marks are those of the outgoing digest's words (see Outgoing) that the transport brings.
	Marks []string
}

// Words that stand in the outgoing digest's documents, at their beginning and end.
const (
	TextFirst, TextLast = "Начало текста", "Конец текста"
	HTMLFirst, HTMLLast = "Начало страницы", "Конец страницы"
	JSONFirst, JSONLast = "Начало данных", "Конец данных"
	XLSXFirst, XLSXLast = "Начало таблицы", "Конец таблицы"
	PageFirst, PageLast = "Начало сообщений", "Конец сообщений"
	Warning             = "Вчерашняя сводка не доставлена <mail> & прочее"
)

// HostileTitle tries to end headers, names and markup.
const HostileTitle = "Сводка\r\nBcc: all@example.org\r\n\r\n<b>\"../../etc\" 🏠 \u202eтxe\u202c & 'x'; =?utf-8?q?x?=\x00"

// late is the other notice of Outgoing.
const late = "Сводка опоздала: в её время программа не работала."

// Outgoing is a digest with documents in text, html, json and xlsx and with several messages, as operators get it: with
// its notices.
func Outgoing() delivery.Outgoing {
	at := time.Date(2026, 11, 23, 8, 0, 0, 0, time.FixedZone("", 3*3600))
	filler := strings.Repeat("Обычные слова сводки о дорогах и дворах. ", 2000)
	page := strings.Repeat("Обычные слова сообщения. ", 120)
	document := func(format, contentType, data string) delivery.Document {
		return delivery.NewDocument("morning", HostileTitle, at, format, contentType, []byte(data))
	}
	text := TextFirst + "\n" + filler + "\n.\n" + TextLast + "\n"
	body := "<p>" + HTMLFirst + "</p><svg><title>x</title></svg><p>" + filler + "</p><p>" + HTMLLast +
		"</p></body></html>"
	data := map[string]any{"a": JSONFirst, "b": filler, "c": JSONLast}
	plain := []delivery.Document{
		document("text", "text/plain; charset=utf-8", text),
		document("html", "text/html; charset=utf-8", "<!DOCTYPE html><html><body>"+body),
		document("json", "application/json", marshalled(data)),
		document("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
			XLSXFirst+"\x00\x01\xff\r\n.\r\n"+XLSXLast),
	}
	data["delivery"] = map[string]any{"late": true, "warnings": []string{Warning}}
	return delivery.Outgoing{
		ID: "morning/2026-11-23T05:00:00Z", Digest: "morning", Title: HostileTitle, Subject: HostileTitle,
		Language: "ru",
		At:       at, Made: at.Add(3 * time.Second), Late: true,
		LateNotice: late, Warnings: []string{Warning},
		Documents: plain,
		Noticed: []delivery.Document{
			document("text", "text/plain; charset=utf-8", "! "+late+"\n! "+Warning+"\n\n"+text),
			document("html", "text/html; charset=utf-8", "<!DOCTYPE html><html><body><p>"+late+"</p><p>"+
				html.EscapeString(Warning)+"</p>"+body),
			document("json", "application/json", marshalled(data)),
		},
		Pages:      []string{"<b>" + PageFirst + "</b> " + page, page, page + PageLast},
		Picture:    []byte("\x89PNG\r\n\x1a\nкартинка"),
		PictureAlt: "Без ответа 3 <из> \"5\"",
	}.ForOperators()
}

func marshalled(v any) string {
	data, err := json.Marshal(v)
	if err != nil {
		panic(err)
	}
	return string(data)
}

// Run checks a transport against its contract. open makes a new transport with a new other side that behaves well.
func Run(t *testing.T, open func(t *testing.T) End) {
	step := func(name string, needs []Behaviour, run func(t *testing.T, e End)) {
		t.Run(name, func(t *testing.T) {
			e := open(t)
			for _, b := range needs {
				if slices.Contains(e.Cannot, b) {
					t.Skip("the other side cannot behave so")
				}
			}
			run(t, e)
		})
	}
	step("delivers once and whole", nil, once)
	step("survives the store", nil, stored)
	step("checks without sending", nil, checks)
	step("temporary failure", []Behaviour{Down}, temporary)
	step("asked to wait", []Behaviour{Busy}, busy)
	step("permanent failure", []Behaviour{Refusing}, refused)
	step("cancelled before", nil, cancelledBefore)
	step("cancelled while waiting", []Behaviour{Hanging}, cancelledWaiting)
	step("half-made and repeated", []Behaviour{Breaking}, repeated)
	step("a repeat after success", nil, twice)
	step("sent again on purpose", nil, resent)
	step("keeps secrets", []Behaviour{Untrusted}, secrets)
	step("misses a document", nil, missing)
	step("a mark of another digest", nil, foreignMark)
}

// send delivers an outgoing digest and keeps the marks.
func send(t *testing.T, ctx context.Context, e End, p delivery.Outgoing, done *string) error {
	t.Helper()
	response, err := e.Transport.Send(ctx, p, *done, func(mark string) error {
		*done = mark
		return nil
	})
	quiet(t, e, "receipt", response)
	if err != nil {
		quiet(t, e, "error", everything(err))
		if len(err.Error()) > 2000 || strings.Contains(err.Error(), "Обычные слова") {
			t.Errorf("the error repeats the digest or is endless: %.300s", err)
		}
	} else if response == "" {
		t.Error("no receipt")
	}
	return err
}

// everything is the text of an error and of all it wraps.
func everything(err error) string {
	text := err.Error()
	switch w := err.(type) {
	case interface{ Unwrap() error }:
		if inner := w.Unwrap(); inner != nil {
			text += "\n" + everything(inner)
		}
	case interface{ Unwrap() []error }:
		for _, inner := range w.Unwrap() {
			text += "\n" + everything(inner)
		}
	}
	return text
}

func quiet(t *testing.T, e End, where, text string) {
	t.Helper()
	for _, s := range e.Secrets {
		if s != "" && strings.Contains(text, s) {
			t.Errorf("the %s shows a secret: %s", where, text)
		}
	}
}

// arrived wants exactly one copy after dropping doubles, with all marks; it gives the number before.
func arrived(t *testing.T, e End) int {
	t.Helper()
	seen := map[string]string{}
	var text strings.Builder
	all := e.Arrived()
	for _, c := range all {
		if before, ok := seen[c.ID]; ok && c.ID != "" {
			if before != c.Text {
				t.Error("two different texts came under one id")
			}
			continue
		}
		seen[c.ID] = c.Text
		text.WriteString(c.Text + "\n")
	}
	for _, mark := range e.Marks {
		if n := strings.Count(text.String(), mark); n != 1 {
			t.Errorf("%q arrived %d times", mark, n)
		}
	}
	return len(all)
}

func nothingArrived(t *testing.T, e End) {
	t.Helper()
	if n := len(e.Arrived()); n != 0 {
		t.Errorf("%d copies arrived", n)
	}
}

func once(t *testing.T, e End) {
	p, done := Outgoing(), ""
	if err := send(t, t.Context(), e, p, &done); err != nil {
		t.Fatal(err)
	}
	arrived(t, e)
	if e.Transport.Name() == "" {
		t.Error("the way has no name")
	}
	quiet(t, e, "name", e.Transport.Name())
}

func stored(t *testing.T, e End) {
	data, err := json.Marshal(Outgoing())
	if err != nil {
		t.Fatal(err)
	}
	var p delivery.Outgoing
	if err := json.Unmarshal(data, &p); err != nil {
		t.Fatal(err)
	}
	second, err := json.Marshal(p)
	if err != nil || !bytes.Equal(data, second) {
		t.Fatalf("the outgoing digest changes in the store: %v", err)
	}
	done := ""
	if err := send(t, t.Context(), e, p, &done); err != nil {
		t.Fatal(err)
	}
	arrived(t, e)
}

func checks(t *testing.T, e End) {
	if err := e.Transport.Check(t.Context()); err != nil {
		t.Fatal(err)
	}
	nothingArrived(t, e)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if err := e.Transport.Check(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled check ends with %v", err)
	}
}

func temporary(t *testing.T, e End) {
	p, done := Outgoing(), ""
	e.Behave(Down, p)
	err := send(t, t.Context(), e, p, &done)
	if err == nil || errors.Is(err, delivery.ErrPermanent) {
		t.Fatalf("want a temporary error, got %v", err)
	}
	nothingArrived(t, e)
	e.Behave(Well, p)
	if err := send(t, t.Context(), e, p, &done); err != nil {
		t.Fatal(err)
	}
	arrived(t, e)
}

func busy(t *testing.T, e End) {
	p, done := Outgoing(), ""
	e.Behave(Busy, p)
	err := send(t, t.Context(), e, p, &done)
	if err == nil || errors.Is(err, delivery.ErrPermanent) || delivery.RetryAfter(err) != Wait {
		t.Fatalf("want a temporary error with a wait of %s, got %v with %s", Wait, err, delivery.RetryAfter(err))
	}
	e.Behave(Well, p)
	if err := send(t, t.Context(), e, p, &done); err != nil {
		t.Fatal(err)
	}
	arrived(t, e)
}

func refused(t *testing.T, e End) {
	p, done := Outgoing(), ""
	e.Behave(Refusing, p)
	if err := send(t, t.Context(), e, p, &done); !errors.Is(err, delivery.ErrPermanent) {
		t.Fatalf("want a permanent error, got %v", err)
	}
	nothingArrived(t, e)
}

func cancelledBefore(t *testing.T, e End) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	done := ""
	if err := send(t, ctx, e, Outgoing(), &done); !errors.Is(err, context.Canceled) ||
		errors.Is(err, delivery.ErrPermanent) {
		t.Fatalf("a cancelled context gives %v", err)
	}
	nothingArrived(t, e)
}

func cancelledWaiting(t *testing.T, e End) {
	p, done := Outgoing(), ""
	e.Behave(Hanging, p)
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	ended := make(chan error, 1)
	go func() {
		_, err := e.Transport.Send(ctx, p, done, func(string) error { return nil })
		ended <- err
	}()
	// The transport's own limits are a minute and more; only the context can end it earlier.
	guard := time.NewTimer(30 * time.Second)
	defer guard.Stop()
	select {
	case err := <-ended:
		if !errors.Is(err, context.DeadlineExceeded) || errors.Is(err, delivery.ErrPermanent) {
			t.Errorf("an expired context gives %v", err)
		}
	case <-guard.C:
		t.Fatal("the context's end does not end Send")
	}
	nothingArrived(t, e)
}

func repeated(t *testing.T, e End) {
	p, done := Outgoing(), ""
	e.Behave(Breaking, p)
	if err := send(t, t.Context(), e, p, &done); err == nil || errors.Is(err, delivery.ErrPermanent) {
		t.Fatalf("want a temporary error, got %v", err)
	}
	e.Behave(Well, p)
	if err := send(t, t.Context(), e, p, &done); err != nil {
		t.Fatal(err)
	}
	arrived(t, e)
}

// twice is a crash after the delivery and before its note: the last mark is known, the success is not.
func twice(t *testing.T, e End) {
	p, done := Outgoing(), ""
	for range 2 {
		if err := send(t, t.Context(), e, p, &done); err != nil {
			t.Fatal(err)
		}
	}
	arrived(t, e)
}

func resent(t *testing.T, e End) {
	p, done := Outgoing(), ""
	if err := send(t, t.Context(), e, p, &done); err != nil {
		t.Fatal(err)
	}
	first := e.Arrived()
	p.Resent, done = 1, ""
	if err := send(t, t.Context(), e, p, &done); err != nil {
		t.Fatal(err)
	}
	ids := map[string]bool{}
	for _, c := range first {
		ids[c.ID] = true
	}
	second := e.Arrived()[len(first):]
	for _, c := range second {
		if c.ID != "" && ids[c.ID] {
			t.Error("a digest that is sent again on purpose looks like a double")
		}
	}
}

func secrets(t *testing.T, e End) {
	p, done := Outgoing(), ""
	e.Behave(Untrusted, p)
	if err := send(t, t.Context(), e, p, &done); err == nil {
		t.Fatal("no error")
	}
	err := e.Transport.Check(t.Context())
	if err != nil {
		quiet(t, e, "error of Check", everything(err))
	}
}

func missing(t *testing.T, e End) {
	p, done := Outgoing(), ""
	p.Documents, p.Pages = nil, nil
	if err := send(t, t.Context(), e, p, &done); !errors.Is(err, delivery.ErrPermanent) {
		t.Fatalf("want a permanent error, got %v", err)
	}
	nothingArrived(t, e)
}

func foreignMark(t *testing.T, e End) {
	for _, mark := range []string{"garbage", "-1/4", "1/99", "99/4", "/"} {
		done := mark
		before := len(e.Arrived())
		if err := send(t, t.Context(), e, Outgoing(), &done); err != nil {
			t.Fatal(err)
		}
		if mark == "garbage" && len(e.Arrived()) == before {
			t.Error("nothing arrived")
		}
	}
}
