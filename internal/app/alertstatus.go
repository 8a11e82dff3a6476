package app

import (
	"context"
	"strings"
	"time"

	"otklik/internal/inbox"
)

// AlertStatus is a problem that was told of between digests, or would have been.
type AlertStatus struct {
	At        time.Time         `json:"at"`
	Reason    inbox.AlertReason `json:"reason"`
	People    int               `json:"people"`
	Group     string            `json:"group"`
	Place     string            `json:"place,omitempty"` // from the whole to its parts
	OverBound bool              `json:"over_bound,omitempty"`
	// Sent and Routes are how many ways had it, and how many were to have it.
	Sent   int `json:"sent"`
	Routes int `json:"ways"`
}

// alertsShown is for how long status tells of alerts.
const alertsShown = 7 * 24 * time.Hour

// alertStatus are the last alerts, the newest last.
func (s *Service) alertStatus(ctx context.Context, now time.Time) (all []AlertStatus, err error) {
	alerts, err := s.alertsSince(ctx, now.Add(-alertsShown), s.Channels())
	if err != nil {
		return nil, err
	}
	for _, a := range alerts {
		one := AlertStatus{At: local(a.At, s.config.Location), Reason: a.Reason, People: a.People, Group: a.Group,
			OverBound: a.OverBound, Routes: len(a.Routes)}
		var place []string
		for _, part := range []string{a.Municipality, a.Settlement, strings.TrimSpace(a.Street + " " + a.House)} {
			if part != "" {
				place = append(place, part)
			}
		}
		one.Place = strings.Join(place, ", ")
		for _, r := range a.Routes {
			if r.Sent {
				one.Sent++
			}
		}
		all = append(all, one)
	}
	return all, nil
}
