package build

import (
	"cmp"
	"slices"
	"strings"
)

// hotPlaces are the addresses of messages that came in the period or wait, where at least two people wrote. A street
// stands beside its houses only where more was written about it than about one of them.
func hotPlaces(items []item, p Period) []HotPlace {
	streets := make(map[string]*spot)
	for _, i := range items {
		_, waits := i.waiting(p.To)
		if i.Status.Street == "" || !waits && !(p.holds(i.received) && i.needs) {
			continue
		}
		v := i.Status
		place := HotPlace{Municipality: i.place, Settlement: v.Settlement, Street: v.Street}
		key := strings.ToLower(place.Municipality + "\x00" + place.Settlement + "\x00" + place.Street + i.talk())
		street := streets[key]
		if street == nil {
			street = newSpot(place)
			streets[key] = street
		}
		street.add(i)
		if v.House == "" {
			continue
		}
		house := street.houses[strings.ToLower(v.House)]
		if house == nil {
			place.House = v.House
			house = newSpot(place)
			street.houses[strings.ToLower(v.House)] = house
		}
		house.add(i)
	}
	list := []HotPlace{}
	for _, street := range streets {
		whole := true
		for _, house := range street.houses {
			if len(house.people) >= 2 {
				list = append(list, house.place())
				whole = whole && house.Messages < street.Messages
			}
		}
		if whole && len(street.people) >= 2 {
			list = append(list, street.place())
		}
	}
	slices.SortFunc(list, func(a, b HotPlace) int {
		return cmp.Or(b.People-a.People, b.Messages-a.Messages, cmp.Compare(a.Municipality, b.Municipality),
			cmp.Compare(a.Settlement, b.Settlement), cmp.Compare(a.Street, b.Street), cmp.Compare(a.House, b.House))
	})
	return list
}

// talk is where an item was written, if it names no town: a street of one name is in many towns, and only those who
// talk under one post may be taken to mean one street. Empty: it names one.
func (i item) talk() string {
	if i.place != "" || i.Status.Settlement != "" {
		return ""
	}
	r := i.Message.ThreadRef()
	return strings.Join([]string{"", string(r.Channel), string(r.Kind), r.Chat, r.ID}, "\x00")
}

// spot is a place with those who wrote about it.
type spot struct {
	HotPlace
	people map[string]bool
	groups map[string]int
	houses map[string]*spot
}

func newSpot(place HotPlace) *spot {
	return &spot{HotPlace: place, people: map[string]bool{}, groups: map[string]int{}, houses: map[string]*spot{}}
}

func (s *spot) add(i item) {
	s.Messages++
	// Whom the platform hides is somebody else every time.
	person := i.Message.Author.ID
	if person == "" {
		r := i.Message.Ref()
		person = "\x00" + string(r.Channel) + "\x00" + string(r.Kind) + "\x00" + r.Chat + "\x00" + r.Dialog +
			"\x00" + r.ID
	} else {
		person = string(i.Message.Platform) + "\x00" + person
	}
	s.people[person] = true
	if i.group != "" {
		s.groups[i.group]++
	}
}

func (s *spot) place() HotPlace {
	h := s.HotPlace
	h.People, h.Groups = len(s.people), make([]string, 0, len(s.groups))
	for group := range s.groups {
		h.Groups = append(h.Groups, group)
	}
	slices.SortFunc(h.Groups, func(a, b string) int { return cmp.Or(s.groups[b]-s.groups[a], cmp.Compare(a, b)) })
	return h
}
