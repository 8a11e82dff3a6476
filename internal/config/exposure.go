package config

import (
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"otklik/internal/plaintext"
	"otklik/internal/smallfile"
)

// Exposure is a secret, or a file that decides whom to trust, that other accounts of this machine can read or
// replace although the configuration was taken: refusing it would end the collecting, and what citizens write
// meanwhile could be lost.
type Exposure struct {
	Key      string // the first key it concerns
	Sentence string // what is wrong and how to mend it; holds the path and no secret
}

// placed is what decides who can get at a file.
type placed struct {
	path     string
	mode     fs.FileMode
	uid, gid int
	// open is the folder above it that everybody may write, without the sticky bit; empty: there is none.
	open     string
	openMode fs.FileMode
	// credential: systemd shows it to this service alone (systemd.exec(5), LoadCredential=); on some versions its mode
	// is 0440, because an access list is shown as a group.
	credential bool
}

// account is who runs the program.
type account struct {
	uid     int
	groups  []int
	trusted []int // owners besides root and uid itself
	anybody bool  // root looks and cannot know yet whose the service is
	service int   // who is to own what others may use: uid or, where root looks, the account that the service has
}

// unmapped is the owner that Linux shows for an account that a container's name space does not have
// (/proc/sys/kernel/overflowuid): who it is cannot be known.
const unmapped = 65534

// others says how accounts besides the one that runs the program get at a file; empty: they cannot.
func (p placed) others(who account) string {
	perm := p.mode.Perm()
	group := perm & 0o070
	// root:otklik 0640 is how distributions hand a file to a service: root chose the group.
	handed := p.uid == 0 && p.gid != 0 && (who.uid == 0 || slices.Contains(who.groups, p.gid))
	if group&0o030 == 0 && (handed || p.credential && perm == 0o440) {
		group = 0
	}
	switch owners := append([]int{0, who.uid, unmapped}, who.trusted...); {
	case perm&0o007 != 0 || group != 0:
		return fmt.Sprintf("others may use the file %s too (mode %04o); run: %schmod 600 %s", p.path, perm,
			p.give(who), p.path)
	case !slices.Contains(owners, p.uid) && !who.anybody:
		return fmt.Sprintf("the file %s belongs to another account (number %d), which can read and change it; "+
			"run: chown %d %s", p.path, p.uid, who.service, p.path)
	}
	return p.replaceable()
}

// give is the command that has to go before chmod, so that the service can still read its file afterwards.
func (p placed) give(who account) string {
	if p.uid == who.service || who.anybody {
		return ""
	}
	return fmt.Sprintf("chown %d %s && ", who.service, p.path)
}

// replaceable says that everybody can put another file in the place of this one.
func (p placed) replaceable() string {
	if p.open == "" {
		return ""
	}
	return fmt.Sprintf("everybody may replace the file %s, because they may write the folder %s (mode %04o); "+
		"run: chmod o-w %s", p.path, p.open, p.openMode.Perm(), p.open)
}

// place looks at an open file, whatever happens to its name meanwhile.
func place(f *os.File) (placed, error) {
	info, err := f.Stat()
	if err != nil {
		return placed{}, err
	}
	p := placed{path: f.Name(), mode: info.Mode()}
	if owner, ok := info.Sys().(*syscall.Stat_t); ok {
		p.uid, p.gid = int(owner.Uid), int(owner.Gid)
	}
	names := []string{p.path}
	if whole, err := filepath.EvalSymlinks(p.path); err == nil && whole != p.path {
		names = append(names, whole)
	}
	for _, name := range names {
		for folder := filepath.Dir(name); p.open == ""; folder = filepath.Dir(folder) {
			if above, err := os.Stat(folder); err == nil && above.Mode().Perm()&0o002 != 0 &&
				above.Mode()&fs.ModeSticky == 0 {
				p.open, p.openMode = folder, above.Mode()
			}
			if folder == filepath.Dir(folder) {
				break
			}
		}
	}
	return p, nil
}

// who is the account that runs the program. What belongs to the owner of the configuration is trusted, because he
// decides which files are read, and by root what belongs to the account that the store's folder belongs to: the
// service's.
func (k *checker) who() account {
	a := account{uid: os.Geteuid(), groups: []int{os.Getegid()}}
	if groups, err := os.Getgroups(); err == nil {
		a.groups = append(a.groups, groups...)
	}
	a.service = a.uid
	if owner, ok := ownerOf(k.config.Path); ok {
		a.trusted = append(a.trusted, owner)
	}
	if a.uid == 0 {
		owner, ok := ownerOf(filepath.Dir(k.config.Store.Path))
		if ok {
			a.trusted, a.service = append(a.trusted, owner), owner
		}
		a.anybody = !ok // before the service's first start: a file taken from it would be one that it cannot read
	}
	return a
}

func ownerOf(path string) (uid int, ok bool) {
	info, err := os.Stat(path)
	if err != nil {
		return 0, false
	}
	owner, ok := info.Sys().(*syscall.Stat_t)
	if !ok {
		return 0, false
	}
	return int(owner.Uid), true
}

// privateFile reads a file that nobody but the account that runs the program and root can get at.
func (k *checker) privateFile(path string) (string, error) {
	f, err := smallfile.Open(path)
	if err != nil {
		return "", err // it names the path
	}
	defer f.Close()
	p, err := place(f)
	if err != nil {
		return "", err
	}
	folder, _ := k.variables.getenv("CREDENTIALS_DIRECTORY")
	p.credential = folder != "" && filepath.Dir(path) == filepath.Clean(folder)
	if wrong := p.others(k.who()); wrong != "" && p.mode.IsRegular() {
		return "", fmt.Errorf("%s", wrong)
	}
	return plaintext.Read(f)
}

// secretFile is privateFile of a token or password. Where the file was put into a container from outside, nobody here
// can mend it and whoever put it there decides who sees it: then it is taken, and said.
func (k *checker) secretFile(key, path string) (string, error) {
	text, err := k.privateFile(path)
	if err == nil || !fromOutside(path) {
		return text, err
	}
	wrong := err
	if text, err = plaintext.ReadFile(path); err == nil {
		k.config.Exposed = append(k.config.Exposed,
			Exposure{key, wrong.Error() + ", or give it this mode where it is mounted"})
	}
	return text, err
}

// fromOutside reports whether a file was put into a container. Secrets of Docker, Podman and Compose lie in
// /run/secrets, most with mode 0444, and not always on a mount of their own that is read-only; only root can make that
// folder.
func fromOutside(path string) bool {
	return strings.HasPrefix(strings.TrimPrefix(filepath.Clean(path), "/var"), "/run/secrets/") || readOnly(path)
}

// readOnly reports whether the file system of a file is mounted read-only (statfs(2), ST_RDONLY).
func readOnly(path string) bool {
	var s syscall.Statfs_t
	return syscall.Statfs(path, &s) == nil && s.Flags&1 != 0
}

// trusted looks at a file that decides whom to trust: certificate authorities, recipients of backups. Everybody may
// read it.
func (k *checker) trusted(key, path string) {
	f, err := smallfile.Open(path)
	if err != nil {
		return // said elsewhere
	}
	defer f.Close()
	p, err := place(f)
	if err != nil || !p.mode.IsRegular() {
		return
	}
	wrong := p.replaceable()
	if p.mode.Perm()&0o002 != 0 {
		wrong = fmt.Sprintf("everybody may change the file %s (mode %04o), which says whom to trust; run: chmod o-w %s",
			path, p.mode.Perm(), path)
	}
	if wrong != "" {
		k.config.Exposed = append(k.config.Exposed, Exposure{key, wrong})
	}
}

// ownFile looks at who else can get at the configuration itself. Secrets that stand in it are to be read by nobody;
// that everybody may change it is wrong in any case, because it says where tokens are sent to.
func (k *checker) ownFile(p *placed) {
	if p == nil || !p.mode.IsRegular() {
		return // a pipe, or a text that was in no file
	}
	wrong, key := p.others(k.who()), ""
	switch {
	case len(k.literal) > 0 && wrong != "":
		key = k.literal[0]
		wrong = fmt.Sprintf("secrets stand in the configuration (%s), and %s; or put each into a file of its own",
			strings.Join(k.literal, ", "), wrong)
	case p.mode.Perm()&0o002 != 0:
		wrong = fmt.Sprintf(
			"everybody may change the configuration %s (mode %04o), and with it where tokens are sent; "+
				"run: chmod 600 %s", p.path, p.mode.Perm(), p.path)
	default:
		wrong = p.replaceable()
	}
	if wrong != "" {
		k.config.Exposed = append(k.config.Exposed, Exposure{key, wrong})
	}
}
