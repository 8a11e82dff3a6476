package telegram

import "fmt"

// leftOut counts the updates of a pull that became no message: every update is accounted for.
type leftOut struct {
	// Strangers stand in chats that no configured channel reads.
	Strangers int `json:"strangers,omitempty"`
	// Empty hold nothing that a person wrote: service messages and updates of kinds that were not asked for.
	Empty int `json:"empty,omitempty"`
}

func (l leftOut) plus(more leftOut) leftOut {
	return leftOut{Strangers: l.Strangers + more.Strangers, Empty: l.Empty + more.Empty}
}

func (l leftOut) warnings() (list []string) {
	if l.Strangers > 0 {
		list = append(list, fmt.Sprintf("%d updates stand in chats that no configured channel reads and were left "+
			"out; take the bot out of groups it does not serve, or add the channel to the configuration: what came "+
			"from groups is kept undecoded for it, at most %d pieces", l.Strangers, keptStrangers))
	}
	if l.Empty > 0 {
		list = append(list, fmt.Sprintf("%d updates hold nothing that a person wrote and were left out", l.Empty))
	}
	return list
}
