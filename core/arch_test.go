package core_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const house = "github.com/bedside-md/bedside/"

// goPackage is what go list tells about a package.
type goPackage struct {
	ImportPath string
	Doc        string
	Imports    []string
	Standard   bool
}

// goList runs go list for a platform, such as "wasip1/wasm"; "" is this one.
func goList(t *testing.T, platform string, args ...string) []goPackage {
	t.Helper()
	cmd := exec.Command("go", append([]string{"list", "-json=ImportPath,Doc,Imports,Standard"}, args...)...)
	cmd.Dir = ".."
	cmd.Env = append(os.Environ(), "CGO_ENABLED=0")
	if goos, goarch, ok := strings.Cut(platform, "/"); ok {
		cmd.Env = append(cmd.Env, "GOOS="+goos, "GOARCH="+goarch)
	}
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	require.NoError(t, err, "go list %v: %s", args, stderr.String())
	var packages []goPackage
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		var p goPackage
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			return packages
		} else {
			require.NoError(t, err)
		}
		packages = append(packages, p)
	}
}

// rooms are the packages of the house, and which of the others each may import.
var rooms = []struct {
	name     string
	platform string
	may      []string
}{
	{name: "core/text"},
	{name: "core/pattern", may: []string{"core/text"}},
	{name: "core/pack", may: []string{"core/text", "core/pattern"}},
	{name: "core/pack/rules"},
	{name: "core/pack/source", may: []string{"core/text", "core/pattern", "core/pack", "core/identifier"}},
	{name: "core/identifier", may: []string{"core/text"}},
	{name: "core/scan", may: []string{"core/text", "core/pattern", "core/pack", "core/identifier"}},
	{name: "core/explain", may: []string{"core/text", "core/pattern", "core/pack", "core/pack/source", "core/identifier", "core/scan"}},
	{name: "core/anonymity", may: []string{"core/text", "core/pattern", "core/pack", "core/scan"}},
	{name: "core/judge", may: []string{"core/text", "core/pattern", "core/pack", "core/identifier", "core/scan", "core/anonymity"}},
	{name: "core/judge/fit", may: []string{"core/judge"}},
	{name: "core/advise", may: []string{"core/text", "core/pattern", "core/pack", "core/identifier", "core/scan", "core/anonymity", "core/judge"}},
	{name: "core/tuf"},
	{name: "core/tuf/tuftest", may: []string{"core/tuf", "core/pack/source"}},
	{name: "core/tuf/tuftest/hostile", may: []string{"core/tuf/tuftest"}},
	{name: "core", may: []string{"core/text", "core/pattern", "core/pack", "core/identifier", "core/scan", "core/anonymity", "core/judge", "core/advise"}},
	{name: "wasm", platform: "wasip1/wasm", may: []string{"core", "core/advise", "core/tuf"}},
	{name: "wasm/slim"},
	{name: "wasm/headless", may: []string{"core"}},
	{name: "wasm/bench", may: []string{"core", "core/pack/rules", "core/pack/source", "wasm/headless"}},
	{name: "server/store", may: nil},
	{name: "server/release", may: []string{"core", "core/identifier", "core/pack", "core/tuf", "core/pack/rules", "core/pack/source", "server/store"}},
	{name: "server/web"},
	{name: "server", may: []string{"core", "core/tuf", "server/store", "server/web"}},
	{name: "server/front", may: []string{"server"}},
	{name: "server/bench"},
	{name: "server/cmd/bedside", may: []string{"core", "core/tuf", "core/explain", "core/text", "core/pack", "core/pack/rules", "core/pack/source", "core/scan", "core/judge", "core/judge/fit", "server", "server/front", "server/store", "server/release", "server/web", "wasm/headless"}},
	{name: "server/cmd/worker", platform: "js/wasm", may: []string{"core", "core/tuf", "server", "server/store", "server/web"}},
}

// Dependencies point one way, from the reading of text up to its hosts.
func TestDependenciesPointOneWay(t *testing.T) {
	for _, room := range rooms {
		t.Run(room.name, func(t *testing.T) {
			p := goList(t, room.platform, "./"+room.name)
			require.Len(t, p, 1)
			assert.NotEmpty(t, p[0].Doc, "a package says what it is for")
			for _, path := range p[0].Imports {
				if name, ours := strings.CutPrefix(path, house); ours {
					assert.Contains(t, room.may, name)
				}
			}
		})
	}
}

func TestEveryPackageHasItsRoom(t *testing.T) {
	var names []string
	for _, room := range rooms {
		names = append(names, room.name)
	}
	for _, platform := range []string{"", "wasip1/wasm", "js/wasm"} {
		for _, p := range goList(t, platform, "./...") {
			assert.Contains(t, names, strings.TrimPrefix(p.ImportPath, house))
		}
	}
}

// costly packages add hundreds of kilobytes to the module, or are 100 times
// slower than what core does instead.
var costly = []string{"fmt", "regexp", "regexp/syntax", "reflect", "encoding/json", "text/template", "log", "net", "net/http"}

// excused are the packages that import a costly one for what core never calls, so
// that the linker leaves it out. That it does is tested on the built module, in
// wasm/headless.
var excused = map[string][]string{
	"encoding/binary": {"reflect"}, // for Read and Write
}

// analysisImports is all that core, and what it imports, takes from the standard
// library itself. Each is small in the module; a new one is a decision.
var analysisImports = []string{
	"bytes", "cmp", "encoding/binary", "errors", "iter", "maps", "math", "math/bits", "slices", "sort", "strconv", "strings",
	"unicode", "unicode/utf16", "unicode/utf8", "unsafe",
}

func TestAnalysisPathIsLean(t *testing.T) {
	for _, p := range goList(t, "wasip1/wasm", "-deps", "./core") {
		name, ours := strings.CutPrefix(p.ImportPath, house)
		require.True(t, ours || p.Standard, "core depends on %s", p.ImportPath)
		if slices.Contains(costly, p.ImportPath) {
			continue // what it imports is no further harm
		}
		for _, path := range p.Imports {
			if slices.Contains(costly, path) {
				assert.Contains(t, excused[p.ImportPath], path, "%s imports %s", p.ImportPath, path)
			}
			if ours && !strings.HasPrefix(path, house) {
				assert.Contains(t, analysisImports, path, "imported by %s", name)
			}
		}
	}
}

// The module links the verification of updates too, and nothing from elsewhere.
func TestModuleLinksOnlyTheHouse(t *testing.T) {
	for _, p := range goList(t, "wasip1/wasm", "-deps", "./wasm") {
		name, ours := strings.CutPrefix(p.ImportPath, house)
		assert.True(t, p.Standard || ours, "the module links %s", p.ImportPath)
		assert.NotContains(t, []string{"core/pack/source", "core/pack/rules", "core/explain"}, name)
		if ours {
			for _, path := range p.Imports {
				assert.NotContains(t, costly, path, "imported by %s", name)
			}
		}
	}
}

// What a worker or a browser runs must not carry the signing side.
func TestSigningStaysOutOfTheWorker(t *testing.T) {
	for _, p := range goList(t, "js/wasm", "-deps", "./server/cmd/worker") {
		assert.NotEqual(t, house+"server/release", p.ImportPath)
		assert.NotContains(t, p.ImportPath, "go-tuf")
	}
}

func TestTopLevelHoldsTheHouseAndNothingElse(t *testing.T) {
	must := []string{"LICENSE", "Makefile", "README.md", "core", "extension", "go.mod", "go.sum", "server", "testdata", "wasm"}
	may := []string{"NOTICE", "build", "data"}
	entries, err := os.ReadDir("..")
	require.NoError(t, err)
	var got []string
	for _, e := range entries {
		if name := e.Name(); !strings.HasPrefix(name, ".") && !slices.Contains(may, name) {
			got = append(got, name)
		}
	}
	assert.ElementsMatch(t, must, got)
}
