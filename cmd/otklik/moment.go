package main

// momentHelp says what the forms mean to a digest, which has a schedule.
const momentHelp = "As of when (--at), in the office's time zone:\n" +
	"  2026-11-29T08:00:00+03:00      that very moment (RFC 3339)\n" +
	"  \"2026-11-29 08:00\"             that time of that day; also \"yesterday 08:00\"\n" +
	"  08:00                          the last time it was eight: today's or, before eight, yesterday's\n" +
	"  2026-11-29, yesterday, вчера   the last scheduled moment of that day, else its end; of today (today, " +
	"сегодня) what has come of it\n" +
	"A time that clocks show twice, when they are set back, is the first one; one that they skip is the moment of " +
	"the change."
