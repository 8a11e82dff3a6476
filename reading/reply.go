package reading

import (
	"strings"
	"unicode/utf8"

	"otklik/inbox"
)

// parts are what a reply consists of: the summed weights of its phrases by section, and what else carries content.
type parts struct {
	*scan
	sum     map[string]float64
	content int // words that are neither courtesies nor names after a greeting
	known   int // tokens inside phrases of a section other than courtesy
	shared  bool
	digits  bool // numbers that are no law's
}

// Reply implements inbox.Reader. Where it cannot tell an answer from a formal reply, it takes the reply for an answer:
// a wrong suspicion costs an honest office more than a missed one.
func (r *Reader) Reply(citizen, reply inbox.Message) (inbox.ReplyKind, string) {
	p := r.parts(citizen.Text, reply.Text)
	asked := r.read(citizen.Text)
	switch {
	case p.words == 0 && p.links == 0:
		if reply.Unheard() {
			return inbox.ReplyAnswer, "голосовой ответ: нужно прослушать"
		}
		if !p.digits {
			return inbox.ReplyNone, "в ответе нет слов"
		}
	case p.direct() && asked.questions > 0:
		return inbox.ReplyAnswer, "прямой ответ на вопрос"
	case p.courtesyOnly():
		return inbox.ReplyNone, "только вежливость"
	}
	measure := p.sum["fact"]
	dated := p.sum["term"] > 0 || p.digits
	seeksAddress := asked.has(r, "inform")
	switch {
	case p.sum["automatic"] > 0 && reply.Author.Operator == "" && measure < 1 && p.sum["interim"] == 0 && p.sum["redirect"] == 0 && p.sum["stock"] == 0 && !p.shared:
		return inbox.ReplyAutomatic, "похоже на автоматическое сообщение: ни слова по существу"
	case p.sum["interim"] > 0 && !(measure >= 1 && dated):
		return inbox.ReplyInterim, "обещают разобраться или передали дальше"
	case p.questions > 0 && measure < 1 && !dated:
		return inbox.ReplyInterim, "встречный вопрос вместо ответа"
	case p.sum["redirect"] > 0 && measure < 1 && !seeksAddress:
		return inbox.ReplyFormal, "отправляют в другое место"
	case p.sum["law"] > 0 && measure < 1 && p.sum["term"] == 0:
		return inbox.ReplyFormal, "ссылки на нормы без мер и сроков"
	case p.sum["stock"] > 0 && measure < 1 && !(p.sum["term"] > 0 && p.shared):
		return inbox.ReplyFormal, "общие слова без мер и сроков"
	case p.sum["someday"] > 0 && !dated:
		return inbox.ReplyFormal, "обещание без срока"
	case p.sum["automatic"] > 0 && measure < 1 && !p.shared:
		return inbox.ReplyFormal, "ответ не касается существа вопроса"
	case measure >= 1 && dated:
		return inbox.ReplyAnswer, "названы меры и срок"
	case measure > 0:
		return inbox.ReplyAnswer, "названы меры или причины"
	case dated:
		return inbox.ReplyAnswer, "названы срок или данные"
	case p.links > 0:
		return inbox.ReplyAnswer, "дана ссылка на сведения"
	case p.shared:
		return inbox.ReplyAnswer, "отвечают по существу вопроса"
	case len(asked.tokens) == 0:
		return inbox.ReplyAnswer, "ответ словами"
	}
	return inbox.ReplyFormal, "ни слова по существу: нет ни мер, ни сроков, ни предмета вопроса"
}

func (r *Reader) parts(citizen, reply string) parts {
	p := parts{scan: scanText(reply), sum: map[string]float64{}}
	r.replies.mark(p.tokens)
	covered := make([]bool, len(p.tokens))
	polite := make([]bool, len(p.tokens))
	law := make([]bool, len(p.tokens)+2)
	for _, h := range r.replies.find(p.tokens) {
		name := r.replies.names[h.section]
		p.sum[name] += h.weight
		for k := h.from; k <= h.to; k++ {
			switch name {
			case "courtesy":
				polite[k] = true
			case "law":
				law[k], law[k+1] = true, true
				if k > 0 {
					law[k-1] = true
				}
			default:
				covered[k] = true
			}
		}
	}
	words := contentStems(citizen)
	for i := range p.tokens {
		t := &p.tokens[i]
		switch t.kind {
		case number:
			p.digits = p.digits || !law[i]
		case word:
			if covered[i] {
				p.known++
			}
			if !polite[i] && !nameAfterGreeting(p.tokens, polite, i) {
				p.content++
				if utf8.RuneCountInString(t.norm) >= 3 && words[stem(t.norm)] {
					p.shared = true
				}
			}
		}
	}
	return p
}

// nameAfterGreeting reports whether the word is a name that a greeting goes with: Здравствуйте, Анна Петровна!
func nameAfterGreeting(tokens []token, polite []bool, i int) bool {
	t := tokens[i]
	if !t.capital || t.upper {
		return false
	}
	if i == 0 {
		return len(tokens) > 1 && polite[1] && tokens[1].clause != t.clause
	}
	for k := i - 1; k >= 0 && k >= i-2; k-- {
		if tokens[k].sentence != t.sentence {
			return false
		}
		if polite[k] {
			return true
		}
		if !tokens[k].capital {
			return false
		}
	}
	return false
}

// direct reports whether the reply is a bare yes or no.
func (p *parts) direct() bool {
	return p.sum["yes"] > 0 && p.words <= 3
}

// courtesyOnly reports whether nothing but thanks, wishes and greetings was written.
func (p *parts) courtesyOnly() bool {
	if p.links > 0 || p.digits {
		return false
	}
	if p.content == 0 {
		return p.sum["automatic"] == 0 || p.words <= 4
	}
	return p.sum["courtesy"] > 0 && p.known == 0 && p.questions == 0 && p.content <= 3 && !p.shared && p.words <= 10
}

// contentStems are the stems of a citizen's words that could be the matter of the message.
func contentStems(text string) map[string]bool {
	out := map[string]bool{}
	s := scanText(text)
	for i := range s.tokens {
		t := &s.tokens[i]
		if t.kind == word && utf8.RuneCountInString(t.norm) >= 3 && !strings.Contains(emptyWords, " "+t.norm+" ") {
			out[stem(t.norm)] = true
		}
	}
	return out
}

// emptyWords carry no matter: a reply that shares only these with a complaint shares nothing.
const emptyWords = " это как что вам вас вами нам нас ваш ваша ваше ваши наш наша наше наши мне меня все всё для или при под над где когда почему зачем так там тут уже еще ещё тоже только очень пожалуйста здравствуйте добрый день вечер утро доброе спасибо чтобы который которые будет есть нет может можно просьба прошу подскажите скажите уважаемый уважаемая вопрос "
