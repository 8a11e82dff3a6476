package collectors_test

import (
	"context"
	"errors"
	"fmt"
	"testing"

	"otklik/collectors"
	"otklik/internal/inbox"
)

// What went wrong is one word in digests, wherever in an error it stands.
func TestKindsOfFailure(t *testing.T) {
	for _, c := range []struct {
		err  error
		want inbox.FailureKind
	}{
		{nil, ""},
		{fmt.Errorf("read a wall: %w", &collectors.Failure{Kind: inbox.FailureCaptcha}), inbox.FailureCaptcha},
		{fmt.Errorf("read a wall: %w", context.Canceled), inbox.FailureOther},
		{fmt.Errorf("read a wall: %w", context.DeadlineExceeded), inbox.FailureNetwork},
		{errors.New("odd"), inbox.FailureOther},
	} {
		if got := collectors.FailureKindOf(c.err); got != c.want {
			t.Errorf("%v is %q, want %q", c.err, got, c.want)
		}
	}
}

// The operator reads what to do first, and what was said after it.
func TestAdviceComesFirst(t *testing.T) {
	said := errors.New("error 5")
	for _, c := range []struct {
		failure collectors.Failure
		want    string
	}{
		{collectors.Failure{Advice: "give a new token", Err: said}, "give a new token (error 5)"},
		{collectors.Failure{Advice: "give a new token"}, "give a new token"},
		{collectors.Failure{Err: said}, "error 5"},
	} {
		if got := c.failure.Error(); got != c.want {
			t.Errorf("%s, want %s", got, c.want)
		}
		if c.failure.Err != nil && !errors.Is(&c.failure, said) {
			t.Errorf("%s does not lead to what was said", c.want)
		}
	}
}
