package systemd

import (
	"net"
	"path/filepath"
	"testing"
	"time"
)

func environment(set map[string]string) Environment {
	return func(name string) (string, bool) {
		v, ok := set[name]
		return v, ok
	}
}

func TestHeartbeat(t *testing.T) {
	for text, want := range map[string]time.Duration{"": 0, "x": 0, "-5": 0, "0": 0, "30000000": 15 * time.Second} {
		if got := Heartbeat(environment(map[string]string{"WATCHDOG_USEC": text})); got != want {
			t.Errorf("%q: %s, want %s", text, got, want)
		}
	}
}

func TestNotifierSendsStates(t *testing.T) {
	path := filepath.Join(t.TempDir(), "s")
	socket, err := net.ListenUnixgram("unixgram", &net.UnixAddr{Name: path, Net: "unixgram"})
	if err != nil {
		t.Fatal(err)
	}
	defer socket.Close()
	var faults []error
	notify := Notifier(environment(map[string]string{"NOTIFY_SOCKET": path}), func(err error) { faults = append(faults, err) })
	notify("READY=1")
	b := make([]byte, 64)
	if n, err := socket.Read(b); err != nil || string(b[:n]) != "READY=1" || len(faults) > 0 {
		t.Errorf("%q, %v, %v", b[:n], err, faults)
	}
	Notifier(environment(map[string]string{"NOTIFY_SOCKET": path + "-gone"}), func(err error) { faults = append(faults, err) })("x")
	if len(faults) != 1 {
		t.Errorf("nobody listens: %v", faults)
	}
	Notifier(environment(nil), func(error) { t.Error("told where nobody asked") })("x")
}
