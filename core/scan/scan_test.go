package scan_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bedside-md/bedside/core/pack"
	"github.com/bedside-md/bedside/core/pack/rules"
	"github.com/bedside-md/bedside/core/pack/source"
	"github.com/bedside-md/bedside/core/scan"
	"github.com/bedside-md/bedside/core/text"
)

func scanner(t testing.TB) *scan.Scanner {
	t.Helper()
	b, _, err := source.Compile(rules.FS)
	require.NoError(t, err)
	p, err := pack.Load(b)
	require.NoError(t, err)
	s := scan.New()
	require.NoError(t, s.Add(p))
	return s
}

// spans returns what stands in the draft for each fact of a kind.
func spans(s *scan.Scanner, draft, kind string) []string {
	var d text.Doc
	d.Read([]byte(draft))
	var f scan.Facts
	s.Scan(&d, "", &f)
	var out []string
	for _, x := range f.Facts {
		if s.Kinds[x.Kind] == kind {
			out = append(out, string(d.Clean[d.Tokens[x.First].Start:d.Tokens[x.Last-1].End]))
		}
	}
	return out
}

func TestNames(t *testing.T) {
	s := scanner(t)
	for _, c := range []struct {
		draft string
		want  []string
		role  scan.Role
	}{
		{"saw Mrs. Patricia Holloway today", []string{"Mrs. Patricia Holloway"}, scan.Person},
		{"with Grace Okafor on the ward", []string{"Grace Okafor"}, scan.Person},
		{"grace under pressure, Will it rain", nil, scan.Person},
		{"a talk by Dr. Amara Okafor", []string{"Dr. Amara Okafor"}, scan.Clinician},
		{"the conference in Boston", nil, scan.Person},
	} {
		var d text.Doc
		d.Read([]byte(c.draft))
		var f scan.Facts
		s.Scan(&d, "", &f)
		var got []string
		for _, n := range f.Names {
			got = append(got, string(d.Clean[d.Tokens[n.First].Start:d.Tokens[n.Last-1].End]))
			assert.Equal(t, c.role, n.Role, c.draft)
		}
		assert.Equal(t, c.want, got, c.draft)
	}
}

func TestNegationGovernsWhatFollows(t *testing.T) {
	s := scanner(t)
	assert.NotEmpty(t, spans(s, "still drunk at rounds this morning, nobody noticed", "intoxicated"))
	var d text.Doc
	for draft, want := range map[string]bool{
		"4 margs deep and on call at 6":         true,
		"I never go drunk on call, not once ok": false,
	} {
		d.Read([]byte(draft))
		var f scan.Facts
		s.Scan(&d, "", &f)
		got := false
		for _, x := range f.Facts {
			got = got || x.Rule != nil && x.Rule.ID == "unprofessional.impaired"
		}
		assert.Equal(t, want, got, draft)
	}
}

func BenchmarkScan(b *testing.B) {
	s := scanner(b)
	var d text.Doc
	var f scan.Facts
	draft := []byte("Crazy night in our 8 bed rural ED: 34F hockey coach, bear attack, flown out by helicopter ~2am. Never seen anything like it. Grateful for the team, the pilots and everyone who stayed late. Hug your people and keep bear spray where you can reach it, friends, it works every time.")
	b.SetBytes(int64(len(draft)))
	for b.Loop() {
		d.Read(draft)
		s.Scan(&d, "", &f)
	}
}
