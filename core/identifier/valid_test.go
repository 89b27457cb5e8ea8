package identifier_test

import (
	"testing"

	"github.com/stretchr/testify/assert"
)

func TestEveryExampleOfEveryPublishedFormat(t *testing.T) {
	set := builtIn(t)
	for _, f := range publishedFormats(t) {
		for _, v := range f.Valid {
			assert.True(t, set.Valid(f.ID, v), "%s must accept %q", f.ID, v)
		}
		for _, v := range f.Invalid {
			assert.False(t, set.Valid(f.ID, v), "%s must refuse %q", f.ID, v)
		}
	}
	assert.False(t, set.Valid("no.such.format", "1"))
}
