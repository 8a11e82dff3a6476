package page

// Terms are words that stand alone: titles, and sentences in place of rows. Pages and workbooks share them, or only
// workbooks have them.
type Terms struct {
	// titles of columns, and what stands in cells; Of: stored, counted
	Number, Channel, Platform, Kind, MessageNumber, Thread, Link, Author, Text, Received, State, WaitsHours,
	Due, Overdue, Urgent, Urgency, TopicGroup, Topic, Municipality, Problem, Listen, WhyListed, Address, Answers,
	InReplyTo, PlatformID, District, Settlement, Street, House, RepliesTo, ProblemOfMany, SameText, SameTextNumbers,
	Responsible, Body, Official, ReceivedBefore, Answered, AnsweredBefore, Unanswered, Formal, Reopened,
	MedianHours, P90Hours, TermsKept, Comparison, FewerThanTwo, UnansweredChange, WhatPeopleWrite, Where,
	Messages, People, First, Last, TopicGroups, Day, UnansweredAtEnd, Data, NotAllRead, AnswerHours,
	AnswerInTime, ClosedByStaff, WhoClosed, WhyClosed,
	WhatHappened, When, LastSeen, EditedAfterAnswer, DeletedBeforeAnswer, Reconciled, Of, Read,
	NotToEnd, WithGaps, NotAllShown, ToEnd, NotRead, ReadToEnd, Imported, Stored, NotDecoded, DeletedUnanswered,
	UnreadFrom, To, Reason string
	// sheets
	Summary, Register, Municipalities, Districts, Bodies, Officials,
	Topics, Problems, HotPlaces, ByDay, EditedAndDeleted,
	Channels, Gaps string
	// summary
	Figure, Now, PeriodBefore, NewInPeriod, AnsweredInPeriod, FormalReplies, InterimReplies, WroteAgain,
	MedianToAnswer, UsualOnWeekday, UsualInWeek, HowLong, HowItChanged, WhatChanged, Before, CouldNotRead,
	NotKnown, Unknown, AtLeast, Yes, No, WeekMean string
	// sentences in place of rows
	NoComplaints, NoMessages, NoBodies, NoProblems, NoHotPlaces, NoDays, NoAnswers, NothingChanged, NoChannels,
	NoneRead, NothingFound, NoGaps, SeeChannels, AllRead string
	// what of a channel was not read: NotReadSince and GapUntil a moment, Gap two, Missing how many are counted and
	// stored, Undecoded how many, Withheld what
	Never, ImportedUnread, NotReadSince, Missing, GapUntil, Gap, Undecoded, Withheld string

	Program            string
	Stamp, StampFormat string // a moment in digits, as Go and as spreadsheets write its form

	Ages  [4]string // of build.Ages
	Steps [7]string // of build.Backlog, which lead from what waited to what waits
}
