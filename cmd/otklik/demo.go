package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"time"

	"github.com/spf13/cobra"

	"otklik/internal/app"
	"otklik/internal/sandbox"
	"otklik/report/build"
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
	cmd.Flags().StringVar(&folder, "folder", "otklik-demo", "folder for the demo's store, configuration, places and "+
		"page; those of an earlier demo are made again")
	return cmd
}

// demo plays the platforms on loopback, collects from them as from the real ones, and shows the digest.
func (a *cli) demo(ctx context.Context, folder string) error {
	open, err := a.opener("demo", slog.LevelError)
	if err != nil {
		return err
	}
	d, err := app.StartDemo(folder, a.unpaced, open)
	var foreign app.ForeignFileError
	if errors.As(err, &foreign) {
		return usagef("%s is there and is not an earlier demo's, or was changed since; name another folder: otklik "+
			"demo --folder otklik-demo-2",
			foreign.Path)
	}
	if err != nil {
		return err
	}
	defer d.Stop()
	fmt.Fprintf(a.out, "Площадки %s вымышленной области запущены на %s.\n", sandbox.PlayedRussian, d.Address)
	fmt.Fprintln(a.out, "Читаем их так же, как настоящие: через клиентские библиотеки, с их ограничениями…")
	started := time.Now()
	if err := a.collect(ctx, d.Service, d.Channels()); err != nil {
		return err
	}
	fmt.Fprintf(a.out, "Собрано за %.1f с, хранится в %s.\n\n", time.Since(started).Seconds(), d.StorePath)
	digest, err := d.Show(ctx, a.to("-"))
	if err != nil {
		return err
	}
	a.suggest(d.Folder, d.ConfigPath, d.Page, "площадки уже остановлены, собранное осталось", digest)
	fmt.Fprintf(a.out, `  площадки, которые работают, пока их не остановят, и настройки к ним:
    %s
Для настоящих страниц: config.example.yaml → config.yaml, затем %s и %s.
`, a.line("sandbox", "--write-config", filepath.Join(d.Folder, "sandbox.yaml")), a.line("check"), a.line("run"))
	return nil
}

// suggest says what can be tried on what a demo or a tried import has stored; kept says what of it stays. Nothing reads
// on, so what is drawn later is drawn as of this moment: a digest of the next day would rightly say that it could not
// look.
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
`, page, kept, shown.At.Format("02.01.2006 15:04"), with("digest", "morning", "--at", at, "--format", "xlsx",
		"--output", filepath.Join(folder, "digest.xlsx")),
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
