package headless_test

import (
	"context"
	"encoding/json"
	"fmt"
	"log"
	"os"
	"os/exec"
	"path/filepath"

	"github.com/bedside-md/bedside/core"
	"github.com/bedside-md/bedside/core/pack/rules"
	"github.com/bedside-md/bedside/core/pack/source"
	"github.com/bedside-md/bedside/wasm/headless"
)

// Open the module, load a compiled pack, and read drafts. The module is what
// "make build" leaves at build/bedside.wasm, the pack what it leaves at
// build/base.pack; here they are made on the spot.
func Example() {
	ctx := context.Background()
	module, pack, err := made()
	if err != nil {
		log.Fatal(err)
	}
	m, err := headless.Open(ctx, module, headless.Config{})
	if err != nil {
		log.Fatal(err)
	}
	defer m.Close(ctx)
	if _, err := m.Load(ctx, pack); err != nil {
		log.Fatal(err)
	}
	for _, draft := range []string{
		"Flu clinic on Saturday, 9 to 12. No appointment needed.",
		"Tonight my patient in bed 4, MRN 00123456, thanked the whole team.",
	} {
		out, err := m.Analyze(ctx, []byte(draft), core.Options{Jurisdiction: "CA"})
		if err != nil {
			log.Fatal(err)
		}
		var report core.Report
		if err := json.Unmarshal(out, &report); err != nil {
			log.Fatal(err)
		}
		fmt.Println(report.Verdict)
	}
	// Output:
	// clear
	// stop
}

// made builds the module and compiles the built-in rules.
func made() (module, pack []byte, err error) {
	dir, err := os.MkdirTemp("", "bedside-example-")
	if err != nil {
		return nil, nil, err
	}
	defer os.RemoveAll(dir)
	file := filepath.Join(dir, "bedside.wasm")
	build := exec.Command("go", "build", "-buildmode=c-shared", "-o", file, "github.com/bedside-md/bedside/wasm")
	build.Env = append(os.Environ(), "GOOS=wasip1", "GOARCH=wasm")
	if msg, err := build.CombinedOutput(); err != nil {
		return nil, nil, fmt.Errorf("build the module: %w\n%s", err, msg)
	}
	if module, err = os.ReadFile(file); err != nil {
		return nil, nil, err
	}
	pack, _, err = source.Compile(rules.FS)
	return module, pack, err
}
