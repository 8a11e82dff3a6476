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

// Who calls for help in a hurry spells as he speaks.
func TestPerilIsReadHoweverItIsSpelt(t *testing.T) {
	r := newReader(t)
	for _, text := range []string{
		"памагите квартира гарит лесная 8 второй этаж", "Пажар в общежитии", "Помагите, тонит девочка в пруду", "спосити горим",
	} {
		if a := r.ReadText(text); !a.NeedsAnswer || a.Urgency != inbox.Life || !a.Certain {
			t.Errorf("%q, certain %t: %s", a.Urgency, a.Certain, text)
		}
	}
	for said, want := range map[string]string{
		"Пажар, ГАРИТ дом": "пожар, горит дом", "гореть": "гореть", "гарем": "гарем", "загорелось, провалилось": "загорелось, провалилось",
		"Пожар! Горит!": "Пожар! Горит!", "": "",
	} {
		if got := respelt(said); got != want {
			t.Errorf("%q: %q, want %q", said, got, want)
		}
	}
}

// Who lies in a ditch, under ice, without oxygen or in a fire is in danger beyond doubt, so that an alert tells of it.
func TestWhoIsInDangerNowIsCertain(t *testing.T) {
	r := newReader(t)
	for _, text := range []string{
		"Маршрутка с пассажирами в овраге, срочно помогите", "В кювете газель, в ней дети, скорую!",
		"Кислород закончился в реанимации", "В роддоме нет света, дети в кувезах", "Обесточили больницу, а там ИВЛ и операционная",
		"Лёд проломился, мальчик в полынье, вызовите спасателей", "Рыбаков уносит на льдине", "Люди в воде, спасите",
		"Горит барак на Речной 3, дети у окна", "Скорой нет, дед задыхается",
	} {
		if a := r.ReadText(text); !a.NeedsAnswer || a.Urgency != inbox.Life || !a.Certain {
			t.Errorf("%q, certain %t, needs an answer %t: %s", a.Urgency, a.Certain, a.NeedsAnswer, text)
		}
	}
}

// What is played, sung, dreamt or shown endangers nobody; what happens beside it does.
func TestWhatIsPlayedIsNoPeril(t *testing.T) {
	r := newReader(t)
	for text, want := range map[string]inbox.Urgency{
		"Сын бьёт меня в шашки третий раз":                     inbox.NotUrgent,
		"Брат избивает меня в приставку":                       inbox.NotUrgent,
		"Внучка поёт «Тонем, спасите», слушать невозможно":     inbox.NotUrgent,
		"В спектакле «Дом горит» играет наша соседка":          inbox.NotUrgent,
		"Мне снится, что горит квартира":                       inbox.NotUrgent,
		"Репетируем сценку, где тонут люди":                    inbox.NotUrgent,
		"Перекрыли кислород малому бизнесу":                    inbox.NotUrgent,
		"Лежачий полицейский мешает, вода стекает в дома":      inbox.NotUrgent,
		"Дети играли в футбол, лёд треснул, мальчик под льдом": inbox.Life,
		"Дети провалились под лёд, не шучу":                    inbox.Life,
		"Школа горит желанием участвовать":                     inbox.NotUrgent,
		"Магазин «Книги», горит дом за ним, люди внутри":       inbox.Life,
	} {
		if a := r.ReadText(text); a.Urgency != want {
			t.Errorf("%q, want %q: %s", a.Urgency, want, text)
		}
	}
}

// An ambulance that cannot pass is a danger that stands, a crew that walked has come; who is dying while it stands is
// in danger now.
func TestAnAmbulanceThatCannotPass(t *testing.T) {
	r := newReader(t)
	for text, want := range map[string]inbox.Urgency{
		"Скорая не проедет по Луговой, сплошные ямы":                inbox.Hazard,
		"Скорая не доехала, врач шёл пешком, почистите дорогу":      inbox.Hazard,
		"Скорая не доехала, мужчина умирает":                        inbox.Life,
		"Связи нет. Чтобы вызвать скорую, надо идти на гору пешком": inbox.NotUrgent,
	} {
		if a := r.ReadText(text); a.Urgency != want {
			t.Errorf("%q, want %q: %s", a.Urgency, want, text)
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
