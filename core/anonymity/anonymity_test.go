package anonymity_test

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bedside-md/bedside/core"
	"github.com/bedside-md/bedside/core/anonymity"
	"github.com/bedside-md/bedside/core/pack"
	"github.com/bedside-md/bedside/core/pack/rules"
	"github.com/bedside-md/bedside/core/pack/source"
	"github.com/bedside-md/bedside/core/scan"
)

var update = flag.Bool("update", false, "write the tables and examples of README.md anew")

const page = "README.md"

var compiled = sync.OnceValues(func() ([]byte, error) {
	p, _, err := source.Compile(rules.FS)
	return p, err
})

func analyzer(t *testing.T) *core.Analyzer {
	t.Helper()
	p, err := compiled()
	require.NoError(t, err)
	a := core.New()
	_, err = a.Load(p)
	require.NoError(t, err)
	return a
}

// part returns what stands between the marks of a part of the page, and, with
// -update, puts want there.
func part(t *testing.T, name, want string) string {
	t.Helper()
	b, err := os.ReadFile(page)
	require.NoError(t, err)
	before, rest, ok := strings.Cut(string(b), "<!-- "+name+" -->\n")
	require.True(t, ok, "mark of %s", name)
	is, after, ok := strings.Cut(rest, "<!-- /"+name+" -->\n")
	require.True(t, ok, "end of %s", name)
	if *update {
		whole := before + "<!-- " + name + " -->\n" + want + "<!-- /" + name + " -->\n" + after
		require.NoError(t, os.WriteFile(page, []byte(whole), 0o644))
		return want
	}
	return is
}

func TestThePageShowsTheTables(t *testing.T) {
	want := anonymity.Tables()
	assert.Equal(t, want, part(t, "tables", want))
}

func TestSpreadsOfAgesAreWhole(t *testing.T) {
	for name, sum := range anonymity.Spreads() {
		assert.InDelta(t, 1, sum, 0.005, name)
	}
}

// examples are the drafts of the page.
var examples = []string{
	"62M, STEMI, tonight",
	"Saw a lady with chest pain in our ED today.",
	"I look after a 34-year-old teacher from Sudbury with epilepsy.",
	"I saw a woman from Sudbury with lupus.",
	"Delivered triplets last night in Moosonee. The mother is 41.",
	"Treated a beekeeper from Kirkwall this week.",
	"My patient told me a joke in clinic today.",
	"A man in our small town had a stroke last month. I looked after him.",
	"J'ai soigné un homme de 71 ans, de Rimouski, qui souffre d'un cancer.",
	"Homme de 62 ans, crise cardiaque, aux urgences hier soir.",
}

func TestThePageShowsExamplesAsTheyAre(t *testing.T) {
	a := analyzer(t)
	var b strings.Builder
	b.WriteString("| draft | k | interval | among | the report says |\n|---|---|---|---|---|\n")
	for _, draft := range examples {
		x := a.Analyze([]byte(draft), core.Options{}).Anonymity
		require.NotNil(t, x, draft)
		fmt.Fprintf(&b, "| %s | %d | %d-%d | %d | %s |\n", draft, x.K, x.Low, x.High, x.Among, x.Text)
	}
	assert.Equal(t, b.String(), part(t, "examples", b.String()))
}

func fit(t *testing.T, a *core.Analyzer, draft string, o core.Options) *core.Anonymity {
	t.Helper()
	x := a.Analyze([]byte(draft), o).Anonymity
	require.NotNil(t, x, draft)
	return x
}

func TestMoreDetailsFitFewer(t *testing.T) {
	a := analyzer(t)
	for _, c := range []struct{ name, fewer, more string }{
		{"age", "Saw a 34-year-old woman in our ED this week.", "Saw a woman in our ED this week."},
		{"decade", "Saw a 34-year-old woman in our ED this week.", "Saw a woman in her 30s in our ED this week."},
		{"time", "Saw a woman with asthma in our ED today.", "Saw a woman with asthma in our ED last month."},
		{"place", "I saw a woman from Stornoway with asthma.", "I saw a woman from Toronto with asthma."},
		{"rarer condition", "I saw a woman from Sudbury with acromegaly.", "I saw a woman from Sudbury with asthma."},
		{"occupation", "We admitted a farrier from Sudbury to our ward.", "We admitted a teacher from Sudbury to our ward."},
		{"unit", "Saw a woman with asthma in our ICU this week.", "Saw a woman with asthma in our ED this week."},
		{"French", "J'ai soigné une femme de 71 ans, de Rimouski, qui souffre d'un cancer.", "J'ai soigné une femme de Rimouski qui souffre d'un cancer."},
	} {
		t.Run(c.name, func(t *testing.T) {
			assert.Less(t, fit(t, a, c.fewer, core.Options{}).K, fit(t, a, c.more, core.Options{}).K)
		})
	}
}

func TestSettingsTellHowManyTheAuthorSees(t *testing.T) {
	a := analyzer(t)
	const draft = "Saw a lady in our ED today."
	usual := fit(t, a, draft, core.Options{})
	assert.Equal(t, 160, usual.Among)
	assert.Equal(t, 40, fit(t, a, draft, core.Options{Daily: 40}).Among)
	assert.Equal(t, 33, fit(t, a, draft, core.Options{Catchment: 30_000}).Among)
	const region = "I saw a woman with lupus. She works as a luthier."
	assert.Equal(t, "your region", fit(t, a, region, core.Options{Catchment: 3_000, Daily: 100_000}).Where)
}

func TestNamesOfDiseasesAreNoPlaces(t *testing.T) {
	x := fit(t, analyzer(t), "The lady in bed 4 has Huntington's disease.", core.Options{})
	assert.NotEqual(t, "Huntington", x.Where)
	assert.NotEqual(t, 56_000, x.Among)
}

func TestALetterIsASexOnlyByAnAge(t *testing.T) {
	a := analyzer(t)
	assert.Equal(t, fit(t, a, "62F, chest pain, in our ED this week.", core.Options{}).K, fit(t, a, "62-year-old woman, chest pain, in our ED this week.", core.Options{}).K)
	assert.Equal(t, 160, fit(t, a, "I'm still thinking of a patient I saw in our ED today.", core.Options{}).K)
}

func TestNobodyIsCountedWithoutAPatient(t *testing.T) {
	a := analyzer(t)
	for _, draft := range []string{"", "Grand rounds in Sudbury tomorrow.", "Our new paper on stroke in women aged 62 is out."} {
		assert.Nil(t, a.Analyze([]byte(draft), core.Options{}).Anonymity, draft)
	}
}

func TestEditsCarryTheirEffect(t *testing.T) {
	a := analyzer(t)
	const draft = "Saw a 34-year-old woman with asthma in our ED this week. She lives in Sudbury."
	r := a.Analyze([]byte(draft), core.Options{})
	before := r.Anonymity.K
	effects := 0
	for _, f := range r.Findings {
		if f.Category != "reidentification" {
			continue
		}
		for _, e := range f.Edits {
			var from, to int
			_, err := fmt.Sscanf(e.Effect, "k: %d -> %d", &from, &to)
			require.NoError(t, err, e.Effect)
			assert.Equal(t, before, from)
			assert.GreaterOrEqual(t, to, from, "%s: no fewer fit a draft that tells less", e.Label)
			if to > from {
				effects++
			}
		}
	}
	assert.GreaterOrEqual(t, effects, 3)
}

func TestSentencesAreForATiredDoctor(t *testing.T) {
	a := analyzer(t)
	assert.Equal(t, "Your colleagues and the family would know at once.", fit(t, a, "62M, STEMI, tonight", core.Options{}).Text)
	assert.Equal(t, "Vos collègues et les proches sauraient tout de suite de qui il s'agit.",
		fit(t, a, "Homme de 62 ans, crise cardiaque, aux urgences hier soir.", core.Options{}).Text)
	sudbury := fit(t, a, "I saw a woman from Sudbury with lupus.", core.Options{})
	assert.Equal(t, fmt.Sprintf("About %d people in Sudbury fit this description.", sudbury.K), sudbury.Text)
	assert.Equal(t, "Sudbury", sudbury.Where)
	assert.Equal(t, 180_000, sudbury.Among)
	assert.Equal(t, "Val-d'Or", fit(t, a, "Ma patiente de 34 ans, entraîneuse de hockey, est venue à Val-d'Or.", core.Options{}).Where)
}

func BenchmarkWeigh(b *testing.B) {
	data, err := compiled()
	require.NoError(b, err)
	p, err := pack.Load(data)
	require.NoError(b, err)
	s := scan.New()
	require.NoError(b, s.Add(p))
	crowd := anonymity.New(s)
	var f scan.Facts
	s.Read([]byte("Saw a 34-year-old teacher from Sudbury with lupus in our ED this week. She is doing well."), "", &f)
	crowd.Weigh(&f, anonymity.Setting{})
	b.ReportAllocs()
	for b.Loop() {
		crowd.Weigh(&f, anonymity.Setting{})
	}
}
