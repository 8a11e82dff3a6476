package main

import (
	"fmt"
	"net"
	"strconv"
	"time"
)

// heartbeat is half of what systemd's WATCHDOG_USEC allows between two signs of life (sd_watchdog_enabled(3)).
func (a *cli) heartbeat() time.Duration {
	text, _ := a.getenv("WATCHDOG_USEC")
	microseconds, err := strconv.ParseInt(text, 10, 64)
	if err != nil || microseconds <= 0 {
		return 0
	}
	return time.Duration(microseconds) * time.Microsecond / 2
}

// notifier tells systemd's service manager about the daemon's state (sd_notify(3)); it does nothing where
// NOTIFY_SOCKET is not set.
func (a *cli) notifier() func(state string) {
	path, ok := a.getenv("NOTIFY_SOCKET")
	if !ok || path == "" {
		return func(string) {}
	}
	if path[0] == '@' { // an abstract socket
		path = "\x00" + path[1:]
	}
	return func(state string) {
		connection, err := net.DialUnix("unixgram", nil, &net.UnixAddr{Name: path, Net: "unixgram"})
		if err != nil {
			fmt.Fprintln(a.err, "otklik: the service manager cannot be told:", err)
			return
		}
		defer connection.Close()
		if _, err := connection.Write([]byte(state)); err != nil {
			fmt.Fprintln(a.err, "otklik: the service manager cannot be told:", err)
		}
	}
}
