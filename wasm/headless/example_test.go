package headless_test

import (
	"context"
	"encoding/json"
	"fmt"
	"log"

	"github.com/bedside-md/bedside/core"
	"github.com/bedside-md/bedside/wasm/headless"
)

// Open the module, load a compiled pack, and read drafts. Built stands for
// reading build/bedside.wasm and build/base.pack, which "make build" leaves.
func Example() {
	ctx := context.Background()
	module, pack := headless.Built()
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
