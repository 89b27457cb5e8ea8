package headless

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// What is imported need not be linked: only what is called is. The names of all
// linked functions are in the module, for tracebacks, before it is made slim.
func TestModuleLinksNothingCostly(t *testing.T) {
	out := filepath.Join(t.TempDir(), "linked.wasm")
	require.NoError(t, link("../..", out))
	linked, err := os.ReadFile(out)
	require.NoError(t, err)
	require.True(t, bytes.Contains(linked, []byte("github.com/bedside-md/bedside/core.(*Analyzer).Analyze")),
		"the module has no function names to look at")
	for _, name := range []string{
		"fmt.(*pp)", "regexp.(*Regexp)", "encoding/json.(*", "text/template.(*", "reflect.Value.", "math/big.(*", "time.Parse",
	} {
		assert.False(t, bytes.Contains(linked, []byte(name)), "%s is linked", name)
	}
}
