// Package systemd tells the service manager about a daemon's state.
package systemd

import (
	"fmt"
	"net"
	"strconv"
	"time"
)

// Environment gives the value of a variable, and whether it is set.
type Environment func(name string) (string, bool)

// Heartbeat is half of what WATCHDOG_USEC allows between two signs of life (sd_watchdog_enabled(3)); 0: none are
// awaited.
func Heartbeat(env Environment) time.Duration {
	text, _ := env("WATCHDOG_USEC")
	microseconds, err := strconv.ParseInt(text, 10, 64)
	if err != nil || microseconds <= 0 {
		return 0
	}
	return time.Duration(microseconds) * time.Microsecond / 2
}

// Notifier sends states to the socket that NOTIFY_SOCKET names (sd_notify(3)) and hands what goes wrong to failed; it
// does nothing where there is none.
func Notifier(env Environment, failed func(error)) func(state string) {
	path, ok := env("NOTIFY_SOCKET")
	if !ok || path == "" {
		return func(string) {}
	}
	if path[0] == '@' { // an abstract socket
		path = "\x00" + path[1:]
	}
	return func(state string) {
		if err := send(path, state); err != nil {
			failed(fmt.Errorf("tell the service manager %s: %w", state, err))
		}
	}
}

func send(path, state string) error {
	connection, err := net.DialUnix("unixgram", nil, &net.UnixAddr{Name: path, Net: "unixgram"})
	if err != nil {
		return err
	}
	defer connection.Close()
	_, err = connection.Write([]byte(state))
	return err
}
