package judge_test

import (
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bedside-md/bedside/core/judge"
	"github.com/bedside-md/bedside/core/pack"
	"github.com/bedside-md/bedside/core/pack/rules"
	"github.com/bedside-md/bedside/core/pack/source"
	"github.com/bedside-md/bedside/core/scan"
	"github.com/bedside-md/bedside/core/text"
)

// packed is the built-in pack without its model.
var packed = sync.OnceValues(func() ([]byte, error) {
	b, _, err := source.CompileWith(rules.FS, []byte{})
	return b, err
})

// findings judges a draft by rules alone.
func findings(t *testing.T, draft string) map[string]uint8 {
	t.Helper()
	b, err := packed()
	require.NoError(t, err)
	p, err := pack.Load(b)
	require.NoError(t, err)
	s := scan.New()
	require.NoError(t, s.Add(p))
	var d text.Doc
	d.Read([]byte(draft))
	var f scan.Facts
	s.Scan(&d, "", &f)
	out := map[string]uint8{}
	last := int32(-1)
	for _, x := range judge.New(s).Judge(&f, judge.Settings{}) {
		out[x.Category] = max(out[x.Category], x.Severity)
		require.GreaterOrEqual(t, x.Start, last, "findings are sorted")
		last = x.Start
	}
	return out
}

// Each case is a convention of LABELS.md.
func TestConventions(t *testing.T) {
	for _, c := range []struct {
		name, draft, category string
		want                  uint8
	}{
		{"three details", "34F hockey coach, bear attack, flown out last night.", "reidentification", judge.Stop},
		{"two details", "Saw a lady with a stroke yesterday.", "reidentification", judge.Caution},
		{"one or none", "My patient thanked me for listening.", "patient-mention", judge.Nudge},
		{"written consent", "34F hockey coach, bear attack last night. Shared with her written consent.", "reidentification", judge.Nudge},
		{"vignette", "Classic case: 62M, crushing chest pain, ST elevation. Most likely diagnosis? #MedEd", "reidentification", judge.Clear},
		{"named patient", "My patient Mrs Holloway had her surgery.", "identifier.name", judge.Stop},
		{"colleague thanked", "Thank you Grace Okafor for a great talk.", "identifier.name", judge.Clear},
		{"population", "We saw 412 STEMIs across the province last year.", "reidentification", judge.Clear},
		{"own mother", "My mum had a stroke yesterday, she is 71.", "reidentification", judge.Clear},
	} {
		t.Run(c.name, func(t *testing.T) {
			assert.Equal(t, c.want, findings(t, c.draft)[c.category], "%v", findings(t, c.draft))
		})
	}
}

func TestMentionAndReidentificationNeverStandTogether(t *testing.T) {
	got := findings(t, "My patient, 62M, stabbed last night. He told me a joke.")
	assert.Contains(t, got, "reidentification")
	assert.NotContains(t, got, "patient-mention")
}

// What would be a hint is a caution where few people fit.
func TestAStoryThatFewFitIsWarnedAbout(t *testing.T) {
	assert.Equal(t, judge.Nudge, findings(t, "My patient thanked me for listening.")["patient-mention"])
	assert.Equal(t, judge.Caution, findings(t, "Intubated my patient tonight in the ICU.")["patient-mention"])
}
