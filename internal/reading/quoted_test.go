package reading

import (
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"otklik/internal/text"
)

// plain are complaints that the encoder alone lists, without a name.
var plain = []string{
	"лучше бы скамейки во дворе покрасили", "у клуба крыльцо без перил", "площадка для собак далеко, гулять негде",
	"колодец так и лежит разобранным", "под окнами гудит насос всю ночь", "дети катаются прямо по стеклу у горки",
	"вокруг контейнера разбросаны пакеты и бутылки", "мостик через ручей сгнил",
	"детям негде переодеться перед тренировкой", "на стадионе трибуна без навеса"}

// people and addresses are made up; people stand in cases, small letters and in twos.
var (
	people = strings.Fields(`мамедкулиева зубарёва-дуб огородову зубарёвой lada кызы айгуль тимофейка кац дубков клавдия
		лапшина мороз сорока козел кот ряскина выдумановым гайнутдинова мухаметзянову хачатрян шавлохова алиевич магомедов
		бондарь голова рыжий дятел борода мельник шпак цой ахмедоглы дзасоева пушков деревяшкина крыльцова бубен`)
	addresses = strings.Fields(`вымышленная пригожая рощино малиновка полевая садовая школьная лесная строителей победы
		мира солнечная набережная северная труда весёлая родниковая берёзки заречная новая звезда спутник ветеранов тихий`)
)

// Names and addresses are never quoted, wherever they stand in a complaint and however they are written; what is
// complained of is.
func TestNoNameIsQuoted(t *testing.T) {
	r := withEncoder(t)
	ours, quoted := 0, 0
	for _, complaint := range plain {
		if _, about := r.assess(complaint, surroundings{}); about.weighed == nil {
			continue
		}
		ours++
		if leanedOf(r.ReadText(complaint)) != "" {
			quoted++
		}
	}
	if ours != len(plain) || quoted*2 < ours {
		t.Errorf("of %d complaints that the encoder decides %d are explained", ours, quoted)
	}
	explained := 0
	for i, name := range slices.Concat(people, addresses) {
		upper, size := utf8.DecodeRuneInString(name)
		title := string(unicode.ToUpper(upper)) + name[size:]
		for k, complaint := range plain {
			first, rest, _ := strings.Cut(complaint, " ")
			for form, said := range []string{complaint + ", " + name, title + " — " + complaint, title + ", " + complaint,
				complaint + ". " + title, title + " 7, " + complaint, first + " " + name + " " + rest,
				first + " " + title + " 7-12 " + rest, "тел. " + title + " 7-12 " + complaint, title + " " + complaint,
				complaint + " " + name, strings.ToUpper(complaint + " " + name)} {
				if (i+k+form)%4 != 0 { // a third of all, so that it takes seconds
					continue
				}
				words := text.Fold(leanedOf(r.ReadText(said)))
				if words != "" {
					explained++
				}
				if quotes(words, text.Fold(name)) {
					t.Errorf("%q: %q is quoted", said, words)
				}
			}
		}
	}
	if explained < 500 {
		t.Errorf("%d texts are explained", explained)
	}
	t.Logf("%d of %d complaints without a name and %d texts with one are explained", quoted, ours, explained)
}

// quotes reports a name or a half of it among words.
func quotes(words, name string) bool {
	parts := append(strings.Split(name, "-"), name)
	for word := range strings.FieldsSeq(words) {
		if slices.ContainsFunc(parts, func(part string) bool { return strings.Trim(word, "-") == part }) {
			return true
		}
	}
	return false
}
