package inbox_test

import (
	"testing"
	"time"

	"otklik/internal/inbox"
)

func TestJudgeByExample(t *testing.T) {
	cases := []struct{ name, kind, thread, want string }{
		// What a citizen's message is by itself.
		{"a complaint alone is open", "comment", "p a1!", "1=open"},
		{"chatter needs nothing", "comment", "p a1.", "1=none"},
		{"an empty thread has no verdicts", "comment", "p", ""},
		{"a need without an earlier answer is open, not reopened", "comment", "p a1. a2!", "1=none 2=open"},
		{"'not solved' before any answer is no need of its own", "comment", "p a1~", "1=none"},
		{"two needs of one author are two", "comment", "p a1! a2!", "1=open 2=open"},
		{"an unknown author's need is open", "comment", "p ?1!", "1=open"},

		// Replies in a comment thread.
		{"a reply answers its target", "comment", "p a1! o2>1+", "1=answered"},
		{"other people's complaints stay open", "comment", "p a1! b3! o2>1+", "1=answered 3=open"},
		{"complaints written later stay open", "comment", "p a1! o2>1+ b3!", "1=answered 3=open"},
		{"earlier messages of the same author are answered too", "comment", "p a1! a2! o3>2+", "1=answered 2=answered"},
		{"messages of the author after the target stay open", "comment", "p a1! a2! o3>1+", "1=answered 2=open"},
		{"a reply to chatter answers the author's earlier need", "comment", "p a1! a2. o3>2+", "1=answered 2=none"},
		{"a reply to a stranger in the complainant's thread answers nobody else", "comment", "p a1! b2>1. o3>2+",
			"1=open 2=none"},
		{"a citizen's reply is no answer", "comment", "p a1! b2>1.", "1=open 2=none"},
		{"a reply under a complaint typed without a post", "comment", "a100! o2>100+", "100=answered"},
		{"two unknown authors are not one person", "comment", "p ?1! ?2! o3>2+", "1=open 2=answered"},
		{"a reply before the complaint answers nothing", "comment", "p o2>1+ a1!", "1=open"},
		{"a reply to a message that is not stored answers nothing", "comment", "p a1! o2>77+", "1=open"},
		{"the official who continues his own answer speaks to the same citizen", "comment", "p b9! a1! o2>1i o3>2+",
			"9=open 1=answered"},
		{"a reply that names only the person", "comment", "p a1! b2! o3@b+", "1=open 2=answered"},
		{"a person named who wrote nothing", "comment", "p a1! o3@z+", "1=open"},
		{"a target that is not stored, and a person", "comment", "p a1! b2! o3@b>77+", "1=open 2=answered"},

		// Replies without a target.
		{"without a target the first comment is answered", "comment", "p a1! b2! o3+", "1=answered 2=open"},
		{"a reply to the post is without a target", "comment", "p a1! b2! o3>100+", "1=answered 2=open"},
		{"the same where the post is not stored", "comment", "a1! b2! o3>100+", "1=answered 2=open"},
		{"the official's own first comment takes it", "comment", "p o1+ a2! o3+", "2=open"},
		{"the first comment is chatter", "comment", "p a1. b2! o3+", "1=none 2=open"},
		{"the post itself answers nothing", "comment", "a1! p", "1=open"},

		// What a reply is worth.
		{"a formal reply", "comment", "p a1! o2>1f", "1=formal"},
		{"an interim reply", "comment", "p a1! o2>1i", "1=interim"},
		{"a worthless reply", "comment", "p a1! o2>1n", "1=open"},
		{"a machine's reply by its flag", "comment", "p a1! o2>1m", "1=open"},
		{"a machine's reply by its words", "comment", "p a1! o2>1g", "1=open"},
		{"formal, then interim", "comment", "p a1! o2>1f o3>1i", "1=interim"},
		{"interim, then formal", "comment", "p a1! o2>1i o3>1f", "1=interim"},
		{"interim, then the answer", "comment", "p a1! o2>1i o3>1+", "1=answered"},
		{"formal, then the answer", "comment", "p a1! o2>1f o3>1+", "1=answered"},
		{"the answer, then a formal one", "comment", "p a1! o2>1+ o3>1f", "1=answered"},

		// Writing again.
		{"thanks keep it answered", "comment", "p a1! o2>1+ a3.", "1=answered 3=none"},
		{"a new need reopens", "comment", "p a1! o2>1+ a3!", "1=answered 3=reopened"},
		{"'nothing was done' reopens", "comment", "p a1! o2>1+ a3~", "1=answered 3=reopened"},
		{"another person's new need is open", "comment", "p a1! o2>1+ b3!", "1=answered 3=open"},
		{"'nothing was done' of another person is none", "comment", "p a1! o2>1+ b3~", "1=answered 3=none"},
		{"a new need after an interim reply is open", "comment", "p a1! o2>1i a3!", "1=interim 3=open"},
		{"reopened, then answered", "comment", "p a1! o2>1+ a3! o4>3+", "1=answered 3=answered"},
		{"reopened, then only formal", "comment", "p a1! o2>1+ a3! o4>3f", "1=answered 3=formal"},
		{"reopened twice", "comment", "p a1! o2>1+ a3! o4>3+ a5~", "1=answered 3=answered 5=reopened"},
		{"an unknown author cannot reopen", "comment", "p ?1! o2>1+ ?3!", "1=answered 3=open"},

		// Dialogs.
		{"a dialog's earlier messages are all answered", "direct", "a1! a2! o3+", "1=answered 2=answered"},
		{"a target does not narrow it", "direct", "a1! a2! o3>1+", "1=answered 2=answered"},
		{"what comes after is open or reopened", "direct", "a1! o2+ a3!", "1=answered 3=reopened"},
		{"thanks in a dialog", "direct", "a1! o2+ a3.", "1=answered 3=none"},
		{"an automatic greeting answers nothing", "direct", "a1! o2m", "1=open"},
		{"greeting, then a person", "direct", "a1! o2m o3+", "1=answered"},
		{"the official writes first", "direct", "o1+ a2!", "2=open"},
		{"interim in a dialog", "direct", "a1! o2i a3.", "1=interim 3=none"},
		{"only a citizen's chatter", "direct", "a1.", "1=none"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			thread := script(t, inbox.Kind(c.kind), c.thread)
			if got := states(evaluate(t, thread, scripted{}, start.Add(time.Hour))); got != c.want {
				t.Errorf("%s\n got %s\nwant %s", c.thread, got, c.want)
			}
		})
	}
}

func TestJudgeGivesTheReasonAndTheReply(t *testing.T) {
	v := evaluate(t, script(t, inbox.Comment, "p a1! o2>1i o3>1+"), scripted{}, start.Add(time.Hour))[0]
	want := []inbox.Change{
		{At: start.Add(time.Minute), State: inbox.Open, Reason: inbox.Reason{Code: "still_open"}},
		{At: start.Add(2 * time.Minute), State: inbox.Interim, By: "2", Reason: inbox.Reason{Words: "по сценарию"}},
		{At: start.Add(3 * time.Minute), State: inbox.Answered, By: "3", Reason: inbox.Reason{Words: "по сценарию"}},
	}
	if len(v.History) != len(want) {
		t.Fatalf("history %v", v.History)
	}
	for i := range want {
		if v.History[i] != want[i] {
			t.Errorf("step %d: got %+v, want %+v", i, v.History[i], want[i])
		}
	}
	if got := v.Closed(); !got.Equal(want[2].At) {
		t.Errorf("closed at %v", got)
	}
	for minutes, state := range map[int]inbox.State{1: inbox.Open, 2: inbox.Interim, 30: inbox.Answered} {
		if c, ok := v.At(start.Add(time.Duration(minutes) * time.Minute)); !ok || c.State != state {
			t.Errorf("after %d minutes: %v, want %v", minutes, c.State, state)
		}
	}
	if _, ok := v.At(start); ok {
		t.Error("a message had a state before it arrived")
	}
}

func TestJudgeClampsTheFuture(t *testing.T) {
	now := start.Add(90 * time.Second)
	statuses := evaluate(t, script(t, inbox.Comment, "p a1! b5! o2>1+"), scripted{}, now)
	if got := states(statuses); got != "1=answered 5=open" {
		t.Fatalf("a clock that runs ahead lost something: %s", got)
	}
	for _, v := range statuses {
		for _, c := range v.History {
			if c.At.After(now) {
				t.Errorf("%s happens after now: %v", v.Ref.ID, c.At)
			}
		}
	}
}

func TestJudgeRulings(t *testing.T) {
	thread := script(t, inbox.Comment, "p a1! b2! c3. d4! o5>4+")
	at := start.Add(30 * time.Minute)
	thread.Corrections = map[inbox.Ref]inbox.Correction{}
	for _, id := range []string{"1", "3", "4"} {
		ref := inbox.Ref{Channel: "g/c", Kind: inbox.Comment, ID: id}
		thread.Corrections[ref] = inbox.Correction{Ref: ref, At: at, By: "дежурный", Reason: "ответили по телефону"}
	}
	statuses := evaluate(t, thread, scripted{}, start.Add(time.Hour))
	if got, want := states(statuses), "1=dismissed 2=open 3=none 4=answered"; got != want {
		t.Fatalf("got %s, want %s", got, want)
	}
	if v := statuses[0]; v.Reason().Words != "ответили по телефону" || !v.Closed().Equal(at) {
		t.Errorf("the ruling's reason or time is lost: %+v", v.History)
	}
}

func TestAnAnswerThatIsTakenAwayIsNone(t *testing.T) {
	cases := []struct {
		name, thread string
		deleted      map[string]int // message id → minutes after the start
		want         string
	}{
		{"the only answer", "p a1! o2>1+", map[string]int{"2": 30}, "1=open"},
		{"one of two answers", "p a1! o2>1+ o3>1+", map[string]int{"2": 30}, "1=answered"},
		{"a formal one after it counts once it is gone", "p a1! o2>1+ o3>1f", map[string]int{"2": 30}, "1=formal"},
		{"both", "p a1! o2>1+ o3>1+", map[string]int{"2": 30, "3": 31}, "1=open"},
		{"the answer after an interim one", "p a1! o2>1i o3>1+", map[string]int{"3": 30}, "1=interim"},
		{"what reopened stays reopened", "p a1! o2>1+ a3! o4>3+", map[string]int{"4": 30}, "1=answered 3=reopened"},
		{"deleted before the author wrote again", "p a1! o2>1+ b9. a3!", map[string]int{"2": 3},
			"1=open 9=none 3=open"},
		{"the citizen's own deletion changes nothing", "p a1! o2>1+", map[string]int{"1": 30}, "1=answered"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			thread := script(t, inbox.Comment, c.thread)
			for i := range thread.Messages {
				if minutes, gone := c.deleted[thread.Messages[i].ID]; gone {
					thread.Messages[i].Deleted = start.Add(time.Duration(minutes) * time.Minute)
				}
			}
			statuses := evaluate(t, thread, scripted{}, start.Add(time.Hour))
			if got := states(statuses); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
			if c, _ := statuses[0].At(start.Add(150 * time.Second)); c.State == inbox.None {
				t.Errorf("the past changed: %+v", statuses[0].History)
			}
		})
	}
}

func TestJudgeCorrections(t *testing.T) {
	at := start.Add(30 * time.Minute)
	cases := []struct {
		name, thread string
		ruling       inbox.Correction
		want         string
		check        func(inbox.MessageStatus) bool
	}{
		{"needs an answer after all", "p a1.", inbox.Correction{Decision: inbox.Needed}, "1=open",
			func(v inbox.MessageStatus) bool {
				return v.NeedsAnswer && v.Category == inbox.Request && len(v.Reasons) > 0
			}},
		{"…and had one", "p a1. o2>1+", inbox.Correction{Decision: inbox.Needed}, "1=answered", nil},
		{"needs none", "p a1!", inbox.Correction{Decision: inbox.Needless, Reason: "шутка"}, "1=dismissed",
			func(v inbox.MessageStatus) bool { return v.Closed().Equal(at) && v.Reason().Words == "шутка" }},
		{"by telephone", "p a1!", inbox.Correction{Decision: inbox.Elsewhere}, "1=dismissed", nil},
		{"topic alone", "p a1!", inbox.Correction{Decision: inbox.Unchanged, Group: "Дороги", Topic: "Ямы"}, "1=open",
			func(v inbox.MessageStatus) bool { return v.Group == "Дороги" && v.Topic == "Ямы" }},
		{"place alone", "p a1!", inbox.Correction{Decision: inbox.Unchanged, Placed: true, Municipality: "Энск"},
			"1=open",
			func(v inbox.MessageStatus) bool { return v.Municipality == "Энск" }},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			thread := script(t, inbox.Comment, c.thread)
			c.ruling.Ref, c.ruling.At = inbox.Ref{Channel: "g/c", Kind: inbox.Comment, ID: "1"}, at
			thread.Corrections = map[inbox.Ref]inbox.Correction{c.ruling.Ref: c.ruling}
			statuses := evaluate(t, thread, scripted{}, start.Add(time.Hour))
			if got := states(statuses); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
			if c.check != nil && !c.check(statuses[0]) {
				t.Errorf("%+v", statuses[0])
			}
		})
	}
}

// A complaint that many copied waits with each of them, advertising and talk with nobody but perhaps the first.
func TestJudgeCopies(t *testing.T) {
	thread := script(t, inbox.Comment, "p a1! b2! c3! o4>3+ d5! o6>5i e7! f8! g9! h10. i11.")
	ref := func(id string) inbox.Ref { return inbox.Ref{Channel: "g/c", Kind: inbox.Comment, ID: id} }
	first, other := inbox.Duplicates{People: inbox.CampaignPeople, First: true},
		inbox.Duplicates{People: inbox.CampaignPeople}
	thread.Duplicates = map[inbox.Ref]inbox.Duplicates{
		ref("1"): first, ref("2"): other,
		ref("7"): {People: inbox.CampaignPeople - 1},
		ref("8"): first, ref("9"): other,
		ref("10"): first, ref("11"): other,
		ref("4"): {Complaints: inbox.FormalComplaints}, ref("6"): {Complaints: inbox.FormalComplaints},
	}
	for i := range thread.Messages {
		if id := thread.Messages[i].ID; id == "8" || id == "9" {
			thread.Messages[i].Text = "!ad"
		}
	}
	statuses := evaluate(t, thread, scripted{}, start.Add(time.Hour))
	if got, want := states(statuses),
		"1=open 2=open 3=formal 5=interim 7=open 8=open 9=none 10=none 11=none"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
	of := map[string]inbox.MessageStatus{}
	for _, v := range statuses {
		of[v.Ref.ID] = v
	}
	if v := of["1"]; v.Copies != 0 || v.Category == inbox.Spam || len(v.Reasons) != 0 {
		// the others are counted themselves, and lists say how many wait
		t.Errorf("the first of the neighbours: %+v", v)
	}
	if v := of["2"]; v.Category == inbox.Spam || !v.NeedsAnswer {
		t.Errorf("a neighbour: %+v", v)
	}
	if v := of["8"]; v.Copies != inbox.CampaignPeople-1 || v.Category == inbox.Spam {
		t.Errorf("the first of the advertising: %+v", v)
	}
	for _, id := range []string{"9", "11"} {
		if v := of[id]; v.Category != inbox.Spam || v.NeedsAnswer {
			t.Errorf("a copy: %+v", v)
		}
	}
}

// TestAddressedAgreesWithJudge: who is answered by a message of the official's side is one rule in one place.
func TestAddressedAgreesWithJudge(t *testing.T) {
	for _, words := range []string{"p a1! b2! o3>2+", "p a1! o2+", "p a1! a2! b3! o4>2+ o5>4+", "p a1! o2@a+ b3!",
		"p a1! o2>1m", "p a1! o2>99+"} {
		thread := script(t, inbox.Comment, words)
		answered := map[string]bool{}
		for _, to := range inbox.Addressed(thread) {
			for _, k := range to {
				answered[thread.Messages[k].ID] = true
			}
		}
		for _, v := range evaluate(t, thread, scripted{}, start.Add(time.Hour)) {
			if got := v.State() == inbox.Answered; got != answered[v.Ref.ID] {
				t.Errorf("%s: message %s answered %v, addressed %v", words, v.Ref.ID, got, answered[v.Ref.ID])
			}
		}
	}
}
