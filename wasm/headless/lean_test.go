package headless

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// What is imported need not be linked: only what is called is. The names of all
// linked functions are in the module, for tracebacks.
func TestModuleLinksNothingCostly(t *testing.T) {
	require.True(t, bytes.Contains(shipped, []byte("github.com/bedside-md/bedside/core.(*Analyzer).Analyze")),
		"the module has no function names to look at")
	for _, name := range []string{
		"fmt.(*pp)", "regexp.(*Regexp)", "encoding/json.(*", "text/template.(*", "reflect.Value.", "math/big.(*", "time.Parse",
	} {
		assert.False(t, bytes.Contains(shipped, []byte(name)), "%s is linked", name)
	}
}
