package app

import (
	"fmt"
	"net/http"
	"strings"

	"otklik/collectors"
	"otklik/internal/config"
	"otklik/internal/delivery/file"
	"otklik/internal/delivery/mail"
	"otklik/internal/delivery/queue"
	"otklik/internal/delivery/telegram"
	"otklik/internal/delivery/webhook"
	"otklik/store"
)

// routes are the transports of a digest and which of its outgoing digests each gets. No error of theirs shows a secret,
// not even another transport's.
func (s *Service) routes(d config.Digest, key store.DigestKey) ([]queue.Route, error) {
	routes, err := s.bareRoutes(d, key)
	for i := range routes {
		routes[i].Transport = redactedTransport{routes[i].Transport, s.hide}
	}
	return routes, err
}

func (s *Service) bareRoutes(d config.Digest, key store.DigestKey) ([]queue.Route, error) {
	var routes []queue.Route
	whole := outgoingID(key, "")
	for _, entry := range d.Deliver {
		switch {
		case entry.File != nil:
			routes = append(routes, queue.Route{OutgoingID: whole,
				Transport: file.New(entry.File.Path, entry.File.Format),
				Operator:  entry.Operator})
		case entry.Telegram != nil:
			// Through the connection of the platform itself: its proxy and address hold for sending, too.
			by := s.platforms.Connection(telegram.Network)
			w, err := telegram.New(telegram.Options{APIURL: by.APIURL, Token: entry.Telegram.BotToken.Reveal(),
				Chat: entry.Telegram.Chat, Attach: entry.Telegram.Attach, Client: by.HTTP})
			if err != nil {
				return nil, usagef("digest %s, %s: %w", d.ID, telegram.Network, err)
			}
			routes = append(routes, queue.Route{OutgoingID: whole, Transport: w, Operator: entry.Operator})
		case entry.Webhook != nil:
			client, err := webhookClient(entry.Webhook)
			if err != nil {
				return nil, usagef("digest %s, webhook: %w", d.ID, err)
			}
			w, err := webhook.New(entry.Webhook.URL.Reveal(), entry.Webhook.Secret.Reveal(), client)
			if err != nil {
				return nil, usagef("digest %s: %w", d.ID, err)
			}
			routes = append(routes, queue.Route{OutgoingID: whole, Transport: w, Operator: entry.Operator})
		case entry.Mail != nil:
			found, err := s.mailRoutes(d, key, entry.Mail, entry.Operator)
			if err != nil {
				return nil, err
			}
			routes = append(routes, found...)
		}
	}
	return routes, nil
}

// mailRoutes are the mailboxes of one entry: those it names, and those of the bodies where it says so, who are never
// operators.
func (s *Service) mailRoutes(
	d config.Digest, key store.DigestKey, m *config.MailDelivery, operator bool) ([]queue.Route, error,
) {
	c := s.config.Mail
	server := mail.Server{Host: c.Host, Port: c.Port, TLS: c.TLS, User: c.User, Password: c.Password.Reveal(),
		From: c.From, CAFile: c.CAFile}
	var routes []queue.Route
	// A mailbox is a transport of its own: where one refuses, the others have had theirs and are not sent to again.
	add := func(outgoingID, to string, operator bool) error {
		w, err := mail.New(server, to, m.Attach)
		if err != nil {
			return usagef("digest %s, mail to %s: %w", d.ID, to, err)
		}
		routes = append(routes, queue.Route{OutgoingID: outgoingID, Transport: w, Operator: operator})
		return nil
	}
	for _, to := range m.To {
		if err := add(outgoingID(key, ""), to, operator); err != nil {
			return nil, err
		}
	}
	if !m.Bodies {
		return routes, nil
	}
	for _, body := range s.config.Bodies {
		for _, to := range body.To {
			if err := add(outgoingID(key, body.Name), to, false); err != nil {
				return nil, err
			}
		}
	}
	return routes, nil
}

// webhookClient is the client of one webhook: it reaches that webhook's host and no other.
func webhookClient(w *config.WebhookDelivery) (*http.Client, error) {
	client, err := collectors.NewClient(collectors.ClientOptions{Proxy: w.Proxy, CAFile: w.CAFile,
		Hosts: []string{w.URL.Reveal()}})
	if err != nil {
		return nil, fmt.Errorf("make the connection: %w", err)
	}
	return client, nil
}

func (s *Service) queue() *queue.Queue { return &queue.Queue{Store: s.store, Log: s.log} }

// gets are the forms that the transport of a name sends, for people who ask who would get what.
func gets(d config.Digest, name string) []string {
	kind, _, _ := strings.Cut(name, " ")
	var formats []string
	for _, entry := range d.Deliver {
		switch {
		case kind == "file" && entry.File != nil && strings.HasSuffix(name, " "+entry.File.Format):
			formats = append(formats, entry.File.Format)
		case kind == "mail" && entry.Mail != nil:
			formats = append(append(formats, "letter.text", "letter.html"), entry.Mail.Attach...)
		case kind == telegram.Network && entry.Telegram != nil:
			formats = append(append(formats, "messages"), entry.Telegram.Attach...)
		case kind == "webhook":
			formats = append(formats, "json")
		}
	}
	return formats
}
