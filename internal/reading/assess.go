package reading

import (
	"context"
	"crypto/sha256"
	"fmt"
	"math"
	"slices"
	"strings"

	"otklik/internal/inbox"
	"otklik/internal/reading/linear"
	"otklik/internal/reading/opinion"
	"otklik/internal/reading/reply"
	"otklik/internal/reading/topic"
)

// Threshold is the probability from which a message needs an answer.
const Threshold = 0.5

// Text is one that somebody brings with what is known of where it stands. All but Text may be left out.
type Text struct {
	Text  string
	Above string // the comment that it answers
	Post  string // that it stands under
	// OfficialReplied: the official's side had answered its author before.
	OfficialReplied bool
	// Home is the municipality where it was written: that is where a text is about that names no place.
	Home string
}

// Read reads a text that is not in the store.
func (r *Reader) Read(t Text) inbox.Assessment {
	text := asRead(t.Text)
	in := surroundings{afterReply: t.OfficialReplied, answered: t.Above,
		Surroundings: opinion.Surroundings{Above: t.Above, Post: t.Post}}
	a, about := r.assess(text, in)
	if r.enrichers != nil {
		r.enrichers.complete(&a, about, text, in, t.Home)
		r.explainEncoder(&a, about.weighed, text)
	}
	return a
}

// ReadText reads a text of which nothing else is known.
func (r *Reader) ReadText(text string) inbox.Assessment { return r.Read(Text{Text: text}) }

// Basis implements inbox.Reader: what assessMessage looks at.
func (r *Reader) Basis(t inbox.Thread, i int) (b inbox.Basis) {
	m, in := &t.Messages[i], around(t, i)
	h := sha256.New()
	fmt.Fprintf(h, "%q %q %#v %d", r.Version(), m.Channel, in, len(m.Media))
	for _, one := range m.Media {
		fmt.Fprintf(h, " %q", one.Type)
	}
	fmt.Fprint(h, " ", m.Text)
	copy(b[:], h.Sum(nil))
	return b
}

// Assess implements inbox.Reader.
func (r *Reader) Assess(ctx context.Context, t inbox.Thread, i int) (inbox.Assessment, error) {
	if err := ctx.Err(); err != nil {
		return inbox.Assessment{}, err
	}
	return r.assessMessage(t, i), nil
}

func (r *Reader) assessMessage(t inbox.Thread, i int) inbox.Assessment {
	m := t.Messages[i]
	if m.Unheard() {
		return inbox.Assessment{Category: inbox.Question, NeedsAnswer: true, Score: 0.9, Group: Other, Firm: true,
			Reasons: inbox.Because("voice")}
	}
	in := around(t, i)
	if in.direct && m.Unseen() {
		return unseen("attachment")
	}
	text := asRead(m.Text)
	a, about := r.assess(text, in)
	if in.direct && !a.NeedsAnswer && r.handsOver(m, text) {
		return unseen("attachment_unexplained")
	}
	if r.enrichers != nil {
		r.enrichers.complete(&a, about, text, in, r.enrichers.home[m.Channel])
		r.explainEncoder(&a, about.weighed, text)
	}
	return a
}

// unseen is the assessment of what says nothing before a person has looked at it.
func unseen(reason string) inbox.Assessment {
	return inbox.Assessment{Category: inbox.Question, NeedsAnswer: true, Score: 0.8, Group: Other, Firm: true,
		Reasons: inbox.Because(reason)}
}

// handedWords is how many words may go with an attachment that is the message itself: «Здравствуйте, вот письмо».
const handedWords = 3

// kindly are the pictographs that make of a picture a card or an approval.
const kindly = "👍👏🔥💪🤝🙏💯🎉🎂🎁🌹🌷💐😍🥰😘😊🙂🤗❤🧡💛💚💙💜💖💕✨"

// handsOver reports whether a message has an attachment that may be what its author wants to say, beside no more than
// a greeting, a word or a sign that points to it, or what the message quotes. What is shared counts where it could not
// be quoted.
func (r *Reader) handsOver(m inbox.Message, text string) bool {
	var own strings.Builder
	for line := range strings.Lines(text) {
		if !strings.HasPrefix(line, "> ") {
			own.WriteString(line)
		}
	}
	quotes := own.Len() < len(text)
	if !slices.ContainsFunc(m.Media, func(one inbox.Media) bool {
		return one.Tells() && one.Type != inbox.MediaLink && !(one.Type == inbox.MediaRepost && quotes)
	}) {
		return false
	}
	s := r.read(own.String())
	card := s.words == 0 && strings.ContainsAny(own.String(), kindly)
	return s.words <= handedWords && s.laughs == 0 && !card && !s.has(r, "thanks", "praise", "congrats", "joke", "spam")
}

// named is what is known already of a text's group and topic, because finding it costs more than all the rest.
type named struct {
	group, topic string
	known        bool
	hint         topic.Hint // of the encoder
	text         string     // whose matter it is, where that is another text
	weighed      *weighed   // where the encoder decided
	unread       bool       // it has words of its own, in a language that nobody here reads
}

// assess reads a text in its surroundings. What has no words and what is in another language is not weighed.
func (r *Reader) assess(text string, in surroundings) (a inbox.Assessment, about named) {
	a = inbox.Assessment{Category: inbox.Chatter, Group: Other}
	if command(text) {
		a.Reasons = inbox.Because("command")
		return a, about
	}
	if a, about, ok := r.assessEcho(text, in); ok {
		return a, about
	}
	s := r.read(text)
	if s.words == 0 {
		a.Score = 0.01
		a.Reasons = inbox.Because(wordless(s, text))
		return a, about
	}
	a.Group = r.group(s)
	if s.foreign() || s.english() && !s.has(r, "spam", "trade") {
		about.unread = s.words > ownWords
		a = foreignAssessment(a, s, text)
		if a.NeedsAnswer && r.opinions != nil {
			about.group, about.known = r.guess(text, in), true
		}
		return a, about
	}

	w := &weighing{text: text, in: in, signals: s, features: r.held.Get().(*linear.Features)}
	defer r.held.Put(w.features)
	r.weigh(w)
	a.Unsolved = w.mood == reply.Unsolved
	a.Score, a.Firm = r.score(w)
	a.NeedsAnswer, w.about.weighed = a.Score >= Threshold, w.decidedByEncoder()
	if !a.NeedsAnswer && w.taught >= 0 && !in.turned {
		if rest := r.turn(s, text); rest != "" {
			in.turned = true
			if behind, about := r.assess(rest, in); behind.NeedsAnswer {
				return behind, about
			}
		}
	}

	var how urgent
	if a.NeedsAnswer {
		how = r.urgency(s, w.features, w.opinion)
	}
	switch {
	case w.despair:
		how = urgent{inbox.Life, "despair", true}
	case w.peril && a.NeedsAnswer:
		how = urgent{inbox.Life, "danger", true}
	case w.threat && a.NeedsAnswer && how.degree == inbox.NotUrgent:
		how = urgent{inbox.Hazard, "hazard", true}
	}
	a.Urgency, a.Certain = how.degree, how.certain
	spam := r.spam(s)
	a.Category, a.Advert = r.category(w, a.NeedsAnswer, spam), spam || s.advertises()
	a.Reasons = r.explain(w, &a, how.code)
	return a, w.about
}

// weighing is a text while it is decided whether it needs an answer.
type weighing struct {
	*signals
	text     string
	in       surroundings
	features *linear.Features
	sum      float64 // for and against an answer
	moved    float64 // the part of it by which the encoder moved it
	taught   float64 // the part of it that corrections have
	mood     reply.Reaction
	despair  bool
	peril    bool // words show people in danger now
	threat   bool // words show what threatens people
	wronged  bool // it states a wrong done to people, and nothing else
	about    named
	opinion  *opinion.Opinion // what the encoder says; nil: it was not asked
}

// weigh sums up what speaks for and against an answer.
func (r *Reader) weigh(w *weighing) {
	r.describe(w.features, w.signals, w.in, w.text)
	w.sum, w.wronged = r.margin(w.features), r.plainlyWronged(w.signals)
	if w.sum > topicMatters {
		group, topic, sure, _ := r.topics.Classify(w.text)
		w.about = named{group: group, topic: topic, known: r.enrichers != nil && r.topics == r.enrichers.topics}
		w.sum += r.topicWeight * r.topicFeature(w.features, sure)
	}
	r.consult(w)
	if w.in.direct {
		w.sum += directWeight
	}
	if w.in.afterReply {
		w.mood = r.reaction(w.signals, w.text)
	}
	switch w.mood {
	case reply.Unsolved:
		w.sum += unsolvedWeight
	case reply.Solved, reply.Thanks:
		w.sum -= solvedWeight
	}
	if w.in.turned {
		w.sum += turnedWeight
	}
	if r.merelyThanks(w.signals) {
		w.sum -= thanksWeight
	}
	if w.wronged {
		w.sum += wrongedWeight
	}
	w.taught = r.taught(w)
	w.sum += w.taught
	w.despair = r.despairs(w.signals)
	w.peril, w.threat = r.peril(w.signals)
}

// score is the probability of the sum, or the threshold for what no person may miss. firm: a rule or a person decided.
func (r *Reader) score(w *weighing) (score float64, firm bool) {
	score = probability(w.sum)
	plea, danger := r.beyondDoubt(w.signals)
	likely := max(score, probability(w.sum-w.moved)) // what words show no encoder may deny
	beyond := danger && likely >= dangerThreshold || plea && likely >= pleaThreshold ||
		w.peril || w.threat || r.nothingSolved(w)
	if w.despair || beyond && w.taught >= 0 { // below 0 a person said that such messages need none
		return max(score, Threshold), true
	}
	return score, w.taught != 0
}

// explain gives the reasons of an assessment, those that weigh most first.
func (r *Reader) explain(w *weighing, a *inbox.Assessment, urgent string) (reasons []inbox.Reason) {
	say := func(on bool, code string) {
		if on {
			reasons = append(reasons, inbox.Reason{Code: code})
		}
	}
	say(a.Urgency != inbox.NotUrgent, urgent)
	say(a.Unsolved, "unsolved")
	say(w.taught != 0, "precedent")
	reasons = append(reasons, inbox.Because(r.reasons(w.signals, a.NeedsAnswer)...)...)
	say(w.in.direct && a.NeedsAnswer, "direct")
	if len(reasons) == 0 {
		say(a.NeedsAnswer, "all_signs")
		say(!a.NeedsAnswer, "no_signs")
	}
	return reasons
}

// reaction is what the author makes of the answer before.
func (r *Reader) reaction(s *signals, text string) reply.Reaction {
	if s.has(r, "unsolved") {
		return reply.Unsolved
	}
	if r.enrichers == nil {
		return reply.Other
	}
	mood, _ := r.enrichers.replies.Reaction(text)
	return mood
}

// What sounds like talk that no official is meant by loses, by how much it does: talkWeight times the soft excess of
// the model's margin over talkFrom. The model of need itself learns from comments to officials alone, because
// advertising and news would blunt it. needsBias moves the sum so that the chosen threshold stands at a probability
// of a half.
const (
	talkWeight  = 2
	talkFrom    = -2
	needsBias   = 0.9
	undecidable = -6 // below it nothing that is added can make a message need an answer

	// topicMatters is the sum from which the topic is looked for, which costs more than all the rest: below it no topic
	// could bring the sum to the threshold.
	topicMatters = -2.5
)

// longestReaction bounds, in words, what is only said of an answer.
const longestReaction = 8

// nothingSolved reports a few words after an answer that say outright that it changed nothing.
func (r *Reader) nothingSolved(w *weighing) bool {
	return w.mood == reply.Unsolved && w.words <= longestReaction && w.has(r, "nothing solved") && w.laughs == 0 &&
		!w.toCitizen() && !w.has(r, "joke", "thanks")
}

// margin is the sum for and against an answer, before the surroundings are added.
func (r *Reader) margin(f *linear.Features) float64 {
	sum := r.ensemble.Margin(needsModel, f) + needsBias
	if sum > undecidable {
		sum -= talkWeight * math.Log1p(math.Exp(min(r.ensemble.Margin(talkModel, f)-talkFrom, 30)))
	}
	return sum
}

// Below the general threshold a text still needs an answer where it names a danger to life twice over or says in a
// few words that heat, water or power is out or the water foul (danger), or where it asks for something concrete, names
// a danger in a few words or somebody who is at risk (plea): a few words are too little for the model, and a person
// must not wait for that.
const (
	dangerThreshold = 0.1
	pleaThreshold   = 0.3
)

// beyondDoubt finds such words in a text that neither thanks nor praises nor laughs nor advertises.
func (r *Reader) beyondDoubt(s *signals) (plea, danger bool) {
	if s.laughs > 0 || s.links > 0 ||
		s.has(r, "thanks", "praise", "congrats", "joke", "spam", "politics", "opinion", "prose") {
		return false, false
	}
	// «замерзаем», «дайте тепло людям»
	short := s.words <= 6 && s.outsideOf(r, "outage", "announced") && !s.has(r, "standing") ||
		s.has(r, "foul water") && r.plainlyWronged(s)
	named := s.words <= 8 && s.threatens(r, "danger") || s.threatens(r, "at risk")
	plea = s.has(r, "ask") && s.value[r.cue["matter"]] > 0 || named && !s.toCitizen()
	return plea, short || s.meant(r, "danger")+s.meant(r, "hazard") > 1
}

// merelyThanks reports thanks that ask for nothing and name no fault, or one that is over: what they are for is a
// matter as complaints have, which misleads the model.
func (r *Reader) merelyThanks(s *signals) bool {
	if !s.has(r, "thanks") || s.questions > 0 ||
		s.has(r, "ask", "when", "inform", "danger", "hazard", "outage", "unsolved") {
		return false
	}
	for i := range s.tokens {
		switch s.tokens[i].norm {
		case "но", "однако", "жаль", "правда", "только":
			return false
		}
	}
	return s.has(r, "over") || !s.has(r, "defect", "failing", "absent")
}

// has reports whether an entry of one of the lexicon's sections stands in the text.
func (s *signals) has(r *Reader, sections ...string) bool {
	for _, name := range sections {
		if s.count[r.words.sections[name]] > 0 {
			return true
		}
	}
	return false
}

// probability is that of log odds.
func probability(sum float64) float64 { return round(1 / (1 + math.Exp(-sum))) }

func round(p float64) float64 { return math.Round(p*1000) / 1000 }

// command recognises what people send to bots: /start, /help@name.
func command(text string) bool {
	text = strings.TrimSpace(text)
	if len(text) < 2 || text[0] != '/' || len(text) > 64 {
		return false
	}
	first, _, _ := strings.Cut(text, " ")
	for i := 1; i < len(first); i++ {
		c := first[i]
		if c != '_' && c != '@' && !('a' <= c && c <= 'z') && !('A' <= c && c <= 'Z') && !('0' <= c && c <= '9') {
			return false
		}
	}
	return true
}

func wordless(s *signals, text string) string {
	switch {
	case strings.TrimSpace(text) == "":
		return "empty"
	case s.emojis > 0:
		return "emoji_only"
	case s.links > 0:
		return "link_only"
	}
	return "wordless"
}

// spam needs two different signs, or one that stands alone in a text without a concrete matter and without an official.
func (r *Reader) spam(s *signals) bool {
	n := s.count[r.words.sections["spam"]]
	if s.links > 0 {
		n++
	}
	if s.patronymic() || s.has(r, "absent", "failing") || s.value[r.cue["matter and fault"]] > 0 {
		return n >= 5
	}
	if s.value[r.cue["matter"]] > 0 || s.has(r, "official", "when") {
		return n >= 3
	}
	return n >= 2
}

// foreignAssessment flags what is written in another language of Russia for a person, unless it greets or thanks.
func foreignAssessment(a inbox.Assessment, s *signals, text string) inbox.Assessment {
	a.Firm = true
	if s.polite(text) {
		a.Category, a.Score, a.Reasons = inbox.Thanks, 0.2,
			inbox.Because("foreign_polite")
		return a
	}
	a.Category, a.NeedsAnswer, a.Score, a.Reasons = inbox.Question, true, 0.7,
		inbox.Because("foreign")
	return a
}

// category is the best kind of those that go with the decision.
func (r *Reader) category(w *weighing, needs, spam bool) inbox.Category {
	if spam && !needs {
		return inbox.Spam
	}
	var held [8]float32
	best, at := float32(math.Inf(-1)), inbox.Complaint
	for i, v := range r.ensemble.Scores(kindModel, w.features, held[:0]) {
		k := r.kinds[i]
		if w.opinion != nil {
			v += float32(math.Log(max(w.opinion.Kinds[r.kindOf[i]], leastShare)))
		}
		fits := k == inbox.Complaint || k == inbox.Request || k == inbox.Question
		if fits == needs && v > best {
			best, at = v, k
		}
	}
	return at
}

// reasonLimit keeps the list of reasons readable.
const reasonLimit = 4

// reasons are the codes of the cues that weighed most in the direction of the decision.
func (r *Reader) reasons(s *signals, needs bool) []string {
	type share struct {
		reason string
		pull   float64
	}
	var shares []share
	for i, c := range r.cues {
		pull := c.weight * s.value[i]
		if !needs {
			pull = -pull
		}
		if pull > 0.15 && c.reason != "" {
			shares = append(shares, share{c.reason, pull})
		}
	}
	slices.SortStableFunc(shares, func(a, b share) int {
		switch {
		case a.pull > b.pull:
			return -1
		case a.pull < b.pull:
			return 1
		}
		return 0
	})
	var out []string
	for _, x := range shares {
		if !slices.Contains(out, x.reason) {
			out = append(out, x.reason)
		}
		if len(out) == reasonLimit {
			break
		}
	}
	return out
}
