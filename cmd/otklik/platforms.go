package main

import (
	"otklik/collectors"
	"otklik/collectors/telegram"
	"otklik/collectors/vk"
)

// platforms are the networks that are read: each is its package and a line here.
func platforms() []collectors.Platform {
	return []collectors.Platform{
		vk.Platform(),
		telegram.Platform(),
	}
}
