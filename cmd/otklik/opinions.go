package main

import (
	"context"
	"fmt"
	"log/slog"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"otklik/internal/app"
	"otklik/internal/reading/table"
	"otklik/report/render"
)

// mostDrawn bounds a sample: nobody judges more in one go, and a workbook of more is a register.
const mostDrawn = 5000

// opinions are the flags of the command.
type opinions struct {
	n                        int
	seed                     uint64
	from, output, format, by string
	try                      bool
}

func (a *cli) opinionsCommand() *cobra.Command {
	var o opinions
	cmd := &cobra.Command{
		Use:   "opinions --sample N [-o FILE] [--seed S]\n  otklik opinions --from FILE [--dry-run]",
		Short: "Draw messages for people to judge, and learn from what they say how much is missed",
		Long: "--sample draws messages of citizens into a table: those that the reading is unsure of, and at random " +
			"some that are\n" +
			"listed and some that are not. It shows nothing of what the program makes of them, so that people judge " +
			"by the text: yes\n" +
			"or no under «Нужен ответ?», a group where they know one, and who they are. The same store and --seed " +
			"give the same sample.\n\n" +
			"--from reads it back: the answers become corrections that `otklik train --from-store` learns from (what " +
			"is answered\n" +
			"stays so), and tell, with the bounds within which it lies in 95 cases of 100, how much of what is not " +
			"listed needs an\n" +
			"answer, and how much of what is listed needs none.",
		Args: noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			if cmd.Flags().Changed("from") {
				if alone := onlyFlags(cmd, nil, "from", "dry-run", "by"); alone != nil {
					return alone
				}
				return a.readOpinions(cmd.Context(), o)
			}
			return a.drawOpinions(cmd, o)
		},
	}
	flags := cmd.Flags()
	flags.IntVar(&o.n, "sample", 0, "how many messages to draw")
	flags.Uint64Var(&o.seed, "seed", 0, "what decides which are drawn (default: the day, such as 20261123)")
	flags.StringVar(&o.format, "format", string(render.CSV), "csv, xlsx or jsonl; left out: by the ending of --output")
	flags.StringVarP(&o.output, "output", "o", "-", "file to write; - is standard output")
	flags.StringVar(&o.from, "from", "", "a sample in which people have answered")
	flags.StringVar(&o.by, "by", "", "with --from: who decided where a row does not say it (default: the account's "+
		"name)")
	flags.BoolVar(&o.try, "dry-run", false, "with --from: say what would be done, and do nothing")
	return cmd
}

// drawOpinions writes a sample.
func (a *cli) drawOpinions(cmd *cobra.Command, o opinions) error {
	switch {
	case o.try || o.by != "":
		return usagef("--dry-run and --by go with --from")
	case o.n < 1 || o.n > mostDrawn:
		return usagef("say how many messages are to be drawn, from 1 to %d: otklik opinions --sample 50 -o sample.xlsx",
			mostDrawn)
	case o.format != string(app.JSONLines) && o.format != string(render.CSV) && o.format != string(render.XLSX):
		return usagef("--format %q is not csv, xlsx or jsonl", o.format)
	}
	if err := a.target(o.output); err != nil {
		return err
	}
	format, err := outputFormat(cmd, o.output, render.CSV, render.XLSX, app.JSONLines)
	if err != nil {
		return err
	}
	s, err := a.open("opinions", slog.LevelWarn)
	if err != nil {
		return err
	}
	if !cmd.Flags().Changed("seed") {
		o.seed = seedOf(time.Now().In(s.Config().Location))
	}
	drawn, err := s.DrawSample(cmd.Context(), o.n, o.seed, render.Format(format), a.to(o.output))
	if err != nil {
		return err
	}
	if !a.quiet {
		fmt.Fprintf(a.err, "otklik: %s drawn from %s that nobody has decided about, %d of them read as needing no "+
			"answer; seed %d\n", app.Counted(drawn.Messages, "message"), app.Counted(drawn.From, "text"), drawn.None,
			o.seed)
	}
	return nil
}

// seedOf is the seed of a day.
func seedOf(day time.Time) uint64 {
	seed, err := strconv.ParseUint(day.Format("20060102"), 10, 64)
	if err != nil {
		return 0 // years before 0
	}
	return seed
}

// readOpinions stores what a sample says and prints what it tells.
func (a *cli) readOpinions(ctx context.Context, o opinions) error {
	judged, err := app.ReadSample(o.from)
	if err != nil {
		return fmt.Errorf("%s: %w", o.from, err)
	}
	tell := a.remarks(o.from)
	register := judged.Register
	if left := leftOut(len(register.Rows)+register.Idle+register.Unsure, register.LeftOut, ""); left != "" {
		tell(left)
	}
	if len(judged.Damaged) > 0 {
		tell("the code is damaged, so not counted among the shares: " + table.Numbered("row", judged.Damaged))
	}
	for n := range register.Rows {
		if register.Rows[n].By == "" {
			register.Rows[n].By = o.by
		}
	}
	s, err := a.open("opinions", slog.LevelWarn)
	if err != nil {
		return err
	}
	results, err := s.CorrectFrom(ctx, register, o.try)
	err = a.printRows(s, register, results, o.try, err)
	if register.Unsure > 0 {
		fmt.Fprintf(a.out, "not sure: %d\n", register.Unsure)
	}
	a.printEstimate("missed", "read as needing no answer", "need one", judged.Missed)
	a.printEstimate("needless", "listed", "need none", judged.Needless)
	return err
}

// printEstimate prints what a sample tells of a share.
func (a *cli) printEstimate(name, of, found string, e app.Estimate) {
	if e.Judged == 0 {
		fmt.Fprintf(a.out, "%s: nothing is known, because none of what is %s was judged\n", name, of)
		return
	}
	fmt.Fprintf(a.out, "%s: %.1f %% (%.1f–%.1f %%) of %s %s, about %d (%d–%d); %d judged, %d of them %s\n", name,
		100*e.Share, 100*e.Low, 100*e.High, app.Counted(e.Of, "text"), of, e.Count(e.Share), e.Count(e.Low),
		e.Count(e.High), e.Judged, e.Found, found)
}
