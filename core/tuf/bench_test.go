package tuf_test

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"
)

func BenchmarkUpdate(b *testing.B) {
	r := newRepo(b)
	pack := bytes.Repeat([]byte("pack"), 128<<10)
	r.publish(string(pack))
	_, state := r.mustUpdate(nil)
	for _, c := range []struct {
		name  string
		state []byte
	}{{"whole with 512 KiB", nil}, {"nothing new", state}} {
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				_, _, err := update(r.shipped, c.state, r.now, r.files)
				require.NoError(b, err)
			}
		})
	}
}
