package pattern_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bedside-md/bedside/core/pattern"
	"github.com/bedside-md/bedside/core/text"
)

// Whatever is written, it is refused with a place or it compiles to a sound
// program that its printed form compiles to as well; and whatever is read, a run
// stays within its sentence and its bound.
func FuzzPattern(f *testing.F) {
	f.Add("my <patient> ..3 {died|@kin}? !no", "my patient and step mother died")
	f.Add("[a, b ..2 c, @kin]..9 $", "c mother a b x c")
	f.Add("%pron !{a|b}..3 #age _?", "she 4 b")
	f.Fuzz(func(t *testing.T, src, draft string) {
		n, err := pattern.Parse(src, macro)
		if err != nil {
			placed(t, src, err)
			return
		}
		printed := n.String()
		again, err := pattern.Parse(printed, nil)
		require.NoError(t, err, "%q, printed %q", src, printed)
		require.Equal(t, printed, again.String())
		v := vocabulary{}
		p, err := pattern.Compile(n, v)
		q, err2 := pattern.Compile(again, v)
		if err != nil {
			placed(t, src, err)
			require.Error(t, err2, printed)
			return
		}
		require.NoError(t, err2, printed)
		require.Equal(t, p, q, printed)
		require.True(t, pattern.Sound(p.Insts))

		var d text.Doc
		in := read(&d, draft, v)
		n32 := int32(len(in.Words))
		m := pattern.Matcher{Trace: &pattern.Trace{}}
		for i := range n32 {
			*m.Trace = pattern.Trace{}
			r, ok := m.Run(p.Insts, in, 0, n32, i)
			require.LessOrEqual(t, m.Trace.Steps, pattern.Bound(p.Insts))
			if ok {
				assert.True(t, i == r.First && r.First <= r.Open && r.Open < r.Close && r.Close <= r.Last && r.Last <= n32, "%v", r)
			}
		}
	})
}

// placed checks that an error names a column of the pattern or a definition.
func placed(t *testing.T, src string, err error) {
	t.Helper()
	var se *pattern.SyntaxError
	require.ErrorAs(t, err, &se)
	if se.In == "" {
		assert.True(t, se.Col >= 1 && se.Col <= len(src)+1, "column %d of %q", se.Col, src)
	}
	assert.NotEmpty(t, se.Msg)
}
