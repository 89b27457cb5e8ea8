package headless

import (
	"bufio"
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bedside-md/bedside/core"
)

var update = flag.Bool("update", false, "write the golden reports anew")

// sampleEvery is how far apart the sampled posts of a file are; 37 is prime, so
// that near-twins at neighbouring ids are not always met at the same side.
const sampleEvery = 37

// sample is a draft to read, and in which language if that is known.
type sample struct {
	ID   string `json:"id"`
	Lang string `json:"lang"`
	Text string `json:"text"`
}

// readHostile returns every file of testdata/hostile.
func readHostile(t *testing.T) []sample {
	t.Helper()
	names, err := filepath.Glob("../../testdata/hostile/*.txt")
	require.NoError(t, err)
	require.NotEmpty(t, names)
	var samples []sample
	for _, name := range names {
		b, err := os.ReadFile(name)
		require.NoError(t, err)
		samples = append(samples, sample{ID: strings.TrimSuffix(filepath.Base(name), ".txt"), Text: string(b)})
	}
	return samples
}

// readPosts returns every n-th labelled post of a file.
func readPosts(t *testing.T, name string, n int) []sample {
	t.Helper()
	b, err := os.ReadFile(name)
	require.NoError(t, err)
	var samples []sample
	lines := bufio.NewScanner(bytes.NewReader(b))
	lines.Buffer(nil, len(b)+1)
	for i := 0; lines.Scan(); i++ {
		if i%n == 0 {
			var s sample
			require.NoError(t, json.Unmarshal(lines.Bytes(), &s), "%s:%d", name, i+1)
			samples = append(samples, s)
		}
	}
	require.NoError(t, lines.Err())
	return samples
}

// reports analyzes the samples natively and in the module, asserts that the bytes
// are the same, and returns them as a JSON array with one report a line.
func reports(t *testing.T, m *Module, native *core.Analyzer, samples []sample) string {
	t.Helper()
	var all []string
	for _, s := range samples {
		o := core.Options{Lang: s.Lang, Strict: len(all)%2 == 1}
		want := string(native.Analyze([]byte(s.Text), o).AppendJSON(nil))
		got, err := m.Analyze(t.Context(), []byte(s.Text), o)
		require.NoError(t, err, s.ID)
		require.Equal(t, want, string(got), "%s differs between native and module", s.ID)
		require.True(t, json.Valid(got), s.ID)
		id, err := json.Marshal(s.ID)
		require.NoError(t, err)
		all = append(all, `{"id":`+string(id)+`,`+want[1:])
	}
	return "[\n" + strings.Join(all, ",\n") + "\n]\n"
}

// The same bytes in give the same bytes out, on every host and in every version
// that has not meant to change them. Odd samples are read strictly.
func TestGoldenReports(t *testing.T) {
	m := openLoaded(t, shipped)
	native := core.New()
	_, err := native.Load(basePack)
	require.NoError(t, err)

	sets := map[string][]sample{"hostile": readHostile(t)}
	names, err := filepath.Glob("../../testdata/posts/*.jsonl")
	require.NoError(t, err)
	require.NotEmpty(t, names)
	for _, name := range names {
		sets["posts-"+strings.TrimSuffix(filepath.Base(name), ".jsonl")] = readPosts(t, name, sampleEvery)
	}
	for name, samples := range sets {
		t.Run(name, func(t *testing.T) {
			got := reports(t, m, native, samples)
			golden := filepath.Join("../../testdata/golden", name+".json")
			if *update {
				require.NoError(t, os.MkdirAll(filepath.Dir(golden), 0o755))
				require.NoError(t, os.WriteFile(golden, []byte(got), 0o644))
			}
			want, err := os.ReadFile(golden)
			require.NoError(t, err, "go test ./wasm/headless -run TestGoldenReports -update writes it")
			assert.Equal(t, string(want), got)
		})
	}
}

// What a report says must not depend on the drafts read before it.
func TestReportsDoNotDependOnHistory(t *testing.T) {
	samples := readHostile(t)
	m := openLoaded(t, shipped)
	first := map[string]string{}
	for _, s := range samples {
		out, err := m.Analyze(t.Context(), []byte(s.Text), core.Options{})
		require.NoError(t, err, s.ID)
		first[s.ID] = string(out)
	}
	for i := len(samples) - 1; i >= 0; i-- {
		out, err := m.Analyze(t.Context(), []byte(samples[i].Text), core.Options{})
		require.NoError(t, err, samples[i].ID)
		assert.Equal(t, first[samples[i].ID], string(out), samples[i].ID)
	}
}

// Offsets lie within the draft, whatever the draft.
func TestOffsetsLieWithinHostileDrafts(t *testing.T) {
	m := openLoaded(t, shipped)
	for _, s := range readHostile(t) {
		t.Run(s.ID, func(t *testing.T) {
			out, err := m.Analyze(t.Context(), []byte(s.Text), core.Options{Strict: true})
			require.NoError(t, err)
			var r core.Report
			require.NoError(t, json.Unmarshal(out, &r))
			units := 0
			for _, c := range s.Text {
				units++
				if c > 0xFFFF {
					units++
				}
			}
			within := func(start, end int) {
				assert.True(t, 0 <= start && start <= end && end <= units, "[%d, %d) of %d", start, end, units)
			}
			for _, f := range r.Findings {
				within(f.Start, f.End)
				for _, d := range f.Factors {
					within(d.Start, d.End)
				}
				for _, e := range f.Edits {
					upTo := 0
					for _, c := range e.Changes {
						within(c.Start, c.End)
						assert.LessOrEqual(t, upTo, c.Start, "changes overlap or are not sorted")
						upTo = c.End
					}
				}
			}
		})
	}
}

// A draft of 128 KiB is more than anybody types; it must still be answered.
func TestHugeDraft(t *testing.T) {
	m := openLoaded(t, shipped)
	draft := strings.Repeat("We admitted a 41-year-old beekeeper from Orkney last night.\n\n", 128<<10/62)
	out, err := m.Analyze(t.Context(), []byte(draft), core.Options{})
	require.NoError(t, err)
	assert.True(t, json.Valid(out))
}
