package main

import (
	"fmt"
	"runtime/debug"

	"otklik/collectors"
	"otklik/internal/config"
	"otklik/internal/redact"
)

// learn makes the configuration's secrets known to whatever this process logs and says.
func (a *cli) learn(c *config.Config) {
	all := c.Secrets().Reveal()
	for _, name := range []string{"HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "http_proxy", "https_proxy", "all_proxy"} {
		if address, ok := a.getenv(name); ok {
			all = append(all, redact.InAddress(address)...)
		}
	}
	a.hide.Learn(all...)
}

// readConfig reads a configuration and learns its secrets.
func (a *cli) readConfig(path string, more ...config.Check) (*config.Config, error) {
	c, err := config.Load(collectors.Configurations(a.networks()), path, a.getenv, more...)
	if err == nil {
		a.learn(c)
	}
	return c, err
}

// rescue turns a panic into the error of a command: Go's own report would show what the panic was given, and exit as
// wrong usage does.
func rescue(err *error) {
	if v := recover(); v != nil {
		*err = fmt.Errorf("the program failed; please report this: %v\n%s", v, debug.Stack())
	}
}
