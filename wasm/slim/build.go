package main

import (
	"fmt"
	"os"
	"os/exec"
)

const ours = "github.com/bedside-md/bedside/core"

// small are flags of go build that save room. The runtime goes without checks of its
// own, for a failed one ends the program either way. Calls are not inlined in what does
// not run at every key. The names of functions stay in (no -s), for run needs them.
var small = []string{
	"-buildmode=c-shared", "-trimpath", "-buildvcs=false", "-ldflags=-w",
	"-gcflags=runtime=-B -d=disablenil",
	"-gcflags=" + ours + "=-l", "-gcflags=" + ours + "/advise=-l", "-gcflags=" + ours + "/anonymity=-l", "-gcflags=" + ours + "/tuf=-l",
}

// build compiles and links the module of the source tree around the working directory.
// Of Go's two garbage collectors it takes the older, which is smaller. The result is the
// same to the byte wherever it is built, so flags of the surroundings do not count.
func build(out, tags string) error {
	args := append([]string{"build"}, small...)
	cmd := exec.Command("go", append(args, "-tags="+tags, "-o", out, "./wasm")...)
	cmd.Env = append(os.Environ(), "GOOS=wasip1", "GOARCH=wasm", "GOFLAGS=", "GOEXPERIMENT=nogreenteagc")
	if msg, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("build the module: %w\n%s", err, msg)
	}
	return nil
}
