package main

import (
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/goccy/go-yaml"

	"github.com/bedside-md/bedside/core"
	"github.com/bedside-md/bedside/core/pack/rules"
	"github.com/bedside-md/bedside/core/pack/source"
)

// grow compiles the built-in rules and, beside them, rules made of the lexicons'
// words, so that there are times as many. The added rules have as many patterns as
// the built-in ones have on average, of the same forms: lists of words, gaps,
// lexicons, a capture. No two share an anchor, and the words come from all lexicons
// of ordinary words alike, so that they stand in posts as often as such words do.
func grow(times int) ([]byte, source.Info, error) {
	_, base, err := source.Compile(rules.FS)
	if err != nil {
		return nil, base, err
	}
	dir, err := os.MkdirTemp("", "bedside-bench-")
	if err != nil {
		return nil, base, err
	}
	defer os.RemoveAll(dir)
	if err := os.CopyFS(dir, rules.FS); err != nil {
		return nil, base, err
	}
	words, err := lexiconWords()
	if err != nil {
		return nil, base, err
	}
	yml := synthesise(words, base.Rules*(times-1), base.Patterns*(times-1))
	if err := os.WriteFile(filepath.Join(dir, "synthetic.yaml"), []byte(yml), 0o666); err != nil {
		return nil, base, err
	}
	return source.Compile(os.DirFS(dir))
}

// lexiconWords returns the single words of the lexicons written in YAML, shuffled.
// Names of people and places stand in lists of their own and are left out: rules
// are not anchored on them.
func lexiconWords() ([]string, error) {
	names, err := fs.Glob(rules.FS, "lexicons/*.yaml")
	if err != nil {
		return nil, err
	}
	var words []string
	seen := map[string]bool{}
	for _, name := range names {
		b, err := fs.ReadFile(rules.FS, name)
		if err != nil {
			return nil, err
		}
		var file struct {
			Lexicons map[string]struct{ Words []any }
		}
		if err := yaml.Unmarshal(b, &file); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		for _, l := range slices.Sorted(maps.Keys(file.Lexicons)) {
			for _, w := range file.Lexicons[l].Words {
				if m, ok := w.(map[string]any); ok {
					w = m["w"]
				}
				s, _ := w.(string)
				if !plain(s) || seen[s] {
					continue
				}
				seen[s] = true
				words = append(words, s)
			}
		}
	}
	r := rand.New(rand.NewPCG(1, 1000))
	r.Shuffle(len(words), func(i, j int) { words[i], words[j] = words[j], words[i] })
	return words, nil
}

// plain reports whether s is one word of ASCII letters.
func plain(s string) bool {
	for _, c := range s {
		if c < 'a' || c > 'z' {
			return false
		}
	}
	return len(s) > 2
}

// forms are patterns as the built-in rules write them; each %s takes a list of
// words of its own.
var forms = []string{
	"{my|his|her|the|a} ..3 <{%s}>",
	"<{%s}> ..8 {patient|pt|patients|clinic|ward|shift}",
	"{i|we|they|you} .. {%s} ..2 <@relation>",
	"<{%s} {@condition|@drug|#number}>",
	"!{never|no|not} {%s} .. <#cap>?",
}

// synthesise writes n rules with so many patterns in all.
func synthesise(words []string, n, patterns int) string {
	each := len(words) / patterns // anchors of a pattern
	var b strings.Builder
	b.WriteString("rules:\n")
	made := 0
	for i := range n {
		fmt.Fprintf(&b, "  - fact: synthetic.%d\n    lang: both\n    unless: [negated, question, synthetic.%d]\n    match:\n", i, (i*7+3)%n)
		for ; made < patterns*(i+1)/n; made++ {
			list := words[made*each : (made+1)*each]
			fmt.Fprintf(&b, "      - \""+forms[made%len(forms)]+"\"\n", strings.Join(list, "|"))
		}
	}
	return b.String()
}

// extraFacts returns how many more facts a post makes with the grown pack.
func extraFacts(base, grown []byte, posts [][]byte) (float64, error) {
	n := [2]int{}
	for i, p := range [][]byte{base, grown} {
		a := core.New()
		if _, err := a.Load(p); err != nil {
			return 0, err
		}
		for _, post := range posts {
			n[i] += len(a.Fired(string(post), ""))
		}
	}
	return float64(n[1]-n[0]) / float64(len(posts)), nil
}
