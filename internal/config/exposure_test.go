package config

import (
	"io/fs"
	"strings"
	"testing"
)

func TestWhoGetsAtAFile(t *testing.T) {
	const service, admin, mallory, staff = 990, 1000, 1001, 991
	runs := account{uid: service, groups: []int{service, staff}, trusted: []int{admin}, service: service}
	root := account{groups: []int{0}, trusted: []int{service}, service: service}
	for _, c := range []struct {
		name     string
		mode     fs.FileMode
		uid, gid int
		who      account
		want     string // part of the sentence; empty: nobody else
	}{
		{"own", 0o600, service, service, runs, ""},
		{"own, for reading", 0o400, service, service, runs, ""},
		{"root's, through an access list", 0o400, 0, 0, runs, ""},
		{"others read", 0o604, service, service, runs, "chmod 600"},
		{"everybody reads", 0o644, service, service, runs, "mode 0644"},
		{"everybody writes", 0o666, service, service, runs, "chmod 600"},
		{"others write alone", 0o602, service, service, runs, "chmod 600"},
		{"root's, everybody reads", 0o644, 0, 0, runs, "run: chown 990 /x/token && chmod 600 /x/token"},
		{"own group reads", 0o640, service, service, runs, "chmod 600"},
		{"root hands it to the service's group", 0o640, 0, staff, runs, ""},
		{"the same looked at by root", 0o440, 0, staff, root, ""},
		{"root's for a group that may write", 0o660, 0, staff, runs, "chmod 600"},
		{"root's for another group", 0o640, 0, mallory, runs, "chmod 600"},
		{"root's for root's group", 0o640, 0, 0, root, "chmod 600"},
		{"the configuration's owner has it", 0o600, admin, admin, runs, ""},
		{"root looks at the service's", 0o600, service, service, root, ""},
		{"somebody else has it", 0o600, mallory, mallory, runs, "another account (number 1001)"},
		{"somebody else has it, and root reads it", 0o600, mallory, mallory, root, "chown 990"},
		{"root looks before the service's first start", 0o600, service, service, account{anybody: true}, ""},
		{"the same, everybody reads", 0o644, service, service, account{anybody: true}, "run: chmod 600 /x/token"},
		{"an account that the container does not know", 0o400, unmapped, unmapped, runs, ""},
	} {
		p := placed{path: "/x/token", mode: c.mode, uid: c.uid, gid: c.gid}
		if got := p.others(c.who); (got == "") != (c.want == "") || !strings.Contains(got, c.want) {
			t.Errorf("%s: %q", c.name, got)
		}
	}
	credential := placed{path: "/x/token", mode: 0o440, gid: mallory, credential: true}
	if got := credential.others(runs); got != "" {
		t.Errorf("systemd's: %q", got)
	}
	if credential.mode = 0o444; credential.others(runs) == "" {
		t.Error("one that everybody reads is taken for systemd's")
	}
	if got := (placed{path: "/x/token", mode: 0o600, open: "/x",
		openMode: 0o777}).others(root); !strings.Contains(got, "chmod o-w /x") {
		t.Errorf("an open folder: %q", got)
	}
}

func TestFilesFromOutsideAContainer(t *testing.T) {
	for path, want := range map[string]bool{
		"/run/secrets/token": true, "/var/run/secrets/vk/token": true, "/run/secrets/../token": false,
		"/run/secrets": false, "/run/secretsx/token": false, "/srv/run/secrets/token": false,
	} {
		if got := fromOutside(path); got != want {
			t.Errorf("%s: %v", path, got)
		}
	}
}
