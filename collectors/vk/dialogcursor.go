package vk

import (
	"encoding/json"
	"fmt"
	"slices"
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
	Round int     `json:"round,omitempty"`
	// Odd are dialogs whose last message cannot be stored (it does not decode, or the dialog is closed to us), so that
	// they are not asked for again until something new is written.
	Odd []oddDialog `json:"odd,omitempty"`
}

type oddDialog struct {
	Peer int64 `json:"p"`
	End  int64 `json:"e"`
}

const (
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
		return fresh, fmt.Errorf("the stored position of the dialogs has format %d; this version reads %d: use the newer otklik", c.Version, dialogCursorVersion)
	}
	if c.Owner != owner {
		return fresh, fmt.Errorf("the stored position belongs to community %d, the configuration names %d: give the channel another id", -c.Owner, -owner)
	}
	if len(c.Peers) != len(c.Ends) {
		return fresh, fmt.Errorf("the stored position of the dialogs is damaged: %d dialogs and %d ends", len(c.Peers), len(c.Ends))
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

func (c *dialogCursor) odd(peer, end int64) bool {
	return slices.Contains(c.Odd, oddDialog{Peer: peer, End: end})
}

// note remembers, or forgets, that a dialog's last message cannot be stored.
func (c *dialogCursor) note(peer, end int64, odd bool) {
	c.Odd = slices.DeleteFunc(c.Odd, func(d oddDialog) bool { return d.Peer == peer })
	if odd {
		c.Odd = append(c.Odd, oddDialog{Peer: peer, End: end})
		if len(c.Odd) > maxOdd {
			c.Odd = slices.Delete(c.Odd, 0, len(c.Odd)-maxOdd)
		}
	}
}
