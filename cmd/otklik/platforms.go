package main

import (
	"otklik/collectors"
	"otklik/collectors/telegram"
	"otklik/collectors/telegram/export"
	"otklik/collectors/vk"
)

// platforms are the networks that are read: each is its package and a line here.
func platforms() []collectors.Platform {
	return []collectors.Platform{
		vk.Platform(),
		telegram.Platform(),
	}
}

// importers read the files that people save from platforms: a line each, too.
func importers() []collectors.Importer {
	return []collectors.Importer{
		export.Importer(),
	}
}
