package scan_test

import (
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bedside-md/bedside/core/pack"
	"github.com/bedside-md/bedside/core/pack/rules"
	"github.com/bedside-md/bedside/core/pack/source"
	"github.com/bedside-md/bedside/core/scan"
	"github.com/bedside-md/bedside/core/text"
)

// builtIn is the built-in pack without its model. Scanners may share it.
var builtIn = sync.OnceValues(func() ([]byte, error) {
	b, _, err := source.CompileWith(rules.FS, []byte{})
	return b, err
})

func scanner(t testing.TB) *scan.Scanner {
	t.Helper()
	b, err := builtIn()
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

func TestAgesInSentences(t *testing.T) {
	s := scanner(t)
	for _, c := range []struct {
		draft string
		want  []string
	}{
		{"62M with chest pain", []string{"62M"}},
		{"a 34yo in clinic", []string{"34yo"}},
		{"a 34-year-old coach", []string{"34-year-old"}},
		{"seventy-three years old", []string{"seventy-three years old"}},
		{"une patiente de 34 ans", []string{"34 ans"}},
		{"a woman of thirty", []string{"thirty"}},
		{"22, barista, first seizure", []string{"22"}},
		{"a dancer with the ballet, twenty-two, blue at four", []string{"twenty-two"}},
		{"He's maybe 18, Spanish only", []string{"18"}},
		{"une dame de soixante-douze ans", []string{"soixante-douze ans"}},
		{"quatre-vingt-onze ans et toutes ses dents", []string{"quatre-vingt-onze ans"}},
		{"depuis vingt-deux ans au cabinet", nil},
		{"1. Wash your hands. 2. Wait.", nil},
		{"number of moose: 22", nil},
		{"nurses of the class of '62, mostly", nil},
		{"in aisles 4, 12, 19", nil},
		{"BP 120/80, 5 mg, 3/52", nil},
		{"it took 12 months", nil},
		{"we waited 9 h", nil},
	} {
		assert.Equal(t, c.want, spans(s, c.draft, "reid.age"), c.draft)
	}
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

func TestNamesInEveryDress(t *testing.T) {
	s := scanner(t)
	for _, c := range []struct {
		name, draft string
		want        []string
		role        scan.Role
	}{
		{"small letters after a title", "told mrs holloway the news", []string{"mrs holloway"}, scan.Person},
		{"a common surname that is a word", "told mr brown the news", []string{"mr brown"}, scan.Person},
		{"a word that few are called", "told mr grumpy the news", nil, scan.Person},
		{"an image may show it", "the mr may show it", nil, scan.Person},
		{"an initial", "Mr. T. went home", []string{"Mr. T"}, scan.Person},
		{"initial and surname", "the tag says J. Pembrook", []string{"J. Pembrook"}, scan.Person},
		{"surname first", "relève : Quimert Véronique, chambre 4", []string{"Quimert Véronique"}, scan.Person},
		{"surname first, then a name that is a word", "relève : Quimert Reading, chambre 4", nil, scan.Person},
		{"a given name that is a word, with a date of birth", "relève : Quimert Aimée, née le 4 mars", []string{"Quimert Aimée"}, scan.Person},
		{"in a list, with a date of birth", "OSTROW, GRACE, DOB 4 March", []string{"OSTROW, GRACE"}, scan.Person},
		{"a double surname that ends like a house", "I sat with Grace Ostrow-Ward tonight", []string{"Grace Ostrow-Ward"}, scan.Person},
		{"a house", "I was on Grace Ward tonight", nil, scan.Person},
		{"two letters after the word patient", "patient JQ was scanned", []string{"JQ"}, scan.Person},
		{"kin word", "sat with little Rosalind all night", []string{"little Rosalind"}, scan.Person},
		{"a surname beside a child", "the younger Haskins boy came back", []string{"Haskins"}, scan.Person},
		{"a place for a surname", "I sat with Grace Kelowna tonight", []string{"Grace Kelowna"}, scan.Person},
		{"answered with full name", "Hi Karen Ostrow, your root canal was done", []string{"Karen Ostrow"}, scan.Person},
		{"greeted", "Hi Karen, thanks for asking", []string{"Karen"}, scan.Companion},
		{"thanked", "thanks to Priya Nair for the slides", []string{"Priya Nair"}, scan.Companion},
		{"a colleague's trade before", "our receptionist Priya is away", []string{"Priya"}, scan.Companion},
		{"a department after", "who will tell Gareth from maintenance", []string{"Gareth"}, scan.Companion},
		{"the author's kin", "my husband Gareth made soup", []string{"Gareth"}, scan.Companion},
		{"an author cited", "as Priya Nair et al. showed", []string{"Priya Nair"}, scan.Known},
		{"a thing with a name", "a skeleton named Gareth", []string{"Gareth"}, scan.Known},
		{"somebody invented", "Vignette: Mrs Holloway has a cough", []string{"Mrs Holloway"}, scan.Known},
		{"a street", "we moved to Gareth Street", nil, scan.Person},
		{"a conference called M&M", "presented at our M&M in May", nil, scan.Person},
		{"a disease in capitals", "It's MS. It hurts.", nil, scan.Person},
		{"may I", "Will I be awake", nil, scan.Person},
	} {
		t.Run(c.name, func(t *testing.T) {
			var d text.Doc
			d.Read([]byte(c.draft))
			var f scan.Facts
			s.Scan(&d, "", &f)
			var got []string
			for _, n := range f.Names {
				got = append(got, string(d.Clean[d.Tokens[n.First].Start:d.Tokens[n.Last-1].End]))
				assert.Equal(t, c.role, n.Role)
			}
			assert.Equal(t, c.want, got)
		})
	}
}

func TestPlacesWrittenSmall(t *testing.T) {
	s := scanner(t)
	for draft, want := range map[string][]string{
		"he flew home to winnipeg":    {"winnipeg"},
		"she is reading about it":     nil, // Reading is also an ordinary word
		"winnipeg is cold":            nil, // no preposition says a place is meant
		"born on the road to Lerwick": {"Lerwick"},
	} {
		assert.Equal(t, want, spans(s, draft, "reid.place"), draft)
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
