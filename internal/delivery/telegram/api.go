package telegram

import (
	"bytes"
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime/multipart"
	"net/http"
	"net/textproto"
	"net/url"
	"strconv"
	"strings"
	"time"

	"otklik/internal/delivery"
)

// A call may take this long; a document on a slow line longer.
// Network is the platform whose address and proxy the messages take.
const Network = "telegram"

const (
	longestCall     = time.Minute
	longestDocument = 5 * time.Minute
)

// largestDocument is what a bot may send through Telegram's own servers.
const largestDocument = 50 << 20

// errMarkup is the refusal of a message's markup.
var errMarkup = errors.New("the markup of the message was not understood")

// api makes the calls of one bot. Its errors hold neither the token nor the words of a message.
type api struct {
	root, token string // root is {api}/bot{token}; never shown
	client      *http.Client
}

func (a api) message(ctx context.Context, chat int64, text, mode string, silent bool) error {
	fields := map[string]any{"chat_id": chat, "text": text,
		"link_preview_options": map[string]bool{"is_disabled": true}, "disable_notification": silent}
	if mode != "" {
		fields["parse_mode"] = mode
	}
	return a.call(ctx, "sendMessage", fields, nil)
}

// call posts JSON and decodes the result.
func (a api) call(ctx context.Context, method string, fields map[string]any, result any) error {
	if fields == nil {
		fields = map[string]any{}
	}
	body, err := json.Marshal(fields)
	if err != nil {
		return delivery.Permanent(fmt.Errorf("write the call %s: %w", method, err))
	}
	ctx, cancel := context.WithTimeout(ctx, longestCall)
	defer cancel()
	return a.post(ctx, method, "application/json", body, result)
}

func (a api) document(ctx context.Context, chat int64, name, contentType string, data []byte) error {
	if len(data) > largestDocument {
		return delivery.Permanent(fmt.Errorf("a document of %d MiB is larger than Telegram takes (50 MiB); leave it "+
			"out of attach", len(data)>>20))
	}
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	err := errors.Join(form.WriteField("chat_id", strconv.FormatInt(chat, 10)),
		form.WriteField("disable_notification", "true"))
	file, failed := form.CreatePart(textproto.MIMEHeader{
		"Content-Disposition": {`form-data; name="document"; filename="` +
			strings.NewReplacer(`\`, `_`, `"`, `_`, "\r", "", "\n", "").Replace(name) + `"`},
		"Content-Type": {contentType},
	})
	if err = errors.Join(err, failed); err == nil {
		_, err = file.Write(data)
	}
	if err = errors.Join(err, form.Close()); err != nil {
		return delivery.Permanent(fmt.Errorf("write a document for Telegram: %w", err))
	}
	ctx, cancel := context.WithTimeout(ctx, longestDocument)
	defer cancel()
	return a.post(ctx, "sendDocument", form.FormDataContentType(), body.Bytes(), nil)
}

// answer is the envelope of every reply of the Bot API.
type answer struct {
	OK          bool            `json:"ok"`
	Result      json.RawMessage `json:"result"`
	Code        int             `json:"error_code"`
	Description string          `json:"description"`
	Parameters  struct {
		RetryAfter int   `json:"retry_after"`
		MigrateTo  int64 `json:"migrate_to_chat_id"`
	} `json:"parameters"`
}

func (a api) post(ctx context.Context, method, contentType string, body []byte, result any) error {
	doing := "call Telegram's " + method
	request, err := http.NewRequestWithContext(ctx, http.MethodPost, a.root+"/"+method, bytes.NewReader(body))
	if err != nil {
		return delivery.Permanent(a.opaque(doing, err))
	}
	request.Header.Set("Content-Type", contentType)
	reply, err := a.client.Do(request)
	if err != nil {
		return a.unanswered(ctx, doing, err)
	}
	defer func() { _ = reply.Body.Close() }()
	text, err := io.ReadAll(io.LimitReader(reply.Body, 4<<20))
	if err != nil {
		return a.unanswered(ctx, doing, err)
	}
	var r answer
	if err := json.Unmarshal(text, &r); err != nil || !r.OK && r.Code == 0 {
		return a.foreign(doing, reply.StatusCode)
	}
	if !r.OK {
		return a.refusal(doing, r)
	}
	if result == nil {
		return nil
	}
	if err := json.Unmarshal(r.Result, result); err != nil {
		return fmt.Errorf("%s: the reply has an unknown form", doing)
	}
	return nil
}

// unanswered is an error without a reply. *url.Error prints the address with the token, so it is left behind.
func (a api) unanswered(ctx context.Context, doing string, err error) error {
	if ctx.Err() != nil {
		return delivery.Ended(ctx, doing, err)
	}
	var outer *url.Error
	if errors.As(err, &outer) {
		err = outer.Err
	}
	var certificate *tls.CertificateVerificationError
	if errors.As(err, &certificate) {
		return delivery.Permanent(a.opaque(doing+": the certificate of the Bot API's address is not trusted; see "+
			"platforms.telegram.ca_file", err))
	}
	return a.opaque(doing, err)
}

// foreign is a reply that is not Telegram's: a proxy's or a provider's page. It may pass.
func (a api) foreign(doing string, code int) error {
	return fmt.Errorf("%s: HTTP %d with a reply that is not the Bot API's; look at platforms.telegram.api_url and "+
		"proxy if it stays so", doing, code)
}

// refusal sorts the codes of the Bot API. Descriptions are kept up to their second colon: what follows may quote the
// message.
func (a api) refusal(doing string, r answer) error {
	said := r.Description
	if parts := strings.SplitN(said, ":", 3); len(parts) == 3 {
		said = parts[0] + ":" + parts[1]
	}
	err := a.opaque(doing, fmt.Errorf("%d %s", r.Code, said))
	switch {
	case r.Code == http.StatusTooManyRequests:
		return delivery.Busy(err, time.Duration(max(r.Parameters.RetryAfter, 1))*time.Second)
	case r.Code >= 500:
		return err
	case strings.Contains(r.Description, "can't parse entities"):
		return delivery.Permanent(fmt.Errorf("%w (%w)", err, errMarkup))
	case r.Parameters.MigrateTo != 0:
		return delivery.Permanent(fmt.Errorf("%w; the group has become a supergroup: write its new id %d in the "+
			"configuration", err, r.Parameters.MigrateTo))
	case r.Code == http.StatusNotFound && strings.Contains(r.Description, "method not found"):
		return delivery.Permanent(fmt.Errorf("%w; the server at platforms.telegram.api_url does not know this call: "+
			"it is too old, or not a whole Bot API", err))
	case r.Code == http.StatusUnauthorized, r.Code == http.StatusNotFound:
		return delivery.Permanent(fmt.Errorf("%w; Telegram does not know this bot token: take it from @BotFather again",
			err))
	case r.Code == http.StatusForbidden:
		return delivery.Permanent(fmt.Errorf("%w; add the bot to the chat with the right to write, or let the person "+
			"write to it first", err))
	case strings.Contains(r.Description, "chat not found"):
		return delivery.Permanent(fmt.Errorf("%w; check the chat's id (−100… for channels and groups) and that the "+
			"bot is in it", err))
	}
	return delivery.Permanent(err)
}

func (a api) opaque(doing string, err error) error {
	return delivery.Opaque(doing, err, a.token)
}
