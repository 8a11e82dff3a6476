package reading

import "strings"

// advertises reports whether a text calls people away to a link or an account that it gives, whatever it complains
// about before: bots begin with a neighbour's words. A link to a photograph or to a petition calls nobody away.
// Without a link, an offer with a call to buy advertises; not where something is demanded of the office, which a
// seller does not.
func (s *signals) advertises() bool {
	given := s.links > 0
	var b strings.Builder
	for i := range s.tokens {
		given = given || s.tokens[i].kind == mention
		b.WriteString(" " + s.tokens[i].norm)
	}
	words := b.String()
	if given && anyOf(words,
		" вступай", " наш канал", " наш чат", " наш паблик", " наш сайт", " нашу группу", " нашем канал", " нашем чат",
		" переходи", " жми", " в личку", " в лс", " промокод", " подписывай", " подпишись", " подпишитесь на", " займ",
		" заработ") {
		return true
	}
	offers := anyOf(words,
		" скидк", " рассрочк", " недорого", " под ключ", " по цене", " цены низк", " низкие цены", " цена от",
		" от завода",
		" бесплатный замер", " бесплатная консультация", " консультация бесплат", " бесплатный выезд", " выезд бесплат",
		" вызов замерщика", " выезд за", " гарантия год", " гарантия 1", " гарантия 2", " гарантия 3", " гарантия 5",
		" гарантия до", " любой сложности", " на заказ", " без предоплат", " без выходных", " круглосуточно",
		" списать долг",
		" спишем", " зарплата от", " промокод", " без отказа", " без проверок")
	calls := anyOf(words,
		" звоните", " пишите", " обращайтесь", " заказывайте", " закажите", " записывайтесь", " запишитесь", " купите",
		" оформите", " переходи", " вызов ", " выезд ", " в лс", " в личку", " в сообщения", " работаем ",
		" ремонтируем ",
		" гарантия ", " покупайте", " обращаться ", " писать ")
	return offers && calls && !anyOf(words,
		" примите", " прошу", " просим", " требуем", " требую", " разберитесь", " наведите", " верните", " почините",
		" отремонтируйте", " сделайте", " когда ", " почему ", " сколько можно", " доколе", " куда смотр", " помогите ")
}

func anyOf(text string, parts ...string) bool {
	for _, part := range parts {
		if strings.Contains(text, part) {
			return true
		}
	}
	return false
}
