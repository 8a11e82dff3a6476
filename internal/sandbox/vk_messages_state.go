package sandbox

import (
	"fmt"
	"slices"
	"time"

	"otklik/internal/sandbox/town"
)

// vkDialog is the correspondence of the community with one person. Messages are in the order of their ids.
type vkDialog struct {
	peer     int64
	messages []*vkMessage
	numbered int // messages ever written: the last conversation_message_id
}

type vkMessage struct {
	id, inDialog int // message id of the community; number inside the dialog
	dialog       *vkDialog
	out          bool  // the community wrote it
	operator     int64 // the employee who wrote it for the community; zero for a machine
	at, edited   time.Time
	text, media  string
}

// last is the newest message.
func (d *vkDialog) last() *vkMessage { return d.messages[len(d.messages)-1] }

// unread counts the person's messages since the community wrote last.
func (d *vkDialog) unread() int {
	n := 0
	for _, m := range slices.Backward(d.messages) {
		if m.out {
			break
		}
		n++
	}
	return n
}

func (s *Sandbox) scheduleVKDialog(dialog town.Dialog) {
	for _, m := range dialog.Messages {
		s.plan(m.At, func(at time.Time) {
			made := s.addVKMessage(dialog.Person, at, m)
			if !m.FromOfficial {
				s.label(town.VK, true, fmt.Sprint(PersonVK(dialog.Person)), made.id, m.Text, m.Truth)
			}
		})
	}
}

func (s *Sandbox) addVKMessage(person int, at time.Time, m town.DirectMessage) *vkMessage {
	peer := PersonVK(person)
	dialog := s.vk.dialogs[peer]
	if dialog == nil {
		dialog = &vkDialog{peer: peer}
		s.vk.dialogs[peer] = dialog
	}
	dialog.numbered++
	made := &vkMessage{
		id: s.vk.nextMessage, inDialog: dialog.numbered, dialog: dialog,
		out: m.FromOfficial, at: at, text: m.Text, media: m.Media,
	}
	if m.FromOfficial && !m.Automatic {
		made.operator = OperatorVK
	}
	s.vk.nextMessage++
	dialog.messages = append(dialog.messages, made)
	s.vk.messages[made.id] = made
	return made
}
