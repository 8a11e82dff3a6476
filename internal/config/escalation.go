package config

import (
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// Step says where that goes which waits some times as long as its norm.
type Step struct {
	After string `yaml:"after"` // 2x: twice the norm
	To    string `yaml:"to"`    // body or governor

	// Times is After, parsed.
	Times float64 `yaml:"-"`
}

// Where steps lead.
const (
	ToBody     = "body"     // to the way of the head of the body that is responsible (Body.Deliver), once
	ToGovernor = "governor" // onto the governor's page
)

// mostTimes bounds a step: what waits longer is another matter.
const mostTimes = 100

// timesNorm is how a step is written; the x may be a Russian х, which looks the same.
var timesNorm = regexp.MustCompile(`^(\d+(?:[.,]\d+)?) ?[xх×]$`)

func (k *checker) escalation() {
	c := k.config
	seen := map[string]bool{}
	for i := range c.Escalate {
		s, key := &c.Escalate[i], fmt.Sprintf("escalate[%d]", i)
		k.oneOf(key+".to", s.To, ToBody, ToGovernor)
		m := timesNorm.FindStringSubmatch(strings.ToLower(strings.TrimSpace(s.After)))
		if m != nil {
			s.Times, _ = strconv.ParseFloat(strings.Replace(m[1], ",", ".", 1), 64)
		}
		if s.Times < 1 || s.Times > mostTimes {
			k.fault(key+".after", "%q is no number of norms, from 1x to %dx; twice the norm is 2x", s.After, mostTimes)
			continue
		}
		if name := fmt.Sprint(s.To, s.Times); seen[name] {
			k.fault(key, "this step stands here twice")
		} else {
			seen[name] = true
		}
	}
	heads := slices.ContainsFunc(c.Bodies, func(b Body) bool { return len(b.Deliver) > 0 })
	for i, s := range c.Escalate {
		if s.To == ToBody && !heads {
			k.fault(fmt.Sprintf("escalate[%d].to", i), "no body has a way to its head; add deliver: [{ mail: { to: "+
				"[\"head@example.org\"] } }] to one under bodies: at the top level")
		}
	}
}

// headDeliveries checks how the head of a body is told. What only makes sense for a whole digest has no place there.
func (k *checker) headDeliveries(key string, all []Delivery) {
	k.deliveries(key, all)
	for n, d := range all {
		at := fmt.Sprintf("%s[%d]", key, n)
		if d.Operator {
			k.fault(at+".operator", "a body's head looks after no program; set operator in a digest's deliver")
		}
		if d.Alerts {
			k.fault(at+".alerts", "a body's head is told of what waits too long; set alerts in a digest's deliver")
		}
		if d.Mail != nil && d.Mail.Bodies {
			k.fault(at+".mail.bodies", "a body's head gets what waits too long for this body alone; leave bodies out")
		}
	}
}
