package app

import (
	"bufio"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"

	"otklik/internal/care/audit"
	"otklik/internal/inbox"
	"otklik/report/build"
	"otklik/report/clean"
	"otklik/report/page"
	"otklik/report/render"
)

// JSONLines is the export's own format: a message a line, as JSON.
const JSONLines render.Format = "jsonl"

// Export gives out every stored message with its state, unmasked, as JSONLines or render.CSV.
func (s *Service) Export(ctx context.Context, format render.Format, to Output) error {
	// States of an earlier reading would leave the house as facts.
	if err := s.EvaluateAll(ctx); err != nil {
		return err
	}
	// Counted before the export for the log; what comes meanwhile may be one more.
	stats, err := s.store.Stats(ctx)
	if err != nil {
		return err
	}
	entry := audit.Entry{Action: audit.Export, Unmasked: true, Format: string(format), Path: to.Path}
	for _, c := range stats.Channels {
		entry.Channels = append(entry.Channels, string(c.Channel))
		entry.Count += c.Stored
	}
	return s.audited(ctx, entry, func() error {
		return to.Write(func(w io.Writer) error { return s.export(ctx, w, format) })
	})
}

func (s *Service) export(ctx context.Context, w io.Writer, format render.Format) error {
	buffered := bufio.NewWriterSize(w, 1<<16)
	write := jsonLines(buffered)
	now, urgent := time.Now(), s.urgentDegrees()
	flush := buffered.Flush
	if format == render.CSV {
		table := csv.NewWriter(buffered)
		if err := table.Write(exportColumns()); err != nil {
			return err
		}
		write = func(e exported) error { return table.Write(e.row()) }
		flush = func() error {
			table.Flush()
			return errors.Join(table.Error(), buffered.Flush())
		}
	}
	if err := s.exportEach(ctx, func(r inbox.Record) error {
		return write(newExported(r, s.config.Location, build.Language(s.config.Language), now, urgent))
	}); err != nil {
		return err
	}
	if err := flush(); err != nil {
		return fmt.Errorf("write the export: %w", err)
	}
	return nil
}

// exportEach visits every stored message, and those that are kept undecoded for their date alone.
func (s *Service) exportEach(ctx context.Context, fn func(inbox.Record) error) error {
	stats, err := s.store.Stats(ctx)
	if err != nil {
		return err
	}
	if err := s.store.Each(ctx, fn); err != nil {
		return err
	}
	for _, c := range stats.Channels {
		if c.Undecoded == 0 {
			continue
		}
		if err := s.store.Undecoded(ctx, c.Channel, func(u inbox.Undecoded) error {
			if u.Message == nil {
				return nil
			}
			return fn(inbox.Record{Message: *u.Message})
		}); err != nil {
			return err
		}
	}
	return nil
}

// exported is one line of the export (contract: JSON formats).
type exported struct {
	Channel   inbox.ChannelID `json:"channel"`
	Platform  inbox.Platform  `json:"platform"`
	Kind      inbox.Kind      `json:"kind"`
	ID        string          `json:"id"`
	Number    string          `json:"number"` // the short one that commands take
	Thread    string          `json:"thread"`
	ReplyTo   string          `json:"reply_to,omitempty"`
	AuthorID  string          `json:"author_id,omitempty"`
	Author    string          `json:"author,omitempty"`
	Official  bool            `json:"official"`
	Text      string          `json:"text"`
	URL       string          `json:"url,omitempty"`
	SentAt    time.Time       `json:"sent_at,omitzero"` // left out where its year has not four digits
	EditedAt  time.Time       `json:"edited_at,omitzero"`
	DeletedAt time.Time       `json:"deleted_at,omitzero"`
	State     inbox.State     `json:"state,omitempty"`
	// Beyond the contract's fields: why the state is what it is, what is attached, the earlier wordings.
	Reason       string            `json:"reason,omitempty"`
	Category     inbox.Category    `json:"category,omitempty"`
	Group        string            `json:"group,omitempty"`
	Municipality string            `json:"municipality,omitempty"`
	District     string            `json:"district,omitempty"`
	Urgent       bool              `json:"urgent,omitempty"`
	Urgency      inbox.Urgency     `json:"urgency,omitempty"`
	Media        []inbox.MediaType `json:"media,omitempty"`
	Earlier      []string          `json:"earlier_texts,omitempty"`
	// DateFault says that the date cannot be true; a message that came so is kept undecoded and has no state.
	DateFault inbox.DateFault `json:"date_fault,omitempty"`
}

func newExported(
	r inbox.Record, location *time.Location, language build.Language, now time.Time, urgent []inbox.Urgency,
) exported {
	in := func(t time.Time) time.Time {
		if t = t.In(location); t.Year() < 1 || t.Year() > 9999 {
			return time.Time{} // RFC 3339 has no such year
		}
		return t
	}
	m := r.Message
	e := exported{Channel: m.Channel, Platform: m.Platform, Kind: m.Kind, ID: m.ID, Number: m.Ref().Number(),
		Thread: m.Thread, ReplyTo: m.ReplyTo,
		AuthorID: m.Author.ID, Author: m.Author.Name, Official: m.Author.Official, Text: m.Text, URL: m.URL,
		SentAt: in(m.Sent), EditedAt: in(m.Edited), DeletedAt: in(m.Deleted), DateFault: inbox.FaultOfDate(m.Sent, now)}
	for _, media := range m.Media {
		e.Media = append(e.Media, media.Type)
	}
	for _, revision := range m.Revisions {
		e.Earlier = append(e.Earlier, revision.Text)
	}
	if v := r.Status; v != nil {
		e.State, e.Reason, e.Category = v.State(), page.Reason(language, v.Reason()), v.Category
		e.Group, e.Municipality, e.District = v.Group, v.Municipality, v.District
		e.Urgent, e.Urgency = v.Urgency.Urgent(urgent), v.Urgency.Code()
	}
	return e
}

func jsonLines(w io.Writer) func(exported) error {
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	return func(e exported) error { return encoder.Encode(e) }
}

func exportColumns() []string {
	return []string{"channel", "platform", "kind", "id", "thread", "reply_to", "author_id", "author", "official",
		"text", "url",
		"sent_at", "edited_at", "deleted_at", "state", "reason", "category", "group", "municipality", "urgent",
		"number", "date_fault", "urgency"}
}

func (e exported) row() []string {
	moment := func(t time.Time) string {
		if t.IsZero() {
			return ""
		}
		return t.Format(time.RFC3339)
	}
	row := []string{string(e.Channel), string(e.Platform), string(e.Kind), e.ID, e.Thread, e.ReplyTo, e.AuthorID,
		e.Author,
		fmt.Sprint(e.Official), e.Text, e.URL, moment(e.SentAt), moment(e.EditedAt), moment(e.DeletedAt),
		string(e.State), e.Reason,
		string(e.Category), e.Group, e.Municipality, fmt.Sprint(e.Urgent), e.Number, string(e.DateFault),
		string(e.Urgency)}
	for i := range row {
		// A text that a spreadsheet would take for a formula stays a text.
		row[i] = clean.Guard(row[i])
	}
	return row
}
