package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The programs under test, built once by TestMain.
var binary, wasmModule string

func TestMain(m *testing.M) {
	os.Exit(runTests(m))
}

func runTests(m *testing.M) int {
	dir, err := os.MkdirTemp("", "bedside-cli-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer os.RemoveAll(dir)
	binary = filepath.Join(dir, "bedside")
	wasmModule = filepath.Join(dir, "bedside.wasm")
	for _, build := range []*exec.Cmd{
		exec.Command("go", "build", "-tags", "quickkeys", "-o", binary, "."),
		exec.Command("go", "build", "-buildmode=c-shared", "-trimpath", "-buildvcs=false", "-ldflags=-s -w", "-o", wasmModule, "../../../wasm"),
	} {
		build.Env = append(os.Environ(), "GOFLAGS=")
		if strings.HasSuffix(build.Args[len(build.Args)-1], "wasm") {
			build.Env = append(build.Env, "GOOS=wasip1", "GOARCH=wasm")
		}
		if msg, err := build.CombinedOutput(); err != nil {
			fmt.Fprintf(os.Stderr, "%v: %v\n%s", build.Args, err, msg)
			return 1
		}
	}
	// The commands under test must not use, nor leave, what this user keeps.
	for _, name := range []string{"XDG_CACHE_HOME", "XDG_CONFIG_HOME", "XDG_STATE_HOME"} {
		if err := os.Setenv(name, filepath.Join(dir, name)); err != nil {
			fmt.Fprintln(os.Stderr, err)
			return 1
		}
	}
	return m.Run()
}

// result is how a command ended.
type result struct {
	out, err string
	code     int
}

// bedside runs the command in a directory of its own.
func bedside(t *testing.T, stdin string, args ...string) result {
	t.Helper()
	cmd := exec.Command(binary, args...)
	cmd.Dir = t.TempDir()
	return finish(t, cmd, stdin)
}

// finish runs a command to its end.
func finish(t *testing.T, cmd *exec.Cmd, stdin string) result {
	t.Helper()
	var out, stderr bytes.Buffer
	cmd.Stdin, cmd.Stdout, cmd.Stderr = strings.NewReader(stdin), &out, &stderr
	err := cmd.Run()
	if exit := (*exec.ExitError)(nil); !errors.As(err, &exit) {
		require.NoError(t, err)
	}
	return result{out.String(), stderr.String(), cmd.ProcessState.ExitCode()}
}

// write writes a file for one test and returns its path.
func write(t *testing.T, name, content string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), name)
	require.NoError(t, os.WriteFile(file, []byte(content), 0o600))
	return file
}

const (
	harmless = "Flu clinic on Saturday, 9 to 12. No appointment needed.\n"
	grave    = "Tonight my patient in bed 4, MRN 00123456, thanked the whole team.\n"
)

func TestVersion(t *testing.T) {
	r := bedside(t, "", "version")
	assert.Regexp(t, `^bedside \d+\.\d+\.\d+\n$`, r.out)
	assert.Zero(t, r.code)
}

func TestCheckExitCodes(t *testing.T) {
	bad := write(t, "grave.txt", grave)
	good := write(t, "harmless.txt", harmless)
	tests := []struct {
		name  string
		stdin string
		args  []string
		code  int
		out   string
	}{
		{"a harmless draft", harmless, nil, 0, "1 draft: nothing to say."},
		{"nothing at all", "", nil, 0, "1 draft: nothing to say."},
		{"a grave draft", grave, nil, 1, "<stdin>:1:"},
		{"a file", "", []string{bad}, 1, "grave.txt:1:"},
		{"two files", "", []string{good, bad}, 1, "2 drafts: "},
		{"standard input among files", harmless, []string{good, "-"}, 0, "2 drafts: nothing to say."},
		{"a missing file beside a grave one", "", []string{bad, "missing.txt"}, 2, "grave.txt:1:"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := bedside(t, tt.stdin, append([]string{"check"}, tt.args...)...)
			assert.Equal(t, tt.code, r.code, r.err)
			assert.Contains(t, r.out, tt.out)
			assert.NotContains(t, r.out, "\x1b", "no colours where there is no terminal")
		})
	}
}

func TestCheckTellsWhatFoundAndWhy(t *testing.T) {
	r := bedside(t, grave, "check")
	for _, want := range []string{"stop: ", "  | Tonight my patient", "^^^", "  Clause: ", "  Edit: ", "1 draft: "} {
		assert.Contains(t, r.out, want)
	}
}

func TestClearSentences(t *testing.T) {
	damaged := write(t, "damaged.pack", "this is no pack")
	notWASM := write(t, "not.wasm", "this is no module")
	lines := write(t, "lines.jsonl", `{"id":"a","text":"x"}`+"\n")
	tests := []struct {
		name string
		args []string
		want string
	}{
		{"no command", nil, `expected one of "check"`},
		{"an unknown command", []string{"chekc"}, "unexpected argument chekc"},
		{"an unknown flag", []string{"check", "--jsonk"}, `unknown flag --jsonk, did you mean "--jsonl"?`},
		{"a flag without its value", []string{"check", "--pack"}, "--pack: expected string value"},
		{"a missing draft", []string{"check", "missing.txt"}, "there is no file missing.txt."},
		{"missing lines", []string{"check", "--jsonl", "missing.jsonl"}, "there is no file missing.jsonl."},
		{"missing posts", []string{"eval", "missing.jsonl"}, "there is no file missing.jsonl"},
		{"a directory for a draft", []string{"check", "."}, ". is a directory; name the files in it."},
		{"a missing pack", []string{"check", "--pack", "missing.pack"}, "there is no file missing.pack"},
		{"a damaged pack", []string{"check", "--pack", damaged}, "damaged.pack cannot be used: "},
		{"a damaged pack, in the module", []string{"check", "--pack", damaged, "--wasm", wasmModule}, "damaged.pack cannot be used: "},
		{"a missing module", []string{"check", "--wasm", "missing.wasm"}, "there is no file missing.wasm"},
		{"a damaged module", []string{"check", "--wasm", notWASM}, "not.wasm cannot be used: "},
		{"an unknown language", []string{"check", "--lang", "de"}, `--lang must be one of "","en","fr" but got "de"`},
		{"an unknown jurisdiction", []string{"check", "--jurisdiction", "Mars"}, `unknown jurisdiction "Mars": use CA, `},
		{"no posts to score", []string{"eval"}, `expected "<posts> ..."`},
		{"posts without a verdict", []string{"eval", lines}, `lines.jsonl:1: "" is no verdict`},
		{"posts without a verdict to fit to", []string{"train", "-o", "x.model", lines}, `lines.jsonl:1: "" is no verdict`},
		{"posts without a verdict to count details of", []string{"eval", "--facts", lines}, `lines.jsonl:1: "" is no verdict`},
		{"what is read once to be scored twice", []string{"eval", "--cv", "-"}, "--cv reads every file twice"},
		{"less than no posts", []string{"eval", "--worst=-1", lines}, "--worst takes a number of posts"},
		{"missing rules", []string{"rules", "lint", "missing"}, "there is no directory missing"},
		{"a file for rules", []string{"rules", "test", lines}, "is neither a directory nor a YAML file; name the one that holds the rules"},
		{"a pack without a place", []string{"rules", "build"}, "missing flags: --output"},
		{"a pack in a missing directory", []string{"rules", "build", "-o", "missing/base.pack"}, "there is no directory missing to write base.pack in"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			r := bedside(t, "", tt.args...)
			assert.Equal(t, 2, r.code)
			assert.Contains(t, r.err, tt.want)
			assert.True(t, strings.HasPrefix(r.err, "bedside: "), r.err)
			assert.NotContains(t, r.err, "goroutine")
		})
	}
}

func TestCheckLines(t *testing.T) {
	in := `{"id":"a","text":"hello"}` + "\r\n\n" +
		`{"text":"Bonne nuit à toute l'équipe, merci à vous.","lang":"fr","verdict":"stop","spans":[]}` + "\n" +
		`{"id":3,"text":""}`
	r := bedside(t, in, "check", "--jsonl")
	assert.Zero(t, r.code, r.err)
	assert.Empty(t, r.err)
	lines := strings.Split(strings.TrimSuffix(r.out, "\n"), "\n")
	require.Len(t, lines, 3)
	for i, prefix := range []string{`{"id":"a","verdict":"`, `{"id":null,"verdict":"`, `{"id":3,"verdict":"`} {
		assert.True(t, strings.HasPrefix(lines[i], prefix), lines[i])
		assert.True(t, json.Valid([]byte(lines[i])), lines[i])
	}
	assert.Contains(t, lines[1], `"lang":"fr"`)
}

func TestCheckLinesGoesOnAfterABadOne(t *testing.T) {
	in := `{"id":1,"text":"one"}` + "\n" + `{"id":2,"text":` + "\n" + `[]` + "\n" + `{"id":4,"text":"four"}` + "\n"
	file := write(t, "posts.jsonl", in)
	r := bedside(t, "", "check", "--jsonl", file, "missing.jsonl", file)
	assert.Equal(t, 2, r.code)
	assert.Equal(t, 4, strings.Count(r.out, "\n"), "every good line is answered, of both files")
	assert.Contains(t, r.err, "posts.jsonl:2: the line is not JSON")
	assert.Contains(t, r.err, "posts.jsonl:3: the line is not a JSON object")
	assert.Contains(t, r.err, "there is no file missing.jsonl.")
	assert.Equal(t, 5, strings.Count(r.err, "\n"))
}

func TestCheckLinesAnswersAtOnce(t *testing.T) {
	cmd := exec.Command(binary, "check", "--jsonl")
	in, err := cmd.StdinPipe()
	require.NoError(t, err)
	out, err := cmd.StdoutPipe()
	require.NoError(t, err)
	require.NoError(t, cmd.Start())
	lines := newLineReader(out)
	for i := range 3 {
		fmt.Fprintf(in, "{\"id\":%d,\"text\":\"hello\"}\n", i)
		line, err := lines.next()
		require.NoError(t, err)
		assert.Contains(t, string(line), fmt.Sprintf(`{"id":%d,`, i))
	}
	require.NoError(t, in.Close())
	require.NoError(t, cmd.Wait())
}

// The module says to the byte what the native core says: over a quarter of the labelled
// posts of every file, all of them where BEDSIDE_ALL_POSTS is set, and strictly over some.
func TestModuleAndNativeAgree(t *testing.T) {
	files, err := filepath.Glob("../../../testdata/posts/*.jsonl")
	require.NoError(t, err)
	require.NotEmpty(t, files)
	each := 4
	if os.Getenv("BEDSIDE_ALL_POSTS") != "" {
		each = 1
	}
	var posts, some strings.Builder
	for _, file := range files {
		b, err := os.ReadFile(file)
		require.NoError(t, err)
		n := 0
		for line := range strings.Lines(string(b)) {
			if n%each == 0 {
				posts.WriteString(line)
			}
			if n%(4*each) == 0 {
				some.WriteString(line)
			}
			n++
		}
	}
	for _, c := range []struct {
		name  string
		posts string
		args  []string
	}{
		{"as authors write", posts.String(), nil},
		{"strictly", some.String(), []string{"--strict", "--jurisdiction", "CA-ON"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			var out [2]string
			var both sync.WaitGroup
			for i, module := range [][]string{nil, {"--wasm", wasmModule}} {
				both.Go(func() {
					r := bedside(t, c.posts, slices.Concat([]string{"check", "--jsonl"}, c.args, module)...)
					assert.Zero(t, r.code, r.err)
					out[i] = r.out
				})
			}
			both.Wait()
			assert.Equal(t, strings.Count(c.posts, "\n"), strings.Count(out[0], "\n"))
			assert.True(t, out[0] == out[1], "reports differ")
		})
	}
}

func TestModuleAndNativeAgreeForPeople(t *testing.T) {
	assert.Equal(t, bedside(t, grave, "check"), bedside(t, grave, "check", "--wasm", wasmModule))
}

func TestRules(t *testing.T) {
	t.Run("the built-in rules are well written", func(t *testing.T) {
		r := bedside(t, "", "rules", "lint")
		assert.Zero(t, r.code, r.out)
	})
	t.Run("their examples do what they say", func(t *testing.T) {
		r := bedside(t, "", "rules", "test")
		assert.Zero(t, r.code, r.out)
	})
	t.Run("a built pack says what the built-in one says", func(t *testing.T) {
		file := filepath.Join(t.TempDir(), "base.pack")
		r := bedside(t, "", "rules", "build", "-o", file)
		require.Zero(t, r.code, r.err)
		assert.Regexp(t, `base\.pack: base \S+, \d+ rules, \d+ bytes\.`, r.out)
		assert.Equal(t, bedside(t, grave, "check"), bedside(t, grave, "check", "--pack", file))
	})
	t.Run("rules from a directory", func(t *testing.T) {
		r := bedside(t, "", "rules", "lint", t.TempDir())
		assert.NotZero(t, r.code, "an empty directory holds no rules")
	})
}

const labelledPosts = `{"id":"z-1","lang":"en","verdict":"clear","categories":[],"text":"Flu clinic on Saturday, 9 to 12.","spans":[]}
{"id":"z-2","lang":"en","verdict":"stop","categories":["boundary"],"text":"hello","spans":[{"label":"reid.age","start":0,"end":5}]}
{"id":"z-3","lang":"fr","verdict":"clear","categories":[],"text":"Bonjour","spans":[]}
`

func TestEval(t *testing.T) {
	file := write(t, "made-up.jsonl", labelledPosts)
	t.Run("tables", func(t *testing.T) {
		r := bedside(t, "", "eval", "--by-file", file)
		require.Zero(t, r.code, r.err)
		assertGolden(t, "eval.txt", r.out)
	})
	t.Run("counts for machines", func(t *testing.T) {
		r := bedside(t, "", "eval", "--json", file)
		require.Zero(t, r.code, r.err)
		var e evaluation
		require.NoError(t, json.Unmarshal([]byte(r.out), &e))
		assert.Equal(t, 3, e.All.Posts)
		assert.Equal(t, ratio{0, 1}, e.All.StopHeld)
		assert.Equal(t, 1, e.ByLang["fr"].Posts)
	})
	t.Run("the worst", func(t *testing.T) {
		r := bedside(t, "", "eval", "--worst", "5", file)
		assert.Contains(t, r.out, "made-up.jsonl:2 z-2: labelled stop [boundary], reported clear")
		assert.Contains(t, r.out, "1 post.")
	})
	t.Run("the misses of a category", func(t *testing.T) {
		assert.Contains(t, bedside(t, "", "eval", "--misses", "boundary", file).out, "z-2")
		assert.Equal(t, "0 posts.\n", bedside(t, "", "eval", "--misses", "jurisdiction", file).out)
	})
	t.Run("edits", func(t *testing.T) {
		risky := write(t, "risky.jsonl", `{"id":"z-4","lang":"en","verdict":"stop","categories":["identifier.number"],"text":"Dose due before rounds, MRN 00482913, please check.","spans":[]}`+"\n")
		r := bedside(t, "", "eval", "--edits", risky)
		require.Zero(t, r.code, r.err)
		assert.Regexp(t, `below caution with the first edit of each finding +1\.000 \(1/1\)`, r.out)
		assert.Equal(t, "0 posts.\n", bedside(t, "", "eval", "--unmended", risky).out)
	})
	t.Run("false alarms", func(t *testing.T) {
		assert.Equal(t, "0 posts.\n", bedside(t, "", "eval", "--false-alarms", file).out)
	})
	t.Run("details, whatever the verdict", func(t *testing.T) {
		post := `{"id":"z-4","verdict":"stop","text":"22, barista. A bear bit him.","spans":[` +
			`{"label":"reid.age","start":0,"end":2},{"label":"reid.relation","start":4,"end":11}]}` + "\n"
		file := write(t, "details.jsonl", labelledPosts+post)
		r := bedside(t, "", "eval", "--facts", file)
		require.Zero(t, r.code, r.err)
		assert.Regexp(t, `reid\.age +0\.500 \(1/2\) +1\.000 \(1/1\)`, r.out)
		assert.Contains(t, bedside(t, "", "eval", "--lacking", "reid.relation", file).out, "z-4 stop: [barista]")
		assert.Contains(t, bedside(t, "", "eval", "--surplus", "reid.occupation", file).out, "z-4 stop: [barista]")
		assert.Empty(t, bedside(t, "", "eval", "--surplus", "reid.age", file).out)
	})
	t.Run("a bad line is left out", func(t *testing.T) {
		r := bedside(t, "nonsense\n"+labelledPosts, "eval", "-")
		assert.Equal(t, 2, r.code)
		assert.Contains(t, r.err, "<stdin>:1: the line is not JSON")
		assert.Contains(t, r.out, "all (3 posts)")
	})
}
