package build

import (
	"cmp"
	"slices"
	"time"

	"otklik/internal/inbox"
	"otklik/report/clean"
)

// references are what was answered, edited after its answer, or deleted before one in the period, the latest first. An
// answer older than the digest looks back makes no edit worth a word: such records are not asked for.
func (in Input) references(items []item, p Period) (answered, edited, deleted []Reference) {
	answered, edited, deleted = []Reference{}, []Reference{}, []Reference{}
	for _, i := range items {
		if !i.closed.IsZero() && p.holds(i.closed) {
			answered = append(answered, in.reference(i, i.closed, i.closed))
		}
		if e := i.Message.Edited; p.holds(e) && i.PresentAt(p.To) {
			if was := i.answered(e); !was.IsZero() && was.Before(e) && !was.Before(Since(p.From, p.To)) {
				edited = append(edited, in.reference(i, e, was))
			}
		}
		if i.deletedWaiting(p) {
			gone := in.reference(i, i.Message.Deleted, i.Message.Deleted)
			if seen := i.Message.LastSeen; seen.Before(i.Message.Deleted) {
				gone.LastSeen = in.local(seen)
			}
			deleted = append(deleted, gone)
		}
	}
	for _, list := range [][]Reference{answered, edited, deleted} {
		slices.SortStableFunc(list, func(a, b Reference) int {
			return cmp.Or(b.At.Compare(a.At), cmp.Compare(a.Channel, b.Channel), inbox.CompareIDs(a.ID, b.ID))
		})
		seen := len(list)
		if in.Capped {
			seen = min(seen, ReferencesShown)
		}
		inParallel(len(list), func(k int) {
			text := list[k].Text
			if list[k].Text = ""; k < seen {
				list[k].Text = in.masked(text)
			}
		})
	}
	return answered, edited, deleted
}

// reference points, not masked yet, to an item to which something happened at a moment; end is when it stopped waiting.
func (in Input) reference(i item, at, end time.Time) Reference {
	m := i.Message
	return Reference{
		Channel: m.Channel, Kind: m.Kind, Number: m.Ref().Number(), ID: m.ID, URL: in.url(m.URL), Text: m.Text,
		Group: i.group, Municipality: i.place,
		ReceivedAt: i.received, At: at.In(in.Location), Hours: Round1(in.Norm.Age(i.received, at).Hours()),
		InNorm: i.inTime(in.Norm, end), Platform: m.Platform, Media: m.Media,
	}
}

// masked is a citizen's text as it may leave the office.
func (in Input) masked(text string) string {
	return clean.Mask(in.Masker, text)
}
