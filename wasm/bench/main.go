// Package main measures what Node cannot: the core run natively and the module run
// by wazero. It also makes the pack of ten times as many rules. bench.mjs measures
// the rest and makes the table; make bench runs both.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"time"
	"unicode/utf16"

	"github.com/bedside-md/bedside/core"
	"github.com/bedside-md/bedside/core/pack/rules"
	"github.com/bedside-md/bedside/core/pack/source"
	"github.com/bedside-md/bedside/wasm/headless"
)

// Posts of shortest to longest UTF-16 code units are about 280 long.
const (
	shortest = 260
	longest  = 300
	rounds   = 15
	growth   = 10 // times as many rules
)

// figures is what bench.mjs reads.
type figures struct {
	Native float64 `json:"us_native_280"`
	Wazero float64 `json:"us_wazero_280"`
	Rules  int     `json:"rules"` // in the built-in pack
	Grown  int     `json:"grown"` // in the pack of ten times as many
	Facts  float64 `json:"facts"` // more of them in a post with the added rules
}

func main() {
	if err := run(context.Background(), os.Args[1:]); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string) error {
	if len(args) != 3 {
		return errors.New("give the module, the directory of labelled posts and a directory for what is made")
	}
	module, err := os.ReadFile(args[0])
	if err != nil {
		return err
	}
	posts, err := postsOf280(args[1])
	if err != nil {
		return err
	}
	base, info, err := source.Compile(rules.FS)
	if err != nil {
		return fmt.Errorf("compile the built-in rules: %w", err)
	}
	grown, grownInfo, err := grow(growth)
	if err != nil {
		return fmt.Errorf("compile %d times as many rules: %w", growth, err)
	}
	out := figures{Rules: info.Rules, Grown: grownInfo.Rules}
	if out.Facts, err = extraFacts(base, grown, posts); err != nil {
		return err
	}
	if err := out.measure(ctx, module, base, posts); err != nil {
		return err
	}
	b, err := json.Marshal(out)
	if err != nil {
		return err
	}
	return errors.Join(
		os.WriteFile(filepath.Join(args[2], "tenfold.pack"), grown, 0o666),
		os.WriteFile(filepath.Join(args[2], "bench.json"), b, 0o666),
	)
}

// measure times the core and the module on the posts: the first report, whose edits
// come on a second call.
func (f *figures) measure(ctx context.Context, module, base []byte, posts [][]byte) error {
	a := core.New()
	if _, err := a.Load(base); err != nil {
		return err
	}
	m, err := headless.Open(ctx, module, headless.Config{})
	if err != nil {
		return err
	}
	defer m.Close(ctx)
	if _, err := m.Load(ctx, base); err != nil {
		return err
	}
	var report []byte
	f.Native, err = quiet(posts, func(p []byte) error {
		report = a.Analyze(p, core.Options{NoEdits: true}).AppendJSON(report[:0])
		return nil
	})
	if err != nil {
		return err
	}
	f.Wazero, err = quiet(posts, func(p []byte) error {
		_, err := m.AnalyzeJSON(ctx, p, []byte(`{"edits":false}`))
		return err
	})
	return err
}

// quiet returns how many microseconds f takes for a post: the mean over the posts of
// the least time in any round, which is what it takes when the machine does nothing
// else.
func quiet(posts [][]byte, f func(post []byte) error) (float64, error) {
	least := make([]time.Duration, len(posts))
	for round := range rounds {
		for i, p := range posts {
			start := time.Now()
			if err := f(p); err != nil {
				return 0, err
			}
			if t := time.Since(start); round == 0 || t < least[i] {
				least[i] = t
			}
		}
	}
	var sum time.Duration
	for _, t := range least {
		sum += t
	}
	return float64(sum.Nanoseconds()) / 1e3 / float64(len(posts)), nil
}

func postsOf280(dir string) (posts [][]byte, err error) {
	files, err := filepath.Glob(filepath.Join(dir, "*.jsonl"))
	if err != nil {
		return nil, err
	}
	for _, name := range files {
		b, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		for line := range bytes.Lines(b) {
			var p struct{ Text string }
			if err := json.Unmarshal(line, &p); err != nil {
				return nil, fmt.Errorf("%s: %w", name, err)
			}
			if n := len(utf16.Encode([]rune(p.Text))); n >= shortest && n <= longest {
				posts = append(posts, []byte(p.Text))
			}
		}
	}
	if len(posts) == 0 {
		return nil, fmt.Errorf("no post of %d to %d code units in %s", shortest, longest, dir)
	}
	return posts, nil
}
