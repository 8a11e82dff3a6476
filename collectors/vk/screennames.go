package vk

import (
	"context"
	"encoding/json"
	"errors"
	"sync"

	"github.com/SevereCloud/vksdk/v3/api"

	"otklik/collectors"
	"otklik/internal/inbox"
)

// Names remembers whom short names belong to, so that VKontakte is asked once. The zero value is ready; one value may
// be shared by all channels and used by several goroutines.
type Names struct {
	mu  sync.Mutex
	ids map[string]int64
}

// errNobody is the error of a name that no person and no community has.
var errNobody = errors.New("nobody has this name")

// resolve is the id of a person, or minus that of a community.
func (n *Names) resolve(ctx context.Context, calls *client, name string) (int64, error) {
	n.mu.Lock()
	id, known := n.ids[name]
	n.mu.Unlock()
	if known {
		return id, nil
	}
	raw, err := call[json.RawMessage](ctx, calls, "utils.resolveScreenName", api.Params{"screen_name": name})
	if err != nil {
		return 0, err
	}
	var found struct {
		Type string `json:"type"`
		ID   hint   `json:"object_id"`
	}
	if json.Unmarshal(raw, &found) != nil || found.ID <= 0 { // an unknown name is answered with an empty list
		return 0, errNobody
	}
	switch found.Type {
	case "user":
		id = int64(found.ID)
	case "group", "page", "event":
		id = -int64(found.ID)
	default:
		return 0, errNobody // an application
	}
	n.mu.Lock()
	defer n.mu.Unlock()
	if n.ids == nil {
		n.ids = map[string]int64{}
	}
	n.ids[name] = id
	return id, nil
}

// unknownName ends a pull: without its staff the official's answers would be taken for citizens' messages. The name is
// for Check to tell; no log has it.
func unknownName(err error) error {
	if !errors.Is(err, errNobody) {
		return err
	}
	return &collectors.Failure{Kind: inbox.FailureOther, Err: err,
		Advice: "staff holds a name that nobody in VKontakte has; `otklik check` says which, correct it or write the " +
			"person's number"}
}
