package identifier_test

import (
	"bufio"
	"encoding/json"
	"os"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/bedside-md/bedside/core/identifier"
	"github.com/bedside-md/bedside/core/pack/rules"
	"github.com/bedside-md/bedside/core/pack/source"
	"github.com/bedside-md/bedside/core/text"
)

// compiled is the blob of the built-in formats.
var compiled = sync.OnceValues(func() ([]byte, error) {
	data, err := rules.FS.ReadFile("identifiers.yaml")
	if err != nil {
		return nil, err
	}
	return source.CompileIdentifiers(data, "identifiers.yaml")
})

// packed is the built-in rules without their story model: strict asks for no story.
func packed(t testing.TB) []byte {
	t.Helper()
	b, err := builtInPack()
	require.NoError(t, err)
	return b
}

var builtInPack = sync.OnceValues(func() ([]byte, error) {
	b, _, err := source.CompileWith(rules.FS, []byte{})
	return b, err
})

func builtIn(t testing.TB) *identifier.Set {
	t.Helper()
	blob, err := compiled()
	require.NoError(t, err)
	set, err := identifier.Load(blob)
	require.NoError(t, err)
	return set
}

// find reads s as a draft is read and returns the identifiers in it.
func find(set *identifier.Set, s, jurisdiction string) (clean []byte, found []identifier.Match) {
	var d text.Doc
	d.Read([]byte(s))
	return d.Clean, set.Find(d.Clean, jurisdiction, nil)
}

// publishedFormat is an entry of testdata/identifier-formats.json.
type publishedFormat struct {
	ID             string
	Valid, Invalid []string
}

func publishedFormats(t testing.TB) []publishedFormat {
	t.Helper()
	data, err := os.ReadFile("../../testdata/identifier-formats.json")
	require.NoError(t, err)
	var f struct{ Identifiers []publishedFormat }
	require.NoError(t, json.Unmarshal(data, &f))
	require.Len(t, f.Identifiers, 60)
	return f.Identifiers
}

// labelledCase is a line of testdata/identifiers.jsonl. A valid one holds one
// identifier, match, of the kind. Otherwise match is what looks like one; what
// fails its checksum after a label may be reported as mistyped, never as valid.
type labelledCase struct {
	Kind, Text, Match, Lang, Jurisdiction string
	Valid                                 bool
	Context                               bool // words in the text speak for it
}

func labelledCases(t testing.TB) (cases []labelledCase) {
	t.Helper()
	f, err := os.Open("../../testdata/identifiers.jsonl")
	require.NoError(t, err)
	defer f.Close()
	for s := bufio.NewScanner(f); s.Scan(); {
		var c labelledCase
		require.NoError(t, json.Unmarshal(s.Bytes(), &c), "line %d", len(cases)+1)
		require.Contains(t, c.Text, c.Match, "line %d", len(cases)+1)
		cases = append(cases, c)
	}
	return cases
}
