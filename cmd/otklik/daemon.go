package main

import "otklik/internal/app"

var _ app.Jobs = (*app.Service)(nil)
