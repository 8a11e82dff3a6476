package store

import "time"

// AlertsKept is how long alerts are known: a digest of a month tells of them.
const AlertsKept = 62 * 24 * time.Hour
