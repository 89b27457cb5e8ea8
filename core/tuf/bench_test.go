package tuf_test

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/bedside-md/bedside/core/tuf/tuftest"
)

func BenchmarkUpdate(b *testing.B) {
	r := tuftest.New()
	pack := bytes.Repeat([]byte("pack"), 128<<10)
	r.Publish(string(pack))
	_, state := r.MustUpdate(nil)
	for _, c := range []struct {
		name  string
		state []byte
	}{{"whole with 512 KiB", nil}, {"nothing new", state}} {
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				_, _, err := tuftest.Update(r.Shipped, c.state, r.Now, r.Files)
				require.NoError(b, err)
			}
		})
	}
}
