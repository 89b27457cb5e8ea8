package scan_test

import (
	"testing"
	"testing/fstest"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bedside-md/bedside/core/pack"
	"github.com/bedside-md/bedside/core/pack/source"
	"github.com/bedside-md/bedside/core/scan"
)

func TestComparedShapes(t *testing.T) {
	for _, c := range []struct {
		pattern string
		yes, no []string
	}{
		{"#number>=1200", []string{"1,200 beds", "1200 beds", "1200.5 of it", "12,345,678 people"}, []string{"1,199 beds", "120", "1.2"}},
		{"#number=7", []string{"seven", "7", "7.9"}, []string{"seventy", "17"}},
		{"#number<3", []string{"2 of us", "two", "0"}, []string{"3", "no number at all"}},
		{"#age<=1", []string{"a 20 month old", "a 1 year old", "60 weeks old"}, []string{"a 25 month old", "2 years old"}},
		{"#age>72", []string{"seventy-three years old", "a 73yo"}, []string{"seventy-two years old", "a 72M"}},
		{"#money>100", []string{"for $120"}, []string{"for $100", "120 of them"}},
		{"#dose>5", []string{"10 mg of it"}, []string{"5 mg of it", "10 beds"}},
	} {
		t.Run(c.pattern, func(t *testing.T) {
			b, _, err := source.Compile(fstest.MapFS{"x.yaml": {Data: []byte("rules:\n  - fact: found\n    match: ['<" + c.pattern + ">']\n")}})
			require.NoError(t, err)
			p, err := pack.Load(b)
			require.NoError(t, err)
			s := scan.New()
			require.NoError(t, s.Add(p))
			for _, draft := range c.yes {
				assert.Len(t, spans(s, draft, "found"), 1, draft)
			}
			for _, draft := range c.no {
				assert.Empty(t, spans(s, draft, "found"), draft)
			}
		})
	}
}
