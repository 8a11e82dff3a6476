package privacy

import (
	"strings"
	"sync"
)

// historicPeople maps the stems of surnames of people of history, books and tales to those of their first names.
var historicPeople = sync.OnceValue(func() map[string]string {
	people := map[string]string{}
	for line := range list("historic") {
		family, given, _ := strings.Cut(fold(line), " ")
		people[nameStem(family)] = nameStem(given)
	}
	return people
})

// epithets follow the first names of saints and tsars.
var epithets = func() map[string]bool {
	stems := map[string]bool{}
	for w := range strings.FieldsSeq(`грозный великий великая первый вторая второй третий чудотворец чудотворца чудотворцу победоносец
		победоносца предтеча богослов златоуст блаженный муромец муромца саровский радонежский первозванный креститель
		страстотерпец целитель печерский кронштадтский царевич святитель угодник`) {
		stems[nameStem(w)] = true
	}
	return stems
}()

// historic reports that the name of n tokens from i on is nobody's who could complain: «Сергей Есенин», «Ленин» where
// nothing introduces a person, «Николай Чудотворец».
func (f *finder) historic(i, n int) bool {
	t := f.tokens
	if f.near(i+n) && t[i+n-1].facts&first != 0 && t[i+n].capital && epithet(t[i+n].low) || n > 1 &&
		t[i+n-1].kind == word && t[i+n-1].capital && epithet(t[i+n-1].low) &&
		t[i+n-1].facts&familySure == 0 {
		return true
	}
	people := historicPeople()
	for k := i; k < i+n; k++ {
		if t[k].kind != word {
			return false
		}
		given, known := people[nameStem(t[k].low)]
		if !known {
			continue
		}
		if n == 1 {
			return !strings.HasSuffix(t[k].low, "ых") && !strings.HasSuffix(t[k].low, "ы")
		}
		for m := i; m < i+n; m++ {
			if m != k && nameStem(t[m].low) == given {
				return true
			}
		}
	}
	return false
}

// epithet reports what a saint or a tsar is called behind the first name.
func epithet(low string) bool {
	return epithets[nameStem(low)]
}
