package main

import "runtime/debug"

// version is set by the linker (see the Makefile); nothing else changes it.
var version string

// programVersion is the linker's or, where it set none, what Go itself noted when it built the program.
func programVersion() string {
	if version != "" {
		return version
	}
	if info, ok := debug.ReadBuildInfo(); ok && info.Main.Version != "" {
		return info.Main.Version
	}
	return "unknown"
}
