// Package web holds the playground: the page on which anybody can try Bedside in a
// browser, built by "make build" from src. It must not hold anything that reads,
// keeps or sends what is typed into that page.
package web

import (
	"embed"
	"io/fs"
)

// FS is the page as vite built it, below "dist". Before the first build it holds
// nothing to serve; Pages tells the two apart.
//
//go:embed all:dist
var FS embed.FS

// ContentSecurityPolicy is the header to serve the page with. The page repeats it in
// a meta element, and takes away connect-src too once it has the rules.
const ContentSecurityPolicy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; " +
	"img-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

// Pages returns the built files with index.html at their root; ok is false when the
// page has not been built, which "make build" does.
func Pages() (pages fs.FS, ok bool) {
	return pagesOf(FS)
}

func pagesOf(whole fs.FS) (fs.FS, bool) {
	pages, err := fs.Sub(whole, "dist")
	if err != nil {
		return nil, false
	}
	if _, err := fs.Stat(pages, "index.html"); err != nil {
		return nil, false
	}
	return pages, true
}
