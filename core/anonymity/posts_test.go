package anonymity_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bedside-md/bedside/core"
)

// few is the number of people below which a draft about a real patient should not
// stay below caution.
const few = 20

type post struct {
	ID, Verdict, Text string
	Categories        []string
}

func posts(t *testing.T) (out []post) {
	t.Helper()
	files, err := filepath.Glob("../../testdata/posts/*.jsonl")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	for _, name := range files {
		b, err := os.ReadFile(name)
		require.NoError(t, err)
		for d := json.NewDecoder(bytes.NewReader(b)); d.More(); {
			var p post
			require.NoError(t, d.Decode(&p), name)
			out = append(out, p)
		}
	}
	return out
}

// Prints how the estimates lie by label, and counts the drafts about a real patient, without
// consent, whom fewer than few people fit and which yet stay below caution.
func TestLabelledPosts(t *testing.T) {
	a := analyzer(t)
	ks := map[string][]int{}
	weighed, lie, left := 0, 0, map[string]int{}
	for _, p := range posts(t) {
		r := a.Analyze([]byte(p.Text), core.Options{})
		x := r.Anonymity
		if x == nil {
			continue
		}
		weighed++
		assert.LessOrEqual(t, x.Low, x.K, p.ID)
		assert.LessOrEqual(t, x.K, x.High, p.ID)
		assert.GreaterOrEqual(t, x.Low, 1, p.ID)
		assert.NotEmpty(t, x.Text, p.ID)
		assert.NotEmpty(t, x.Where, p.ID)
		ks[p.Verdict] = append(ks[p.Verdict], x.K)
		consented := slices.ContainsFunc(a.Fired(p.Text, ""), func(rule string) bool { return strings.HasPrefix(rule, "consent.") })
		if x.K >= few || consented {
			continue
		}
		lie++
		if r.Verdict < core.Caution {
			left[p.Verdict]++
			if os.Getenv("BEDSIDE_SHOW") != "" {
				fmt.Println(p.ID, p.Verdict, r.Verdict, x.K, x.Where)
			}
		}
	}
	for v, list := range ks {
		slices.Sort(list)
		q := func(part int) int { return list[len(list)*part/100] }
		t.Logf("%-8s %5d posts weighed: k at 10%% %d, 25%% %d, 50%% %d, 75%% %d, 90%% %d", v, len(list), q(10), q(25), q(50), q(75), q(90))
	}
	t.Logf("%d weighed, %d without consent and below %d, of these left below caution, by label: %v", weighed, lie, few, left)
}
