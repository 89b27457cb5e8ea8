//go:build js

// Package main is the update server as a Cloudflare Worker: the same handler as
// "bedside serve" over an R2 bucket, one Go instance for all requests of an isolate.
// It must not let one request wait for another, nor keep what it may not lose.
package main

import (
	"log/slog"
	"os"
	"syscall/js"

	"github.com/syumai/workers"
	"github.com/syumai/workers/cloudflare"

	"github.com/bedside-md/bedside/core/tuf"
	"github.com/bedside-md/bedside/server"
	"github.com/bedside-md/bedside/server/store"
)

// The bindings of wrangler.jsonc and the secrets.
const (
	bucketBinding = "RULES"
	timestampKey  = "TIMESTAMP_KEY"
	publishToken  = "PUBLISH_TOKEN"
)

// cacheSize leaves most of an isolate's 128 MB to the Go heap, in bytes.
const cacheSize = 24 << 20

func main() {
	log := slog.New(slog.NewJSONHandler(os.Stderr, nil))
	config := server.Config{Token: cloudflare.Getenv(publishToken), Cache: cacheSize, Log: log}
	if seed := cloudflare.Getenv(timestampKey); seed != "" {
		signer, err := tuf.ParseSigner(seed)
		if err != nil {
			// What is published is served until its timestamp runs out.
			log.Error("the secret "+timestampKey+" cannot be used", "error", err)
		}
		config.Signer = signer
	}
	s := server.New(store.OpenR2(cloudflare.GetBinding(bucketBinding)), config)
	export(js.Global().Get("context").Get("binding"), s)
	workers.Ready()
	select {}
}
