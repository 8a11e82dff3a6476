package reading

import (
	"testing"

	"otklik/internal/inbox"
)

// Whom words alone show to be in danger nobody may miss; what is only called so is none.
func TestPerilIsNeverMissed(t *testing.T) {
	r := newReader(t)
	for text, want := range map[string]inbox.Urgency{
		"Рабочие под завалом":                               inbox.Life,
		"Избивает ребёнка за стенкой, слышно крики":         inbox.Life,
		"Мальчик под автобусом у рынка":                     inbox.Life,
		"Малыш один в запертой машине":                      inbox.Life,
		"Рухнула стена, под ней люди":                       inbox.Life,
		"Подросток тонет":                                   inbox.Life,
		"Люди тонут в проруби":                              inbox.Life,
		"Похоже, горит квартира на пятом":                   inbox.Life,
		"Пожар в интернате":                                 inbox.Life,
		"Во дворе стреляют":                                 inbox.Life,
		"Бабушка застряла в лифте, ей плохо":                inbox.Life,
		"Дым валит из подвала, жильцов не видно":            inbox.Life,
		"Отчим бьёт маму, приезжайте":                       inbox.Life,
		"Меня избивает сожитель":                            inbox.Life,
		"Тонем, спасите":                                    inbox.Life,
		"Девочка выпала из окна":                            inbox.Life,
		"Мужчина упал, не дышит":                            inbox.Life,
		"Женщину ударило током у подъезда":                  inbox.Life,
		"Река заливает улицы":                               inbox.Life,
		"Дамба дала трещину":                                inbox.Hazard,
		"Медведь бродит по деревне":                         inbox.Hazard,
		"Горим желанием посадить деревья у школы":           inbox.NotUrgent,
		"Умираем от скуки, сделайте каток":                  inbox.NotUrgent,
		"Задыхаемся в пробках":                              inbox.NotUrgent,
		"Погибаем без дороги":                               inbox.NotUrgent,
		"Тонем в отчётах":                                   inbox.NotUrgent,
		"Убили трассу лесовозами":                           inbox.NotUrgent,
		"Подросток тонет в домашних заданиях":               inbox.NotUrgent,
		"Горим желанием помочь, но дом горит, внутри люди!": inbox.Life,
	} {
		a := r.ReadText(text)
		if a.Urgency != want || want != inbox.NotUrgent && !a.NeedsAnswer {
			t.Errorf("%s: %q, want %q: %+v", text, a.Urgency, want, a)
		}
	}
	for _, text := range []string{"Фильм: люди под завалом", "Пожар в школе был год назад", "Рабочие под завалом)))"} {
		if a := r.ReadText(text); a.Urgency == inbox.Life {
			t.Errorf("%s: %+v", text, a)
		}
	}
}

// A few words after an answer that it changed nothing are one more message to answer.
func TestVerdictsOnAnAnswerNeedOne(t *testing.T) {
	r := newReader(t)
	for text, want := range map[string]bool{
		"не помогло":             true,
		"Ничего не изменилось":   true,
		"так и не сделали":       true,
		"Проблема осталась":      true,
		"спасибо, помогло":       false,
		"не помогло бы, шучу)))": false,
	} {
		if a := r.Read(Text{Text: text, OfficialReplied: true}); a.NeedsAnswer != want {
			t.Errorf("%s: %+v", text, a)
		}
	}
}
