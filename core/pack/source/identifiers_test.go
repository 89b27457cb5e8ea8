package source_test

import (
	"encoding/json"
	"os"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bedside-md/bedside/core/identifier"
	"github.com/bedside-md/bedside/core/pack/source"
)

func formats(t *testing.T) *identifier.Set {
	t.Helper()
	yaml, err := os.ReadFile("../rules/identifiers.yaml")
	require.NoError(t, err)
	blob, err := source.CompileIdentifiers(yaml, "identifiers.yaml")
	require.NoError(t, err)
	set, err := identifier.Load(blob)
	require.NoError(t, err)
	return set
}

func TestEveryExampleOfEveryFormat(t *testing.T) {
	set := formats(t)
	data, err := os.ReadFile("../../../testdata/identifier-formats.json")
	require.NoError(t, err)
	var f struct {
		Identifiers []struct {
			ID             string
			Valid, Invalid []string
		}
	}
	require.NoError(t, json.Unmarshal(data, &f))
	require.Len(t, f.Identifiers, 60)
	for _, x := range f.Identifiers {
		for _, v := range x.Valid {
			assert.True(t, set.Valid(x.ID, v), "%s must accept %q", x.ID, v)
		}
		for _, v := range x.Invalid {
			assert.False(t, set.Valid(x.ID, v), "%s must refuse %q", x.ID, v)
		}
	}
}

func TestDamagedFormatsAreRefused(t *testing.T) {
	yaml, err := os.ReadFile("../rules/identifiers.yaml")
	require.NoError(t, err)
	blob, err := source.CompileIdentifiers(yaml, "identifiers.yaml")
	require.NoError(t, err)
	for n := 0; n < len(blob); n += 97 {
		_, err := identifier.Load(blob[:n])
		assert.ErrorIs(t, err, identifier.ErrDamaged, "truncated at %d", n)
	}
}
