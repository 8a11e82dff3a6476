package build_test

import (
	"slices"
	"strings"
	"testing"

	"otklik/internal/inbox"
	"otklik/report/build"
	"otklik/report/page"
	"otklik/report/render"
	"otklik/report/reporttest"
)

// What a reason quotes of a text is masked as the text is, in every format, whoever reads it.
func TestWhatReasonsQuoteIsMasked(t *testing.T) {
	in, at := reporttest.Town(t), reporttest.Morning(t)
	in.Masker = reporttest.Stars{}
	in.Records[0].Status.Reasons = []inbox.Reason{{Code: "leaned", Words: "Выдуманов … искрит"}}
	for _, audience := range []build.Audience{build.Governor, build.Press, build.Analyst} {
		in.Audience = audience
		d := build.New(in, at)
		for _, f := range render.TextFormats() {
			out, err := render.Render(d, f)
			if err != nil {
				t.Fatal(err)
			}
			if strings.Contains(string(out), "Выдуманов") {
				t.Errorf("%s, %s: the quoted name is shown", audience, f)
			}
		}
		i := slices.IndexFunc(d.Complaints, func(c build.Complaint) bool { return slices.Contains(c.ReasonCodes, "leaned") })
		if i < 0 {
			t.Fatalf("%s: the reason is not in the list", audience)
		}
		if got := page.ReasonsOf(d, d.Complaints[i]); !slices.Contains(got, "по словам «*** … искрит»") {
			t.Errorf("%s: reasons %q", audience, got)
		}
	}
}
