package main

import (
	"os"
	"strings"
	"testing"
)

// A configuration with secrets in it that others read goes on collecting, and says it everywhere until it is mended;
// a file with a secret that others read is refused as the store's key is.
func TestSecretsThatOthersReadAreSaid(t *testing.T) {
	t.Parallel()
	b := newBench(t, smallTown())
	const said = "chmod 600 "
	if err := os.Chmod(b.path("config.yaml"), 0o644); err != nil {
		t.Fatal(err)
	}
	if r := b.otklik("collect"); r.code != exitDone || !strings.Contains(r.err, said) {
		t.Errorf("collect: exit %d\n%s", r.code, r.err)
	}
	if r := b.otklik("--quiet", "collect"); r.code != exitDone || r.err != "" {
		t.Errorf("a quiet collect: exit %d\n%s", r.code, r.err)
	}
	if r := b.otklik("check"); r.code != exitFailed || !strings.Contains(r.out, "FAULT    secrets: ") ||
		!strings.Contains(r.out, said) {
		t.Errorf("check: exit %d\n%s", r.code, r.out)
	}
	for _, args := range [][]string{{"status"}, {"status", "--json"}} {
		if r := b.otklik(args...); r.code != exitDone || !strings.Contains(r.out, said) {
			t.Errorf("%v: exit %d\n%s", args, r.code, r.out)
		}
	}
	if err := os.Chmod(b.path("config.yaml"), 0o600); err != nil {
		t.Fatal(err)
	}
	if r := b.must("check"); strings.Contains(r.out, said) {
		t.Errorf("mended:\n%s", r.out)
	}
	b.configure(`service_token: "sandbox-vk-service"`, "service_token_file: token")
	b.write("token", "sandbox-vk-service\n")
	b.must("collect")
	if err := os.Chmod(b.path("token"), 0o644); err != nil {
		t.Fatal(err)
	}
	for _, command := range []string{"collect", "check", "status"} {
		if r := b.otklik(command); r.code != exitUsage || !strings.Contains(r.err, "service_token_file: ") ||
			!strings.Contains(r.err, said) {
			t.Errorf("%s with a token that others read: exit %d\n%s", command, r.code, r.err)
		}
	}
}
