package vk

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// seeds are the items of the canned replies.
func seeds(f *testing.F, pattern string) {
	f.Helper()
	files, err := filepath.Glob("testdata/cases/*/" + pattern)
	if err != nil || len(files) == 0 {
		f.Fatalf("no seeds: %v", err)
	}
	for _, name := range files {
		raw, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		var reply struct {
			Response struct{ Items []json.RawMessage } `json:"response"`
		}
		if err := json.Unmarshal(raw, &reply); err != nil {
			f.Fatal(err)
		}
		for _, item := range reply.Response.Items {
			f.Add([]byte(item))
		}
	}
}

func FuzzComment(f *testing.F) {
	seeds(f, "*wall.getComments.json")
	under := underPost{page: page{channel: "governor/vk", owner: -1001}, post: 5, now: time.Unix(1, 0)}
	f.Fuzz(func(t *testing.T, raw []byte) {
		c := decodeComment(raw)
		if c.problem != nil {
			if piece := under.undecoded(c, c.problem); piece.ID == "" || piece.Problem == "" {
				t.Fatalf("a piece without a name: %+v", piece)
			}
			return
		}
		m := under.message(c, 0)
		if m.ID == "" || m.Thread != "-1001_5" || m.URL == "" || (m.Sent.IsZero() && !bool(c.Deleted)) {
			t.Fatalf("message: %+v", m)
		}
	})
}

func FuzzDirect(f *testing.F) {
	seeds(f, "*messages.getHistory.json")
	in := inDialog{page: page{channel: "governor/vk", owner: -1001}, peer: 5}
	f.Fuzz(func(t *testing.T, raw []byte) {
		d, err := decodeDirect(raw)
		if err != nil {
			if piece := in.undecoded(d, err); piece.ID == "" || piece.Problem == "" {
				t.Fatalf("a piece without a name: %+v", piece)
			}
			return
		}
		if m := in.message(d); m.ID == "" || m.Thread != "5" || m.Sent.IsZero() {
			t.Fatalf("message: %+v", m)
		}
	})
}

func FuzzConversations(f *testing.F) {
	seeds(f, "*messages.getConversations.json")
	f.Fuzz(func(t *testing.T, raw []byte) {
		if c, err := decodeConversation(raw); err == nil && c.Peer.ID == 0 {
			t.Fatal("a dialog without a peer")
		}
	})
}

func FuzzPost(f *testing.F) {
	seeds(f, "*wall.get.json")
	f.Fuzz(func(t *testing.T, raw []byte) {
		p, err := decodePost(raw)
		if err == nil && (p.ID <= 0 || p.Date <= 0 || p.comments() < -1) {
			t.Fatalf("post: %+v", p)
		}
		if err != nil && postName(raw) == "" {
			t.Fatal("a piece without a name")
		}
	})
}

func FuzzCursors(f *testing.F) {
	f.Add(
		[]byte(
			`{"v":1,"owner":-1001,"posts":[{"i":5,"d":9,"l":1,"c":1,"r":7}],"job":{"post":5,"top":{"o":3,"l":"AgIC"},"unseen":"AgIC"}}`))
	f.Add([]byte(`{"v":1,"owner":-1001,"peers":"Ag","ends":"Ag","odd":[{"p":1,"e":2}]}`))
	f.Fuzz(func(t *testing.T, raw []byte) {
		if c, err := decodeWallCursor(raw, -1001); err == nil {
			if !sameWhenStored(c.encode()) {
				t.Fatalf("%s does not open as it was stored", c.encode())
			}
		}
		if c, err := decodeDialogCursor(raw, -1001); err == nil {
			if _, err := decodeDialogCursor(c.encode(), -1001); err != nil {
				t.Fatal(err)
			}
		}
	})
}
