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

	"otklik/internal/app"
	"otklik/internal/safefile"
	"otklik/internal/sandbox"
	"otklik/internal/sandbox/town"
	"otklik/internal/smallfile"
	"otklik/report/build"
	"otklik/report/render"
)

func (a *cli) demoCommand() *cobra.Command {
	var folder string
	cmd := &cobra.Command{
		Use:   "demo",
		Short: "The main job with nothing but this binary: local platforms, real collectors, store, digest and page",
		Args:  noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return a.demo(cmd.Context(), folder)
		},
	}
	cmd.Flags().StringVar(&folder, "folder", "otklik-demo", "folder for the demo's store, configuration, places and page; those of an earlier demo are made anew")
	return cmd
}

// demo plays the platforms on loopback, collects from them as from the real ones, and shows the digest.
func (a *cli) demo(ctx context.Context, folder string) error {
	log, err := a.log(slog.LevelError)
	if err != nil {
		return err
	}
	folder, err = filepath.Abs(folder)
	if err != nil {
		return fmt.Errorf("find the demo's folder: %w", err)
	}
	configPath, page := filepath.Join(folder, "config.yaml"), filepath.Join(folder, "digest.html")
	storePath, places := filepath.Join(folder, "otklik.db"), filepath.Join(folder, "places.tsv")
	if err := refuseForeign(configPath, storePath, page, places); err != nil {
		return err
	}
	// The configuration goes last: as long as it stands, the others are known to be a demo's.
	if err := clearDemo(folder, page, storePath, places, configPath); err != nil {
		return err
	}
	now := time.Now()
	played := sandbox.New(sandbox.Options{Town: town.New(now), KeepUpdates: true, Places: places})
	address, stop, err := played.Start()
	if err != nil {
		return err
	}
	defer stop()
	if err := errors.Join(writeText(configPath, played.Config(address, storePath)), writeText(places, town.Places())); err != nil {
		return err
	}
	c, err := a.readConfig(configPath)
	if err != nil {
		return err
	}
	o, err := app.Open(c, a.options("demo", log))
	if err != nil {
		return err
	}
	fmt.Fprintf(a.out, "Площадки %s вымышленной области запущены на %s.\n", sandbox.PlayedRussian, address)
	fmt.Fprintln(a.out, "Читаем их так же, как настоящие: через клиентские библиотеки, с их ограничениями…")
	started := time.Now()
	if err := a.collect(ctx, o, o.Channels()); err != nil {
		return err
	}
	fmt.Fprintf(a.out, "Собрано за %.1f с, хранится в %s.\n\n", time.Since(started).Seconds(), storePath)

	digest, err := o.Compose(ctx, c.Digests[0], time.Now(), render.Text, render.HTML)
	if err != nil {
		return err
	}
	for format, show := range map[render.Format]func([]byte) error{
		render.Text: func(b []byte) error { return a.write("-", b) },
		render.HTML: func(b []byte) error { return a.write(page, b) },
	} {
		bytes, err := render.Render(digest, format)
		if err != nil {
			return err
		}
		if err := show(bytes); err != nil {
			return err
		}
	}
	a.suggest(folder, configPath, page, "площадки уже остановлены, собранное осталось", digest)
	fmt.Fprintf(a.out, `  площадки, которые работают, пока их не остановят, и настройки к ним:
    %s
Для настоящих страниц: config.example.yaml → config.yaml, затем %s и %s.
`, a.line("sandbox", "--write-config", filepath.Join(folder, "sandbox.yaml")), a.line("check"), a.line("run"))
	return nil
}

// suggest says what can be tried on what a demo or a tried import has stored; kept says what of it stays. Nothing reads on, so
// what is drawn later is drawn as of this moment: a digest of the next day would rightly say that it could not look.
func (a *cli) suggest(folder, configPath, page, kept string, shown build.Digest) {
	at := shown.At.Add(time.Second).Format(time.RFC3339) // to the second, and after all that was collected
	with := func(args ...string) string { return a.line(append([]string{"--config", configPath}, args...)...) }
	fmt.Fprintf(a.out, `
Та же сводка страницей: %s
Что попробовать дальше, когда угодно и из любой папки (%s; сводки — на %s):
  сводка таблицей:
    %s
  все виды сводки — главе, пресс-службе, аналитику:
    %s
`, page, kept, shown.At.Format("02.01.2006 15:04"), with("digest", "morning", "--at", at, "--format", "xlsx", "--output", filepath.Join(folder, "digest.xlsx")),
		with("preview", "--at", at, "--output", filepath.Join(folder, "preview")))
	if len(shown.Complaints) > 0 {
		fmt.Fprintf(a.out, `  закрыть первую жалобу решением сотрудника (и вернуть: --undo вместо --reason):
    %s
`, with("dismiss", shown.Complaints[0].Number, "--reason", "ответили по телефону"))
	}
	fmt.Fprintf(a.out, `  все сообщения с их состоянием:
    %s | head
  прочитать свой текст:
    echo '{"id":"1","text":"Третью неделю нет горячей воды в Тихогорске на Заречной, 5"}' | %s
`, with("export"), with("classify"))
}

// refuseForeign refuses a folder in which one of the demo's files is somebody else's. The mark of an earlier demo is its
// configuration, unchanged, which names the store in its own folder.
func refuseForeign(configPath string, others ...string) error {
	foreign := func(path string) error {
		return usagef("%s is there and is not an earlier demo's, or was changed since; name another folder: otklik demo --folder otklik-demo-2", path)
	}
	own := false
	switch text, err := smallfile.Read(configPath, smallfile.Config); {
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
	if err := safefile.MakeFolder(folder); err != nil {
		return fmt.Errorf("make the demo's folder: %w", err)
	}
	for _, f := range files {
		if err := safefile.Remove(f); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return fmt.Errorf("clear the demo's folder: %w", err)
		}
	}
	return nil
}
