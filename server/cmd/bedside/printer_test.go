package main

import (
	"bufio"
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/bedside-md/bedside/core"
)

var update = flag.Bool("update", false, "write the golden files anew")

// assertGolden compares got with a file of testdata.
func assertGolden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", name)
	if *update {
		require.NoError(t, os.MkdirAll("testdata", 0o755))
		require.NoError(t, os.WriteFile(file, []byte(got), 0o644))
	}
	want, err := os.ReadFile(file)
	require.NoError(t, err, "go test ./server/cmd/bedside -update writes it")
	assert.Equal(t, string(want), got)
}

const printedDraft = "Long shift 😀.\nMrs Ann Doe, 41, beekeeper in Orkney, chart no 00123456, went home today.\n"

// printedReport has one of everything that a report can hold.
func printedReport() *core.Report {
	return &core.Report{
		Verdict: core.Stop,
		Lang:    "en",
		Findings: []core.Finding{
			{Rule: "identifier.name", Category: "identifier.name", Severity: core.Stop, Start: 15, End: 26,
				Title: "A patient's name", Why: "A name may identify your patient.",
				Cites: []core.Cite{{ID: "X", Title: "A Code", Section: "s. 4", URL: "https://code.example/4"}, {ID: "Y", Title: "A Guide"}},
				Edits: []core.Edit{{Label: "Say “a patient”", Changes: []core.Change{{Start: 15, End: 26, Text: "A patient"}}}}},
			{Rule: "story", Category: "reidentification", Severity: core.Caution, Start: 15, End: 62,
				Title: "Details that add up", Why: "Together they may point at one person.",
				Factors: []core.Factor{{Label: "reid.age", Start: 28, End: 30}, {Label: "reid.place", Start: 45, End: 51}},
				Edits: []core.Edit{{Label: "Blur", Effect: "k: 1 -> 40", Changes: []core.Change{{Start: 28, End: 30, Text: "in her 40s"}, {Start: 42, End: 51}}},
					{Label: "Add a note", Changes: []core.Change{{Start: 0, End: 0, Text: "Shared with consent. "}}}}},
			{Rule: "mention", Category: "patient-mention", Severity: core.Nudge, Start: 89, End: 89,
				Title: "At the very end", Why: "A place without a width."},
		},
		Anonymity: &core.Anonymity{K: 1, Low: 1, High: 14, Among: 22000, Where: "Orkney", Text: "Perhaps only one person in Orkney fits this description.", Assumes: []string{"beekeepers are rare"}},
		Prompts:   []string{"Would she know herself?"},
	}
}

func TestPrinter(t *testing.T) {
	for _, colour := range []bool{false, true} {
		var b bytes.Buffer
		w := bufio.NewWriter(&b)
		p := &printer{w: w, colour: colour}
		p.draft("note.txt", []byte(printedDraft), printedReport())
		p.draft("other.txt", []byte("Nothing here."), &core.Report{Lang: "en"})
		p.summary()
		require.NoError(t, w.Flush())
		if colour {
			assertGolden(t, "findings-colour.txt", b.String())
		} else {
			assertGolden(t, "findings.txt", b.String())
		}
	}
}

func TestPagePosition(t *testing.T) {
	tests := []struct {
		name, draft  string
		offset       int
		line, column int
	}{
		{"the beginning", "abc", 0, 1, 1},
		{"after a pair of units", "😀b", 2, 1, 2},
		{"after a line end", "a\nbc", 3, 2, 2},
		{"after a Windows line end", "a\r\nb", 3, 2, 1},
		{"after invalid bytes", "\xff\xfeb", 2, 1, 3},
		{"the end", "ab", 2, 1, 3},
		{"beyond the end", "ab", 99, 1, 3},
		{"an empty draft", "", 0, 1, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			line, column := newPage([]byte(tt.draft)).position(tt.offset)
			assert.Equal(t, [2]int{tt.line, tt.column}, [2]int{line, column})
		})
	}
}

func TestPageExcerpt(t *testing.T) {
	tests := []struct {
		name, draft  string
		start, end   int
		line, carets string
	}{
		{"a word", "one two three", 4, 7, "one two three", "    ^^^"},
		{"only its line", "one\ntwo three\nfour", 4, 7, "two three", "^^^"},
		{"wide characters", "漢字 two", 3, 6, "漢字 two", "     ^^^"},
		{"a span over two lines", "one two\nthree", 4, 10, "one two", "    ^^^"},
		{"no width", "one", 1, 1, "one", " ^"},
		{"at the end", "one", 3, 3, "one", "   ^"},
		{"tabs and escapes", "a\t\x1b[31mb", 2, 3, "a ·[31mb", "  ^"},
		{"reversed text", "a\u202eb", 2, 3, "a·b", "  ^"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			line, carets := newPage([]byte(tt.draft)).excerpt(tt.start, tt.end)
			assert.Equal(t, tt.line, line)
			assert.Equal(t, tt.carets, carets)
		})
	}
}

func TestPageExcerptOfALongLine(t *testing.T) {
	draft := strings.Repeat("word ", 30) + "HERE" + strings.Repeat(" word", 30)
	line, carets := newPage([]byte(draft)).excerpt(150, 154)
	line = strings.ReplaceAll(line, "…", ".")
	assert.Equal(t, strings.Index(line, "HERE"), strings.Index(carets, "^"))
	assert.Equal(t, 4, strings.Count(carets, "^"))
	assert.LessOrEqual(t, len(line), excerptWidth+2)
}
