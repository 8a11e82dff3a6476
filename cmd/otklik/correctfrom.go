package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"

	"otklik/internal/app"
	"otklik/internal/inbox"
)

// correctFrom stores what is filled in in a register and prints what became of each row.
func (a *cli) correctFrom(ctx context.Context, file, by string, try bool) error {
	register, err := app.ReadRegister(file)
	if err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	tell := a.remarks(file)
	for _, note := range register.Notes {
		tell(note)
	}
	if left := leftOut(len(register.Rows)+register.Idle, register.LeftOut, ""); left != "" {
		tell(left)
	}
	for n := range register.Rows {
		if register.Rows[n].By == "" {
			register.Rows[n].By = by
		}
	}
	s, err := a.open("correct", slog.LevelWarn)
	if err != nil {
		return err
	}
	results, err := s.CorrectFrom(ctx, register, try)
	return a.printRows(s, register, results, try, err)
}

// printRows prints what became of each row that is filled in, and of all; err is what ended the work.
func (a *cli) printRows(s *app.Service, from app.Register, results []app.RowResult, try bool, err error) error {
	count := map[app.RowCode]int{}
	for _, r := range results {
		same := ""
		if r.Copy {
			same = ", the same text"
		}
		fmt.Fprintf(a.out, "row %d%s  %s  %s\n", r.Row, same, rowNumber(r), rowWords(s, r, try))
		count[r.Code]++
	}
	if err != nil {
		return err
	}
	refused := len(results) - count[app.RowDone] - count[app.RowSame]
	done := "corrected"
	if try {
		done = "would be corrected"
	}
	filled := rows(results) + from.Unsure
	fmt.Fprintf(a.out, "%d of %s filled in, %s: %d %s, %d already so, %d refused\n", filled,
		app.Counted(filled+from.Idle, "row"), app.Counted(len(results), "message"), count[app.RowDone], done,
		count[app.RowSame], refused)
	switch {
	case refused == 0:
		return nil
	case refused == len(results):
		return errors.New("nothing of what is filled in can be done")
	}
	return app.ErrPartly
}

// rows counts the rows of the register that results are of.
func rows(results []app.RowResult) (n int) {
	for _, r := range results {
		if !r.Copy {
			n++
		}
	}
	return n
}

// rowNumber is the number of a row's message.
func rowNumber(r app.RowResult) string {
	if number, ok := inbox.ReadNumber(r.Number); ok {
		return number
	}
	return "—"
}

// rowWords say what became of a row.
func rowWords(s *app.Service, r app.RowResult, try bool) string {
	if !r.Code.Stored() {
		return "refused: " + refusedWords(s, r)
	}
	c := correction{Correction: r.Correction, needs: map[inbox.Decision]string{inbox.Needed: "yes",
		inbox.Needless: "no"}[r.Correction.Decision]}
	done := "corrected: "
	switch {
	case r.OnlyTeaches() && r.Code == app.RowDone:
		return "stays answered, teaches: " + c.says()
	case r.Code == app.RowSame:
		return "already so: " + c.says()
	case try:
		done = "would be corrected: "
	}
	words := done + c.says()
	if r.Before != nil {
		words += "; before: " + decidedBy(s, *r.Before)
	}
	return words
}

// refusedWords say why a row is not done.
func refusedWords(s *app.Service, r app.RowResult) string {
	switch r.Code {
	case app.RowBadNumber:
		return "it names no message; the number of its message is missing or damaged"
	case app.RowNoMessage:
		return "no stored message bears this number: it was destroyed, or the register is another office's"
	case app.RowAmbiguous:
		return "several messages bear this number; write the long one instead: " + strings.Join(r.Others, " or ")
	case app.RowTooLong:
		return "a cell holds a whole text; is something in the wrong column?"
	case app.RowBadDecision:
		return fmt.Sprintf("the decision «%s» is none of: %s", r.Decision, strings.Join(r.Decisions(), ", "))
	case app.RowBadAnswer:
		if r.Decision == "" {
			return "a group is given, but not whether the message needs an answer: " + strings.Join(r.Decisions(), ", ")
		}
		return fmt.Sprintf("the answer «%s» is none of: %s", r.Decision, strings.Join(r.Decisions(), ", "))
	case app.RowUnknownGroup:
		return fmt.Sprintf("there is no group «%s»%s", r.Unknown.Name, r.Unknown.Hint())
	case app.RowUnknownTopic:
		words := fmt.Sprintf("the group «%s» has no topic «%s»%s", r.Unknown.Of, r.Unknown.Name, r.Unknown.Hint())
		if r.Elsewhere != "" {
			words += fmt.Sprintf("; it is a topic of «%s»", r.Elsewhere)
		}
		return words
	case app.RowUnknownPlace:
		hint := "; write"
		if meant := r.Unknown.Hint(); meant != "" {
			hint = meant + " Else write"
		}
		return fmt.Sprintf("the place «%s» is in no register of municipalities and in no file of reading.places%s "+
			"it into that file, or tell it of this message by otklik correct --place", r.Unknown.Name, hint)
	case app.RowNoValue:
		return "a cell holds a formula without a value, or one that is an error: write the value instead"
	case app.RowNoGroup:
		return "a topic needs its group"
	case app.RowContradicted:
		return "another row says otherwise of the same message"
	}
	return "it " + obstacleWords(s, r.Refused)
}
