package vk

import (
	"strings"
	"testing"

	"otklik/collectors"
	"otklik/collectors/sourcetest"
)

func TestErasePersonTakesDialogsOutOfACursor(t *testing.T) {
	_, source := sourcesOf(t, testOptions(&fakeVK{}, newMemory()))
	cursor := dialogCursor{Version: dialogCursorVersion, Owner: testOwner, Peers: numbers{9}, Ends: numbers{90},
		Counts: []dialogCount{{Peer: 501, Counted: 3, Stored: 3}, {Peer: 502, Counted: 3, Stored: 2, Since: 77}},
		Odd:    []oddDialog{{Peer: 503, End: 4}}, Edits: []oddDialog{{Peer: 501, End: 12}}}
	encoded := cursor.encode()
	eraser := source.(collectors.PersonEraser)
	sourcetest.ErasesPerson(t, eraser, encoded, "501", "502", "503")
	after, err := eraser.ErasePerson(encoded, func(author string) bool { return author == "501" })
	if err != nil || strings.Contains(string(after), "501") {
		t.Errorf("%s, %v", after, err)
	}
	if c, err := decodeDialogCursor(after, testOwner); err != nil || c.Peers[0] != 9 || c.Ends[0] != 90 {
		t.Errorf("%+v, %v", c, err)
	}
}
