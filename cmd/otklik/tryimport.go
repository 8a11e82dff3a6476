package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"

	"otklik/internal/app"
)

// trialFolder is where an export is tried that nobody has named a configuration for.
const trialFolder = "otklik-import"

// tryImport imports an export into a store of its own, without any configuration, and shows what is known then.
func (a *cli) tryImport(ctx context.Context, order app.FileImport, folder string) error {
	open, err := a.opener("import", slog.LevelWarn)
	if err != nil {
		return err
	}
	progress, finish := a.bytesBar("importing")
	defer finish()
	order.Progress = progress
	t, err := app.TryImport(ctx, order, folder, open)
	finish()
	var foreign app.ForeignFileError
	var earlier app.EarlierTrialError
	switch {
	case errors.As(err, &foreign):
		return usagef("%s is there and was not made by trying an export; name another folder: --folder %s-2", foreign.Path, trialFolder)
	case errors.As(err, &earlier):
		return fmt.Errorf("import %s into %s, where an earlier file is; another file is tried with --folder %s-2: %w",
			order.File, earlier.Folder, trialFolder, earlier.Err)
	case err != nil:
		return err
	}
	a.printImport(t.Imported)
	return a.showTrial(ctx, t, order)
}

// showTrial prints the digest of what was imported and what can be done next.
func (a *cli) showTrial(ctx context.Context, t *app.Trial, order app.FileImport) error {
	fmt.Fprintln(a.out)
	digest, err := t.Show(ctx, a.to("-"))
	if err != nil {
		return err
	}
	a.suggest(t.Folder, t.ConfigPath, t.Page, "всё хранится в "+t.StorePath, digest)
	fmt.Fprintf(a.out, `Ответы сотрудников, которые пишут от своего имени, засчитываются, когда их номера стоят в staff: %s
(затем: %s).
Чтобы читать новые комментарии самим, впишите туда же токен бота и номер канала; что не так, скажет %s.
`, t.ConfigPath, a.line("import", string(order.By.Platform), anywhere(order.File), "--folder", t.Folder), a.line("--config", t.ConfigPath, "check"))
	return nil
}
