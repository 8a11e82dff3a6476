package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/spf13/cobra"

	"otklik/config"
	"otklik/report"
	"otklik/report/edition"
	"otklik/sandbox"
	"otklik/sandbox/town"
)

func (a *app) demoCommand() *cobra.Command {
	var folder string
	cmd := &cobra.Command{
		Use:   "demo",
		Short: "The main job with nothing but this binary: local platforms, real collectors, store, digest and page",
		Args:  noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.demo(cmd.Context(), folder)
		},
	}
	cmd.Flags().StringVar(&folder, "folder", "otklik-demo", "folder for the demo's store, configuration and page; those of an earlier demo are made anew")
	return cmd
}

// demo plays the platforms on loopback, collects from them as from the real ones, and shows the digest.
func (a *app) demo(ctx context.Context, folder string) error {
	log, err := a.log(slog.LevelError)
	if err != nil {
		return err
	}
	folder, err = filepath.Abs(folder)
	if err != nil {
		return fmt.Errorf("find the demo's folder: %w", err)
	}
	configPath, page := filepath.Join(folder, "config.yaml"), filepath.Join(folder, "digest.html")
	storePath := filepath.Join(folder, "otklik.db")
	if err := refuseForeign(configPath, storePath, page); err != nil {
		return err
	}
	// The configuration goes last: as long as it stands, the others are known to be a demo's.
	if err := clearDemo(folder, page, storePath, configPath); err != nil {
		return err
	}
	now := time.Now()
	played := sandbox.New(sandbox.Options{Town: town.New(now), KeepUpdates: true})
	address, stop, err := played.Start()
	if err != nil {
		return err
	}
	defer stop()
	text := played.Config(address, storePath)
	if err := replaceFile(configPath, func(f *os.File) error { _, err := f.WriteString(text); return err }); err != nil {
		return err
	}
	c, err := config.Load(configPath, a.getenv)
	if err != nil {
		return err
	}
	o, err := newOffice(c, "demo", log)
	if err != nil {
		return err
	}
	fmt.Fprintf(a.out, "Площадки «ВКонтакте» и Telegram вымышленной области запущены на %s.\n", address)
	fmt.Fprintln(a.out, "Читаем их так же, как настоящие: через клиентские библиотеки, с их ограничениями…")
	started := time.Now()
	if err := a.collect(ctx, o, o.channels()); err != nil {
		return err
	}
	fmt.Fprintf(a.out, "Собрано за %.1f с, хранится в %s.\n\n", time.Since(started).Seconds(), storePath)

	digest, err := o.compose(ctx, c.Digests[0], time.Now())
	if err != nil {
		return err
	}
	for format, show := range map[report.Format]func([]byte) error{
		report.Text: func(b []byte) error { return a.write("-", b) },
		report.HTML: func(b []byte) error { return a.write(page, b) },
	} {
		bytes, err := edition.Render(digest, format)
		if err != nil {
			return err
		}
		if err := show(bytes); err != nil {
			return err
		}
	}
	fmt.Fprintf(a.out, `
Та же сводка страницей: %s
Что попробовать дальше (площадки уже остановлены, собранное осталось):
  otklik --config %s digest morning --format json
  otklik --config %s export | head
  echo '{"id":"1","text":"Третью неделю нет горячей воды на Заречной, 5"}' | otklik classify
  otklik sandbox --write-config sandbox.yaml     площадки, с которыми можно работать дальше
Для настоящих страниц: config.example.yaml → config.yaml, затем otklik check и otklik run.
`, page, configPath, configPath)
	return nil
}

// refuseForeign refuses a folder in which one of the demo's files is somebody else's. The mark of an earlier demo is its
// configuration, unchanged, which names the store in its own folder.
func refuseForeign(configPath string, others ...string) error {
	foreign := func(path string) error {
		return usagef("%s is there and is not an earlier demo's, or was changed since; name another folder: otklik demo --folder otklik-demo-2", path)
	}
	own := false
	switch text, err := os.ReadFile(configPath); {
	case err == nil:
		store, wrote := sandbox.Wrote(string(text))
		if !wrote {
			return foreign(configPath)
		}
		own = slices.Contains(others, store)
	case !errors.Is(err, fs.ErrNotExist):
		return foreign(configPath)
	}
	for _, path := range others {
		if _, err := os.Lstat(path); err == nil && !own {
			return foreign(path)
		}
	}
	return nil
}

// clearDemo removes what an earlier demo left, and nothing else.
func clearDemo(folder string, files ...string) error {
	if err := os.MkdirAll(folder, 0o700); err != nil {
		return fmt.Errorf("make the demo's folder: %w", err)
	}
	for _, f := range files {
		if err := os.Remove(f); err != nil && !os.IsNotExist(err) {
			return fmt.Errorf("clear the demo's folder: %w", err)
		}
	}
	return nil
}
