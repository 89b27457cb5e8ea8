package anonymity_test

import (
	"flag"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bedside-md/bedside/core"
	"github.com/bedside-md/bedside/core/anonymity"
	"github.com/bedside-md/bedside/core/pack/rules"
	"github.com/bedside-md/bedside/core/pack/source"
)

var update = flag.Bool("update", false, "write the tables and examples of README.md anew")

const page = "README.md"

func analyzer(t *testing.T) *core.Analyzer {
	t.Helper()
	compiled, _, err := source.Compile(rules.FS)
	require.NoError(t, err)
	a := core.New()
	_, err = a.Load(compiled)
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
