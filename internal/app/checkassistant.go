package app

import (
	"context"
	"errors"
	"fmt"
	"time"

	"otklik/collectors"
	"otklik/internal/reading/assistant"
)

// checkAssistant asks the assistant about a text that nobody wrote, and names what leaves the office's network.
func (s *Service) checkAssistant(ctx context.Context) []collectors.Diagnostic {
	if s.assistant == nil {
		return nil
	}
	a := s.config.Reading.Assistant
	var all []collectors.Diagnostic
	add := func(level collectors.Level, sentence string) {
		all = append(all, collectors.Diagnostic{Level: level, Subject: "assistant", Sentence: sentence})
	}
	began := time.Now()
	err := s.assistant.Check(ctx)
	if a.AllowPublic && !errors.Is(err, assistant.PlainPublic) { // then nothing leaves
		add(collectors.Warning, s.transferWords())
	}
	var fault assistant.Fault
	switch {
	case errors.As(err, &fault):
		add(collectors.Fault, fmt.Sprintf("%s: %s; until that is mended the program's own reading stands, and nothing "+
			"waits for it", a.URL, faultWords(fault, a.Timeout.String())))
	default:
		add(collectors.OK, fmt.Sprintf("%s answers as %s, after %s", a.URL, a.Model,
			time.Since(began).Round(100*time.Millisecond)))
	}
	return all
}

// transferWords name the transfer of personal data that allow_public lets happen. Whoever answers for the data reads
// them, in the language of the digests: masked texts can still be somebody's.
func (s *Service) transferWords() string {
	if s.config.Language == "en" {
		return fmt.Sprintf("allow_public is set: texts of citizens go to %s, a server outside the office's network, "+
			"with names and numbers masked. That is a transfer of personal data: it needs a ground and a contract of "+
			"processing, and abroad a notice to the regulator (152-FZ, articles 6 and 12)",
			s.config.Reading.Assistant.URL)
	}
	return fmt.Sprintf("задано allow_public: тексты граждан с закрытыми именами и номерами уходят на сервер %s вне "+
		"сети учреждения. Это передача персональных данных: нужны основание и поручение обработки (152-ФЗ, ст. 6), а "+
		"за границу — уведомление Роскомнадзора (ст. 12)", s.config.Reading.Assistant.URL)
}

// faultWords say what is wrong with an assistant and what to do.
func faultWords(fault assistant.Fault, timeout string) string {
	words := map[assistant.Fault]string{
		assistant.Timeout: "there is no answer within " + timeout + "; a smaller model answers sooner, or set a " +
			"longer timeout",
		assistant.Unreachable:   "it cannot be reached; look whether the server runs and the address is right",
		assistant.PublicAddress: publicWords,
		assistant.PlainPublic: "this address lies outside of the office's network and is not encrypted; write " +
			"https://, or nothing is sent",
		assistant.Redirected: "the server sends elsewhere, which is not followed; name the address that it sends to",
		assistant.Refused: "the server answers with an error; look at its log, the name of the model, the key and " +
			"whether it can answer by a JSON schema",
		assistant.TooLong:      "the model says more than it was asked for; take one that does not think aloud",
		assistant.Nonsense:     "the model does not answer with the JSON that it was asked for; take another one",
		assistant.UnknownGroup: "the model makes up groups of topics; take another one",
	}
	return words[fault]
}
