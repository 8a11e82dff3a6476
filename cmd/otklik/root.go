package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log"
	"log/slog"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"otklik/collectors"
	"otklik/collectors/registry"
	"otklik/internal/app"
	"otklik/internal/config"
	"otklik/internal/redact"
)

// cli is what all commands share: the streams and the global flags.
type cli struct {
	streams
	// platforms are the networks that are read; nil: all there are.
	platforms []collectors.Platform
	// hide knows the secrets of every configuration that was read.
	hide       *redact.Redactor
	configPath string
	logLevel   string
	logFormat  string
	quiet      bool
	// opened is the service that the command works with; nil: none yet.
	opened *app.Service
}

// networks are the platforms of this command line.
func (a *cli) networks() []collectors.Platform {
	switch {
	case a.platforms != nil:
	case a.unpaced:
		a.platforms = registry.Unpaced()
	default:
		a.platforms = registry.Platforms()
	}
	return a.platforms
}

// titles names them in a sentence.
func (a *cli) titles() string {
	var titles []string
	for _, p := range a.networks() {
		titles = append(titles, p.Titles["en"])
	}
	return strings.Join(titles, " and ")
}

// exampleImport names the file that the program is tried with most easily.
func exampleImport() string {
	for _, by := range registry.Importers() {
		return fmt.Sprintf(", or with %s: otklik import %s %s", by.Title, by.Platform, by.File)
	}
	return ""
}

// run executes one command line and returns its exit code.
func run(ctx context.Context, args []string, s streams) int {
	out := &stickyWriter{w: s.out}
	s.out = out
	if s.frugal == nil {
		s.frugal = func() {}
	}
	hide := redact.New()
	s.err = hide.Writer(s.err)
	log.SetOutput(io.Discard) // Go's HTTP client notes odd replies there, and quotes what people wrote
	a := &cli{streams: s, hide: hide}
	err := a.execute(ctx, args)
	// What the output's failure led to, such as a file that seems not to be read to its end, would send people the
	// wrong way.
	if failure := out.failure(); failure != nil && (err == nil || errors.Is(err, failure)) {
		err = unwritten(failure)
	} else if failure != nil {
		fmt.Fprintf(s.err, "otklik: %v\n", unwritten(failure))
	}
	code := exitCode(ctx, err)
	if out.closed() && code != exitInterrupted { // head had enough; what the command does was done all the same
		return max(code, exitFailed)
	}
	switch {
	case err == nil || err == app.ErrPartly:
	case code == exitInterrupted:
		fmt.Fprintln(s.err, "otklik: interrupted; what was done and stored before stays")
	default:
		fmt.Fprintln(s.err, "otklik: "+strings.TrimSpace(err.Error()))
	}
	return code
}

func (a *cli) execute(ctx context.Context, args []string) (err error) {
	defer rescue(&err)
	root := a.command()
	root.SetArgs(args)
	err = root.ExecuteContext(ctx)
	a.consult(ctx)
	return err
}

// consult ends every command: what it read and is unsure of, a second opinion may move. All is stored and shown then.
func (a *cli) consult(ctx context.Context) {
	if a.opened == nil || ctx.Err() != nil || !a.opened.Consults() {
		return
	}
	if a.terminal {
		fmt.Fprintln(a.err, "otklik: done; the assistant is asked about unsure messages, which Ctrl-C leaves out")
	}
	a.opened.Consult(ctx)
}

func (a *cli) command() *cobra.Command {
	root := &cobra.Command{
		Use:   "otklik",
		Short: "Collects what people write to an official and tells what has had no answer",
		Long: "Otklik collects comments and direct messages from an official's own channels in " + a.titles() + ",\n" +
			"keeps them in one embedded file and turns them into digests of the complaints that have had no " +
			"answer.\n\n" +
			"Try it without any configuration: otklik demo" + exampleImport(),
		SilenceErrors: true,
		SilenceUsage:  true,
		Version:       programVersion(),
		Args:          noArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			return cmd.Help()
		},
	}
	root.SetVersionTemplate(versionLine())
	root.SetIn(a.in)
	root.SetOut(a.out)
	root.SetErr(a.err)
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return usagef("%w%s; see `%s --help`", err, flagHint(cmd, err), cmd.CommandPath())
	})
	flags := root.PersistentFlags()
	flags.StringVarP(&a.configPath, "config", "c", "", "configuration file (default ./config.yaml, then "+
		"/etc/otklik/config.yaml)")
	flags.StringVar(&a.logLevel, "log-level", "", "debug, info, warn or error (default: info for run, warn for "+
		"other commands, error with --quiet)")
	flags.StringVar(&a.logFormat, "log-format", "text", "text or json")
	flags.BoolVar(&a.quiet, "quiet", false, "print nothing but results and errors; for system cron")
	root.PersistentPreRun = func(*cobra.Command, []string) {
		a.terminal, a.unwatched = a.terminal && !a.quiet, a.unwatched || a.quiet
	}
	root.AddCommand(a.runCommand(), a.collectCommand(), a.digestCommand(), a.importCommand(), a.exportCommand(),
		a.classifyCommand(), a.checkReplyCommand(), a.trainCommand(), a.evaluateCommand(),
		a.dismissCommand(), a.correctCommand(), a.opinionsCommand(), a.replyCommand(), a.briefCommand(),
		a.digestsCommand(), a.statusCommand(), a.previewCommand(),
		a.backupCommand(), a.restoreCommand(), a.storeCommand(), a.purgeCommand(), a.forgetCommand(),
		a.accessLogCommand(), a.bundleCommand(), a.checkCommand(), a.demoCommand(), a.sandboxCommand(),
		a.versionCommand(), a.licensesCommand())
	root.SetHelpCommand(a.helpCommand())
	strictCompletion(root)
	return root
}

// noArguments refuses anything that is not a flag or a known command.
func noArguments(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	if cmd.HasSubCommands() {
		return usagef("there is no command %q%s; see `%s --help`", args[0], commandHint(cmd, args[0]),
			cmd.CommandPath())
	}
	return usagef("`%s` takes no argument %q; see `%s --help`", cmd.CommandPath(), args[0], cmd.CommandPath())
}

// log builds the logger; standard is the level without --log-level.
func (a *cli) log(standard slog.Level) (*slog.Logger, error) {
	level := standard
	if a.quiet {
		level = max(level, slog.LevelError)
	}
	if a.logLevel != "" {
		if err := level.UnmarshalText([]byte(a.logLevel)); err != nil {
			return nil, usagef("--log-level %q is not debug, info, warn or error", a.logLevel)
		}
	}
	options := &slog.HandlerOptions{Level: level, ReplaceAttr: a.hide.Attr}
	switch a.logFormat {
	case "text":
		return slog.New(slog.NewTextHandler(a.err, options)), nil
	case "json":
		return slog.New(slog.NewJSONHandler(a.err, options)), nil
	}
	return nil, usagef("--log-format %q is not text or json", a.logFormat)
}

// load finds, reads and checks the configuration; more are checks besides its own.
func (a *cli) load(more ...config.Check) (*config.Config, error) {
	path, err := config.Find(a.configPath)
	if err != nil {
		return nil, err
	}
	c, err := a.readConfig(path, more...)
	var file *fs.PathError // it is missing, a folder, or not to be read
	if errors.As(err, &file) {
		return nil, usagef("%w", err)
	}
	return c, err
}

// open loads the configuration and builds the service. It touches neither the store nor the network.
func (a *cli) open(purpose string, level slog.Level) (*app.Service, error) {
	log, err := a.log(level)
	if err != nil {
		return nil, err
	}
	with := a.options(purpose, log)
	with.Loaded = func(c *config.Config) {
		a.learn(c)
		for _, e := range c.Exposed {
			log.Warn("a secret can be got at by others; collecting goes on", "finding", e.Sentence)
		}
	}
	a.opened, err = app.Load(a.configPath, a.getenv, with)
	return a.opened, err
}

func (a *cli) names() *app.Names { return &app.Names{Build: a.reader} }

// options are those of the service for a command. Those that fill a store begin it, and so does digest, which then says
// that nothing was read.
func (a *cli) options(purpose string, log *slog.Logger) app.Options {
	begins := slices.Contains([]string{"run", "collect", "import", "digest", "demo", "preview", "test"}, purpose)
	return app.Options{Platforms: a.networks(), Purpose: "otklik " + purpose, Begins: begins, Version: programVersion(),
		Via: a.via(), Log: log, Evaluated: a.evaluationBar(), Names: a.names(),
		Loaded: a.learn}
}

// opener opens the service of a configuration that was just made, for a command.
func (a *cli) opener(purpose string, level slog.Level) (app.Opener, error) {
	log, err := a.log(level)
	if err != nil {
		return nil, err
	}
	return func(path string) (*app.Service, error) { return app.Load(path, a.getenv, a.options(purpose, log)) }, nil
}
