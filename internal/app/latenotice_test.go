package app

import (
	"slices"
	"testing"

	"otklik/internal/delivery"
	"otklik/internal/delivery/queue"
)

// A parcel of an earlier version says only that it is late; its readers are told so in words as ever.
func TestALateParcelOfAnEarlierVersionSaysSo(t *testing.T) {
	e := queue.StoredDigest{Parcels: []delivery.Outgoing{
		{Language: "ru", Late: true, Warnings: []string{"a"}}, {Language: "en", Late: true}, {Language: "ru"}}}
	sayLate(&e)
	for i, want := range [][]string{
		{"Сводка опоздала: в её время программа не работала.", "a"},
		{"This digest is late: the program was off at its time."}, nil,
	} {
		if got := e.Parcels[i].Notices(); !slices.Equal(got, want) {
			t.Errorf("%d: %q", i, got)
		}
	}
}
