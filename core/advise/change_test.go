package advise_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/bedside-md/bedside/core/advise"
)

func TestChangesCountInUTF16(t *testing.T) {
	assert.Equal(t, "🚑 é now", advise.Apply("🚑 é today", []advise.Change{{5, 10, "now"}}))
	assert.Equal(t, "a\xffc", advise.Apply("a\xffbc", []advise.Change{{2, 3, ""}}), "a byte that is no character is one unit and stays")
}

func TestChangesOfSeveralEditsAreMadeOnce(t *testing.T) {
	assert.Equal(t, []advise.Change{{0, 4, ""}, {6, 9, "x"}}, advise.Merge([]advise.Change{{6, 9, "x"}, {0, 2, ""}, {6, 9, "x"}, {1, 4, ""}}))
	assert.Equal(t, []advise.Change{{0, 9, "all"}}, advise.Merge([]advise.Change{{3, 5, "inside it"}, {0, 9, "all"}}), "what another covers goes with it")
	assert.Empty(t, advise.Merge(nil))
}
