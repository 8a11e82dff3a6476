package redact

import (
	"encoding/json"
	"fmt"
	"log/slog"
)

// Attr is for slog.HandlerOptions.ReplaceAttr: names, messages and values of every kind without the secrets, however
// the handler would print them.
func (r *Redactor) Attr(_ []string, a slog.Attr) slog.Attr {
	a.Key = r.Text(a.Key)
	switch v := a.Value; v.Kind() {
	case slog.KindString:
		a.Value = slog.StringValue(r.Text(v.String()))
	case slog.KindAny:
		shown := fmt.Sprintf("%+v", v.Any())
		if b, ok := v.Any().([]byte); ok {
			shown = string(b)
		}
		document, err := json.Marshal(v.Any())
		if hidden := r.Text(shown); hidden != shown || err == nil && r.Text(string(document)) != string(document) {
			a.Value = slog.StringValue(hidden)
		}
	default:
		if shown := v.String(); r.Text(shown) != shown {
			a.Value = slog.StringValue(Stars)
		}
	}
	return a
}
