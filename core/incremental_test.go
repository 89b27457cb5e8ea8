package core_test

import (
	"bytes"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/bedside-md/bedside/core"
)

// posts returns the texts of all labelled posts.
func posts(t testing.TB) (texts []string) {
	t.Helper()
	for _, p := range allPosts(t) {
		texts = append(texts, p.Text)
	}
	return texts
}

// pair is an Analyzer that remembers and one that is made to forget.
type pair struct{ remembers, forgets *core.Analyzer }

func newPair(t testing.TB) pair { return pair{analyzer(t), analyzer(t)} }

// same requires that both report the same on a draft.
func (p pair) same(t testing.TB, draft []byte, o core.Options) {
	t.Helper()
	got := p.remembers.Analyze(draft, o).AppendJSON(nil)
	p.forgets.Forget()
	want := p.forgets.Analyze(draft, o).AppendJSON(nil)
	if !bytes.Equal(want, got) {
		t.Fatalf("%q with %+v:\n full        %s\n incremental %s", draft, o, want, got)
	}
}

// edit makes one change as an author would: types, deletes, breaks a line, pastes.
func edit(r *rand.Rand, draft []byte, pool []string) []byte {
	at := r.IntN(len(draft) + 1)
	to := min(len(draft), at+r.IntN(12))
	with := []string{"", "", "x", " ", "\n", "\n\n", "7", ".", "\"", "(", "é", "👩🏽‍⚕️", "\u200b", "\r\n", "MRN 00482913", " patient ", "#"}[r.IntN(17)]
	switch r.IntN(8) {
	case 0:
		to = min(len(draft), at+r.IntN(300))
	case 1:
		with = pool[r.IntN(len(pool))]
	case 2:
		with = "\n\n" + pool[r.IntN(len(pool))]
	}
	return slices.Concat(draft[:at], []byte(with), draft[to:])
}

// Whatever is edited in whichever draft, what is remembered changes no report.
func TestIncrementalEqualsFull(t *testing.T) {
	p, all := newPair(t), posts(t)
	r := rand.New(rand.NewPCG(3, 280))
	var draft []byte
	for range 1500 {
		switch {
		case len(draft) > 6000 || r.IntN(60) == 0:
			draft = []byte(all[r.IntN(len(all))])
		default:
			draft = edit(r, draft, all)
		}
		o := core.Options{NoEdits: r.IntN(4) > 0, Strict: r.IntN(9) == 0, Jurisdiction: []string{"", "", "", "CA-ON", "UK"}[r.IntN(5)]}
		p.same(t, draft, o)
	}
}

// So it is in long drafts: every labelled post, forty in one, and an edit in each.
func TestIncrementalEqualsFullInLongDrafts(t *testing.T) {
	p, all := newPair(t), posts(t)
	r := rand.New(rand.NewPCG(10, 1000))
	for chunk := range slices.Chunk(all, 40) {
		draft := []byte(strings.Join(chunk, "\n\n"))
		o := core.Options{NoEdits: r.IntN(4) > 0}
		p.same(t, draft, o)
		p.same(t, edit(r, draft, all), o)
	}
}

func TestAnalyzerGoesOnAfterForgetting(t *testing.T) {
	a := analyzer(t)
	draft := []byte("My patient Mrs Holloway, 62F, was admitted to Sudbury last night.\n\nMRN 00482913")
	before := a.Analyze(draft, core.Options{}).AppendJSON(nil)
	a.Analyze(nil, core.Options{})
	require.Equal(t, before, a.Analyze(draft, core.Options{}).AppendJSON(nil))
}

func FuzzIncrementalEqualsFull(f *testing.F) {
	p := newPair(f)
	for _, s := range posts(f)[:40] {
		f.Add(s, uint16(len(s)/2), uint8(3), "\n4")
	}
	f.Add("BP 120\n80 MRN\n0048\n2913", uint16(7), uint8(1), " ")
	f.Add("Ma patiente\nOK\nThe daughter", uint16(0), uint8(0), "le la les ")
	f.Fuzz(func(t *testing.T, draft string, at uint16, del uint8, with string) {
		p.same(t, []byte(draft), core.Options{})
		from := min(int(at), len(draft))
		to := min(from+int(del), len(draft))
		p.same(t, []byte(draft[:from]+with+draft[to:]), core.Options{})
		p.same(t, []byte(draft), core.Options{})
	})
}
