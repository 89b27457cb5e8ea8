package main

import (
	"bytes"
	"encoding/json"
	"os"
	"os/exec"
	"strings"
	"testing"
	"unicode/utf16"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bedside-md/bedside/core"
)

// The table of identifiers goes through the program as it is shipped: "check --jsonl
// --strict" finds what is valid, whole, and says nothing of what is not.
func TestStrictOverTheTableOfIdentifiers(t *testing.T) {
	type labelled struct {
		Kind, Text, Match, Lang, Jurisdiction string
		Valid                                 bool
	}
	data, err := os.ReadFile("../../../testdata/identifiers.jsonl")
	require.NoError(t, err)
	byPlace := map[string][]labelled{}
	for _, line := range strings.Split(strings.TrimSpace(string(data)), "\n") {
		var c labelled
		require.NoError(t, json.Unmarshal([]byte(line), &c))
		byPlace[c.Jurisdiction] = append(byPlace[c.Jurisdiction], c)
	}
	found, valid, silent, invalid := 0, 0, 0, 0
	for place, cases := range byPlace {
		var in bytes.Buffer
		enc := json.NewEncoder(&in)
		for i, c := range cases {
			require.NoError(t, enc.Encode(map[string]any{"id": i, "text": c.Text, "lang": c.Lang}))
		}
		args := []string{"check", "--jsonl", "--strict"}
		if place != "" {
			args = append(args, "--jurisdiction", place)
		}
		cmd := exec.Command(binary, args...)
		cmd.Stdin = &in
		out, err := cmd.Output()
		require.NoError(t, err, place)
		lines := strings.Split(strings.TrimSpace(string(out)), "\n")
		require.Len(t, lines, len(cases))
		for i, c := range cases {
			var r core.Report
			require.NoError(t, json.Unmarshal([]byte(lines[i]), &r))
			units, hit, any := utf16.Encode([]rune(c.Text)), false, false
			for _, f := range r.Findings {
				if !strings.HasPrefix(f.Category, "identifier.") || f.Category == "identifier.name" || f.Rule == "identifier.place.bed" {
					continue
				}
				any = true
				hit = hit || string(utf16.Decode(units[f.Start:f.End])) == c.Match
			}
			if c.Valid {
				valid++
				if hit {
					found++
				} else {
					t.Logf("missed: %s %q in %q", c.Kind, c.Match, c.Text)
				}
				continue
			}
			invalid++
			if any {
				t.Logf("not silent: %s %q", c.Kind, c.Text)
			} else {
				silent++
			}
		}
	}
	t.Logf("found %d of %d, silent on %d of %d", found, valid, silent, invalid)
	assert.GreaterOrEqual(t, float64(found), 0.97*float64(valid))
	assert.GreaterOrEqual(t, float64(silent), 0.97*float64(invalid))
}
