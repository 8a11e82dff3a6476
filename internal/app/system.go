package app

import (
	"fmt"
	"os"
	"otklik/internal/care/audit"
	"otklik/internal/config"
	"path/filepath"
	"regexp"
	"runtime"
	"runtime/debug"
	"slices"
	"strings"
	"time"
)

// fileSize is what is told of a file.
type fileSize struct {
	What  string    `json:"what"`
	There bool      `json:"there"`
	Bytes int64     `json:"bytes,omitempty"`
	Mode  string    `json:"mode,omitempty"`
	Since time.Time `json:"changed,omitzero"`
}

func sizeOf(what, path string) fileSize {
	info, err := os.Stat(path)
	if err != nil {
		return fileSize{What: what}
	}
	return fileSize{What: what, There: true, Bytes: info.Size(), Mode: info.Mode().String(),
		Since: info.ModTime().UTC().Truncate(time.Second)}
}

// sizes are those of the files the program works with, by what they are for.
func sizes(c *config.Config, now time.Time) []fileSize {
	all := []fileSize{sizeOf("configuration", c.Path), sizeOf("store", c.Store.Path), sizeOf("the store's folder",
		filepath.Dir(c.Store.Path)),
		sizeOf("access log", audit.Beside(c.Store.Path).Path())}
	files := map[string]string{"reading.model": c.Reading.Model, "reading.topics": c.Reading.Topics,
		"reading.places": c.Reading.Places, "mail.ca_file": c.Mail.CAFile}
	for id, e := range c.Platforms {
		files["platforms."+id+".ca_file"] = e.CAFile
	}
	for what, path := range files {
		if path != "" {
			all = append(all, sizeOf(what, path))
		}
	}
	// The first four stand as they are; those of the map have no order of their own.
	slices.SortStableFunc(all[4:], func(a, b fileSize) int { return strings.Compare(a.What, b.What) })
	// Names of other files are not told, as somebody chose them: how many and how large they are is enough.
	others, total := 0, int64(0)
	if entries, err := os.ReadDir(filepath.Dir(c.Store.Path)); err == nil {
		for _, e := range entries {
			if info, err := e.Info(); err == nil && info.Mode().IsRegular() && e.Name() != filepath.Base(c.Store.Path) {
				others, total = others+1, total+info.Size()
			}
		}
	}
	return append(all, fileSize{What: fmt.Sprintf("%d other files in the store's folder", others),
		There: others > 0, Bytes: total})
}

// system is the program and the machine it runs on.
func system(r SupportRequest, now time.Time) map[string]any {
	_, offset := now.Zone()
	// Only whether they are set: their values may hold passwords of proxies.
	set := map[string]bool{}
	for _, name := range []string{"HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "ALL_PROXY", "http_proxy",
		"https_proxy", "no_proxy", "NOTIFY_SOCKET", "WATCHDOG_USEC",
		"INVOCATION_ID", "CREDENTIALS_DIRECTORY", "GOMEMLIMIT", "GODEBUG", "SSL_CERT_FILE", "SSL_CERT_DIR"} {
		if v, ok := r.Getenv(name); ok && v != "" {
			set[name] = true
		}
	}
	modules := []string{}
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, m := range info.Deps {
			modules = append(modules, m.Path+" "+m.Version)
		}
	}
	return map[string]any{"version": r.Version, "go": runtime.Version(), "system": runtime.GOOS + "/" +
		runtime.GOARCH, "processors": runtime.NumCPU(),
		"kernel": kernel(), "distribution": distribution(), "root": os.Geteuid() == 0,
		"now":          now.UTC().Truncate(time.Second),
		"zone_seconds": offset, "environment_set": set, "modules": modules}
}

// kernel is the running Linux kernel's release; empty elsewhere.
func kernel() string {
	text, err := os.ReadFile("/proc/sys/kernel/osrelease")
	if err != nil {
		return ""
	}
	return regexp.MustCompile(`^\d+(\.\d+)*`).FindString(string(text)) // what stands behind is whatever somebody built
}

// distribution is the ID and VERSION_ID of os-release(5); empty elsewhere.
func distribution() string {
	text, err := os.ReadFile("/etc/os-release")
	if err != nil {
		return ""
	}
	var parts []string
	for _, m := range regexp.MustCompile(`(?m)^(?:ID|VERSION_ID)="?([a-z0-9._-]+)"?$`).FindAllStringSubmatch(
		string(text), 2) {
		parts = append(parts, m[1])
	}
	return strings.Join(parts, " ")
}
