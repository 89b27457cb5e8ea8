package judge

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/bedside-md/bedside/core/text"
)

func TestReposts(t *testing.T) {
	for draft, want := range map[string]bool{
		"RT @harbour_vet: two ibuprofen will do": true, "rt @harbour_vet so true": true,
		"@harbour_vet RT this": false, "RT and prophylaxis": false, "RT": false, "": false,
	} {
		var d text.Doc
		d.Read([]byte(draft))
		assert.Equal(t, want, reposts(&d), draft)
	}
}
