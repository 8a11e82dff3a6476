package vk

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"
)

// dialogCursor is what is remembered between two steps of reading a community's dialogs. Where each dialog was left is
// not in it: the store knows.
type dialogCursor struct {
	Version int   `json:"v"`
	Owner   int64 `json:"owner"`
	// Peers are the dialogs still to be read in this pull, the longest unchanged first, and Ends their last messages
	// when they were listed.
	Peers numbers `json:"peers,omitempty"`
	Ends  numbers `json:"ends,omitempty"`
	// Refused are the dialogs that are not shown, those last asked for at the end. Every pull asks for them when all
	// else has been read (see dialogs.retryFailed).
	Refused []refusedDialog `json:"refused,omitempty"`
	// Odd are dialogs whose last message cannot be stored because it does not decode, so that they are not asked for
	// again until something new is written.
	Odd []oddDialog `json:"odd,omitempty"`
	// Edits are the newest edits that were planned to be read, in Unix seconds as End: the history may never show the
	// time that the list shows.
	Edits []oddDialog `json:"edits,omitempty"`
	// Counts are what VKontakte counted in the dialogs that were read last, the newest at the end.
	Counts []dialogCount `json:"counts,omitempty"`
	// ListedAt is when a list that found nothing to read was last stored (see listedLately), in Unix seconds.
	ListedAt int64 `json:"told,omitempty"`
}

type oddDialog struct {
	Peer int64 `json:"p"`
	End  int64 `json:"e"`
}

// refusedDialog is a dialog that is listed and whose messages are not shown.
type refusedDialog struct {
	Peer int64 `json:"p"`
	Code int   `json:"c"`
	// End is its last message when it was refused. Known is up to where all had been stored before: what the list
	// showed since then stands alone, and what lies between is read when the dialog opens again.
	End   int64 `json:"e"`
	Known int64 `json:"k,omitempty"`
	// Since is when it began to fail, in Unix seconds, if VKontakte does not refuse it but fails or contradicts itself:
	// so long pulls end with an error. When it has lasted for denialBorne the dialog counts as refused.
	Since int64 `json:"s,omitempty"`
}

// failing reports whether it is not yet called refused, so that pulls end with an error.
func (r refusedDialog) failing() bool { return r.Since != 0 }

// fail notes that VKontakte failed to show the dialog. before is what was known of it, the zero value: nothing.
func (r *refusedDialog) fail(before refusedDialog, now time.Time) {
	switch age := now.Unix() - before.Since; {
	case before.Peer == 0:
		r.Since = now.Unix()
	case !before.failing():
		r.Code = before.Code // it is refused as it was
	case age >= 0 && age < int64(denialBorne/time.Second):
		r.Since = before.Since
	}
}

const (
	// maxRetried bounds how many refused dialogs the last step of a pull asks for; with more of them they take turns.
	maxRetried          = 100
	dialogCursorVersion = 1
	maxOdd              = 200
	// maxPlanned bounds the plan in the cursor. The dialogs beyond it are newer, so they stand above those read first
	// and are found by the next list.
	maxPlanned = 500
)

func decodeDialogCursor(raw []byte, owner int64) (dialogCursor, error) {
	fresh := dialogCursor{Version: dialogCursorVersion, Owner: owner}
	if len(raw) == 0 {
		return fresh, nil
	}
	var c dialogCursor
	if err := json.Unmarshal(raw, &c); err != nil {
		return fresh, fmt.Errorf("the stored position of the dialogs is damaged: %w", err)
	}
	if c.Version != dialogCursorVersion {
		return fresh, fmt.Errorf("the stored position of the dialogs has format %d; this version reads %d: use the "+
			"newer otklik", c.Version, dialogCursorVersion)
	}
	if c.Owner != owner {
		return fresh, fmt.Errorf("the stored position belongs to community %d, the configuration names %d: give "+
			"the channel another id", -c.Owner, -owner)
	}
	if len(c.Peers) != len(c.Ends) {
		return fresh, fmt.Errorf("the stored position of the dialogs is damaged: %d dialogs and %d ends",
			len(c.Peers), len(c.Ends))
	}
	return c, nil
}

func (c *dialogCursor) encode() []byte {
	raw, err := json.Marshal(c)
	if err != nil {
		panic(err) // plain fields only: cannot happen
	}
	return raw
}

func (c *dialogCursor) refused(peer int64) (refusedDialog, bool) {
	for _, d := range c.Refused {
		if d.Peer == peer {
			return d, true
		}
	}
	return refusedDialog{}, false
}

func (c *dialogCursor) opened(peer int64) {
	c.Refused = slices.DeleteFunc(c.Refused, func(d refusedDialog) bool { return d.Peer == peer })
}

func (c *dialogCursor) odd(peer, end int64) bool {
	return slices.Contains(c.Odd, oddDialog{Peer: peer, End: end})
}

// note remembers, or forgets, that a dialog's last message cannot be stored.
func (c *dialogCursor) note(peer, end int64, odd bool) {
	c.Odd = without(c.Odd, peer)
	if odd {
		c.Odd = append(c.Odd, oddDialog{Peer: peer, End: end})
	}
	c.Odd = c.Odd[max(0, len(c.Odd)-maxOdd):]
}

// planEdit remembers that an edit is to be read, and reports whether it was not known.
func (c *dialogCursor) planEdit(peer, changed int64) (unknown bool) {
	if slices.Contains(c.Edits, oddDialog{Peer: peer, End: changed}) {
		return false
	}
	c.Edits = append(without(c.Edits, peer), oddDialog{Peer: peer, End: changed})
	c.Edits = c.Edits[max(0, len(c.Edits)-maxOdd):]
	return true
}

// leave drops the rest of the plan; the next list finds it again.
func (c *dialogCursor) leave() {
	for _, peer := range c.Peers {
		c.Edits = without(c.Edits, peer)
	}
	c.Peers, c.Ends = nil, nil
}

func without(list []oddDialog, peer int64) []oddDialog {
	return slices.DeleteFunc(list, func(d oddDialog) bool { return d.Peer == peer })
}
