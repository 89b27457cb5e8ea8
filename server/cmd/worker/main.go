//go:build js && wasm

// Package main is the update server as a Cloudflare Worker: the same handler as
// bedside serve, over R2. It holds the timestamp key only, as a secret, and never
// signs anything else.
package main

import (
	"net/http"

	"github.com/syumai/workers"
	"github.com/syumai/workers/cloudflare"

	"github.com/bedside-md/bedside/core/tuf"
	"github.com/bedside-md/bedside/server"
	"github.com/bedside-md/bedside/server/store"
)

// main answers requests. Bindings: RULES, the R2 bucket; secrets
// TIMESTAMP_SEED, the timestamp key's seed in hexadecimal, and PUBLISH_TOKEN.
func main() {
	signer, err := tuf.ParseSigner(cloudflare.Getenv("TIMESTAMP_SEED"))
	if err != nil {
		message := "This worker has no usable timestamp key: " + err.Error() + ". Set the secret TIMESTAMP_SEED."
		workers.Serve(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			http.Error(w, message, http.StatusServiceUnavailable)
		}))
		return
	}
	workers.Serve(server.New(store.OpenR2(cloudflare.GetBinding("RULES")), server.Config{
		Signer: signer,
		Token:  cloudflare.Getenv("PUBLISH_TOKEN"),
	}))
}
