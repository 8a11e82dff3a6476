package main

import (
	"net"
	"path/filepath"
	"testing"
)

func TestNotifierSpeaksToTheServiceManager(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "notify")
	socket, err := net.ListenUnixgram("unixgram", &net.UnixAddr{Name: path, Net: "unixgram"})
	if err != nil {
		t.Fatal(err)
	}
	defer socket.Close()
	a := &cli{streams: streams{getenv: func(string) (string, bool) { return path, true }}}
	a.notifier()("READY=1")
	buffer := make([]byte, 64)
	n, err := socket.Read(buffer)
	if err != nil || string(buffer[:n]) != "READY=1" {
		t.Errorf("%q, %v", buffer[:n], err)
	}
}
