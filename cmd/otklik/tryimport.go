package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"time"

	"otklik/collectors"
	"otklik/internal/app"
	"otklik/internal/care/audit"
	"otklik/internal/inbox"
	"otklik/internal/safefile"
	"otklik/internal/smallfile"
	"otklik/report/build"
	"otklik/report/render"
)

// trialHeader is the first line of the configuration of a file that is tried: by it the file is known again.
func trialHeader(by collectors.Importer) string {
	return fmt.Sprintf("# Made by `otklik import %s` to try an export without a bot.\n", by.Platform)
}

// trialChannel is the channel of a file that is tried.
func trialChannel(by collectors.Importer) inbox.ChannelID {
	return inbox.NewChannelID("official", string(by.Platform))
}

// trialConfig is the configuration of a file that is tried. chat is the channel's number where the file shows it.
func trialConfig(by collectors.Importer, chat int64) string {
	return trialHeader(by) + "# To go on with a bot: put its token and the channel's number here, then `otklik check` " +
		`says what is missing.
timezone: Europe/Moscow
language: ru
store:
  path: otklik.db
officials:
  - id: official
    name: Руководитель
    channels:
` + by.Trial(chat) + `        staff: []       # numbers of people who answer for the official in their own name
digests:
  - id: morning
    title: Сводка по выгрузке
    schedule: "0 8 * * *"
    audience: governor
    officials: [official]
`
}

// trial is an export that is tried in a folder of its own.
type trial struct {
	by                            collectors.Importer
	folder, configPath, storePath string
	made, goesOn                  bool // the folder was made now; an earlier trial is in it
	asMade                        bool // its configuration does not know the channel yet
}

// newTrial finds out what is in the folder. What is somebody else's is not touched.
func newTrial(by collectors.Importer, folder string) (trial, error) {
	folder, err := filepath.Abs(folder)
	if err != nil {
		return trial{}, fmt.Errorf("find the folder of the trial: %w", err)
	}
	t := trial{by: by, folder: folder, configPath: filepath.Join(folder, "config.yaml"), storePath: filepath.Join(folder, "otklik.db")}
	foreign := func(path string) error {
		return usagef("%s is there and was not made by trying an export; name another folder: --folder %s-2", path, app.TrialFolder)
	}
	text, err := smallfile.Read(t.configPath, smallfile.Config)
	switch {
	case err == nil && !strings.HasPrefix(string(text), trialHeader(by)):
		return t, foreign(t.configPath)
	case err == nil:
		t.goesOn, t.asMade = true, string(text) == trialConfig(by, 0)
	case !errors.Is(err, fs.ErrNotExist):
		return t, fmt.Errorf("look into the folder of the trial: %w", err)
	default:
		if _, err := os.Lstat(t.storePath); err == nil {
			return t, foreign(t.storePath)
		}
	}
	if _, err := os.Stat(folder); errors.Is(err, fs.ErrNotExist) {
		t.made = true
	}
	if err := safefile.MakeFolder(folder); err != nil {
		return t, fmt.Errorf("make the folder of the trial: %w", err)
	}
	if t.goesOn {
		return t, nil
	}
	// The configuration goes first: what a kill leaves is known for a trial's.
	t.asMade = true
	return t, writeText(t.configPath, trialConfig(by, 0))
}

// undo removes what a trial made before it failed.
func (t trial) undo() {
	if t.goesOn {
		return
	}
	for _, path := range []string{t.storePath, t.storePath + ".holder", t.storePath + ".evaluating", t.configPath} {
		_ = safefile.Remove(path) // an empty store of ours; a next trial goes on with what stays
	}
	if t.made {
		_ = safefile.Remove(t.folder)
	}
}

// tryImport imports an export into a store of its own, without any configuration, and shows what is known then.
func (a *cli) tryImport(
	ctx context.Context, by collectors.Importer, path, folder string, chat int64,
) error {
	f, size, err := openExport(path)
	if err != nil {
		return err
	}
	defer f.Close()
	log, err := a.log(slog.LevelWarn)
	if err != nil {
		return err
	}
	t, err := newTrial(by, folder)
	if err != nil {
		return err
	}
	done := false
	defer func() {
		if !done && ctx.Err() == nil {
			t.undo()
		}
	}()
	c, err := a.readConfig(t.configPath)
	if err != nil {
		return err
	}
	o, err := app.Open(c, a.options("import", log))
	if err != nil {
		return err
	}
	advance, finish := a.bytesBar(2*size, "importing")
	defer finish()
	summary, receipt, err := o.Import(ctx, f,
		app.FileImport{By: by, Channel: trialChannel(by), Chat: chat, Trial: t.asMade, Progress: advance})
	finish()
	if err != nil && t.goesOn {
		return fmt.Errorf("import %s into %s, where an earlier file is; another file is tried with --folder %s-2: %w", path, t.folder, app.TrialFolder, err)
	}
	if err != nil {
		return fmt.Errorf("import %s into %s: %w", path, t.folder, err)
	}
	if t.asMade {
		if err := writeText(t.configPath, trialConfig(by, summary.Seen)); err != nil {
			return err
		}
	}
	done = true
	a.printImport(trialChannel(by), summary, receipt)
	return a.showTrial(ctx, o, t, path)
}

// showTrial prints the digest of what was imported and what can be done next.
func (a *cli) showTrial(ctx context.Context, o *app.Service, t trial, path string) error {
	digest, err := o.Compose(ctx, o.Config.Digests[0], time.Now(), render.Text, render.HTML)
	if err != nil {
		return err
	}
	page := filepath.Join(t.folder, "digest.html")
	fmt.Fprintln(a.out)
	entry := audit.Entry{Action: audit.Digest, Digest: digest.ID, Of: digest.At, Count: len(digest.Complaints), Path: page}
	if err := o.Shown(ctx, entry, func() error { return a.showTwice(digest, page) }); err != nil {
		return err
	}
	a.suggest(t.folder, t.configPath, page, "всё хранится в "+t.storePath, digest)
	fmt.Fprintf(a.out, `Ответы сотрудников, которые пишут от своего имени, засчитываются, когда их номера стоят в staff: %s
(затем: %s).
Чтобы читать новые комментарии самим, впишите туда же токен бота и номер канала; что не так, скажет %s.
`, t.configPath, a.line("import", string(t.by.Platform), anywhere(path), "--folder", t.folder), a.line("--config", t.configPath, "check"))
	return nil
}

// showTwice prints a digest and writes it as a page.
func (a *cli) showTwice(digest build.Digest, page string) error {
	text, err := render.Render(digest, render.Text)
	if err != nil {
		return err
	}
	html, err := render.Render(digest, render.HTML)
	if err != nil {
		return err
	}
	if _, err = a.out.Write(text); err == nil {
		err = writeText(page, string(html))
	}
	if err != nil {
		return fmt.Errorf("show the digest: %w", err)
	}
	return nil
}
