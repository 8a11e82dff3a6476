package reply

import (
	"strings"
	"unicode/utf8"

	"github.com/blevesearch/snowballstem"
	"github.com/blevesearch/snowballstem/russian"
)

// emptyWords carry no matter: a reply that shares only these with a complaint shares nothing.
const emptyWords = " это этот эта эти этого как что вам вас вами нам нас ваш ваша ваше ваши вашу наш наша наше наши мне меня все всё всех для или при под над где когда почему зачем так там тут тоже только очень пожалуйста здравствуйте добрый день вечер утро доброе спасибо чтобы который которые которая будет есть нет может можно просьба прошу подскажите скажите уважаемый уважаемая уважаемые вопрос вопросы вопросам год года года сколько после уже еще она они оно его раз нужно надо было были был быть сделайте сделать помогите ничего никто кто дайте свой свои сами сам хотим "

// stems are the stems of the words that could be the matter of a text, in its order, each once.
func stems(s *scan) []string {
	out := make([]string, 0, len(s.tokens))
	var env *snowballstem.Env
	for i := range s.tokens {
		t := &s.tokens[i]
		if t.kind != word || utf8.RuneCountInString(t.norm) < 3 || empties[t.norm] {
			continue
		}
		if env == nil {
			env = snowballstem.NewEnv(t.norm)
		} else {
			env.SetCurrent(t.norm)
		}
		russian.Stem(env)
		if stem := env.Current(); !contains(out, stem) {
			out = append(out, stem)
		}
		if len(out) == maxStems {
			break
		}
	}
	return out
}

// maxStems bounds the work that a very long text can cause.
const maxStems = 200

func contains(list []string, s string) bool {
	for _, have := range list {
		if have == s {
			return true
		}
	}
	return false
}

// kinBytes is the length of a common beginning, five letters, from which two stems are taken for kin: the same matter
// is often a noun in the complaint and a verb in the reply («ремонт», «ремонтир»).
const kinBytes = 10

// matterKey is equal for stems that are the same or kin.
func matterKey(stem string) string { return stem[:min(len(stem), kinBytes)] }

// empties is the set of emptyWords. It never changes.
var empties = func() map[string]bool {
	set := map[string]bool{}
	for word := range strings.FieldsSeq(emptyWords) {
		set[word] = true
	}
	return set
}()
