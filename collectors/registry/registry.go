// Package registry lists the networks that are read. Adding one is its package and a line here: nothing else in the
// program knows which there are.
package registry

import (
	"otklik/collectors"
	"otklik/collectors/telegram"
	"otklik/collectors/telegram/export"
	"otklik/collectors/vk"
	"otklik/internal/config"
)

// Channel is the example of a channel in what the program says of itself.
const Channel = "governor/" + string(vk.ID)

// Platforms are the networks that are read. Each call gives new ones, which keep their own pace.
func Platforms() []collectors.Platform { return at(&vk.Limiters{}) }

// Unpaced are the same for servers that have no limits, such as those of a made-up town.
func Unpaced() []collectors.Platform { return at(&vk.Limiters{Unpaced: true}) }

func at(pace *vk.Limiters) []collectors.Platform {
	return []collectors.Platform{
		vk.Platform(pace),
		telegram.Platform(),
	}
}

// Importers read the files that people save from networks themselves.
func Importers() []collectors.Importer {
	return []collectors.Importer{
		export.Importer(),
	}
}

// Configurations are how the parts of a configuration are read that the networks bring.
func Configurations() []config.Platform { return collectors.Configurations(Platforms()) }
