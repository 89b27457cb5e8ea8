package core_test

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"
	"unicode/utf16"

	"github.com/stretchr/testify/require"

	"github.com/bedside-md/bedside/core"
)

// FuzzAnalyze analyzes any bytes: it never panics, what it reports and would change
// lies in the draft, in order and on the borders of characters, and analyzing again
// gives the same report. Further seeds are in testdata/fuzz.
func FuzzAnalyze(f *testing.F) {
	files, err := filepath.Glob("../testdata/hostile/*.txt")
	require.NoError(f, err)
	require.NotEmpty(f, files)
	for _, name := range files {
		b, err := os.ReadFile(name)
		require.NoError(f, err)
		f.Add(string(b))
	}
	a := analyzer(f)
	f.Fuzz(func(t *testing.T, s string) {
		r := a.Analyze([]byte(s), core.Options{})
		units := utf16.Encode([]rune(s))
		inside := func(what string, from, start, end int) {
			for _, at := range []int{start, end} {
				if at < from || at > len(units) || at < len(units) && units[at] >= 0xDC00 && units[at] < 0xE000 {
					t.Fatalf("%s covers %d to %d of %d in %q", what, start, end, len(units), s)
				}
			}
			if end < start {
				t.Fatalf("%s covers %d to %d in %q", what, start, end, s)
			}
		}
		last := 0
		for _, x := range r.Findings {
			inside(x.Rule, last, x.Start, x.End)
			last = x.Start
			for _, y := range x.Factors {
				inside(y.Label, 0, y.Start, y.End)
			}
			for _, e := range x.Edits {
				at := 0
				for _, c := range e.Changes {
					inside(e.Label, at, c.Start, c.End)
					at = c.End
				}
			}
		}
		a.Analyze([]byte("p4tient J.o.h.n, 62M, é 🇨🇦"), core.Options{}) // what it kept must not matter
		if again := a.Analyze([]byte(s), core.Options{}); !bytes.Equal(r.AppendJSON(nil), again.AppendJSON(nil)) {
			t.Fatalf("%q is reported otherwise the second time:\n%s\n%s", s, r.AppendJSON(nil), again.AppendJSON(nil))
		}
	})
}
