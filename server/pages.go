package server

import (
	"errors"
	"io/fs"
	"net/http"
	"path"
	"strings"
)

// Where the module and the console's catalogue of rules are served.
const (
	modulePath = "/bedside.wasm"
	rulesPath  = "/rules.json"
)

// contentTypes are those of what the playground is made of. A system's own table
// of types would differ from machine to machine.
var contentTypes = map[string]string{
	".html":  "text/html; charset=utf-8",
	".js":    "text/javascript; charset=utf-8",
	".css":   "text/css; charset=utf-8",
	".json":  jsonType,
	".svg":   "image/svg+xml",
	".png":   "image/png",
	".ico":   "image/vnd.microsoft.icon",
	".txt":   "text/plain; charset=utf-8",
	".woff2": "font/woff2",
	".wasm":  "application/wasm",
}

// servePage answers with a file of the playground or the module.
func (s *Server) servePage(w *response, r *http.Request, url string) {
	name := strings.TrimPrefix(url, "/")
	switch name {
	case "":
		name = "index.html"
	case "console":
		name = "console.html"
	}
	contentType, known := contentTypes[path.Ext(name)]
	if !known {
		s.notFound(w, r, url)
		return
	}
	e := negotiate(r.Header.Get("Accept-Encoding"))
	p, err := s.cache.get(string(e)+" /"+name, func() (*representation, error) {
		body, err := s.readPage(name)
		if err != nil {
			return nil, err
		}
		return compress(body, e), nil
	})
	switch {
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, fs.ErrInvalid):
		s.notFound(w, r, url)
	case err != nil:
		s.failed(w, err)
	default:
		w.route = "/" + name
		cacheControl := revalidate
		if has(name, "assets/") { // named after their content by the build
			cacheControl = forever
		}
		w.serve(p, contentType, cacheControl)
	}
}

func (s *Server) readPage(name string) ([]byte, error) {
	if "/"+name == modulePath && s.config.Module != nil {
		return s.config.Module, nil
	}
	if "/"+name == rulesPath && s.config.Rules != nil {
		return s.config.Rules()
	}
	if s.config.Pages == nil {
		return nil, fs.ErrNotExist
	}
	return fs.ReadFile(s.config.Pages, name)
}

const notFoundPage = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Not found</title>
<h1>There is nothing here</h1>
<p>Perhaps the address was mistyped. <a href="/">Go to the start.</a>
`

const startPage = `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Bedside</title>
<h1>Bedside's update server</h1>
<p>It serves signed rules for the extension. The playground is not part of this build.
`

// notFound answers what is not there, browsers with a page.
func (s *Server) notFound(w *response, r *http.Request, url string) {
	w.Header().Set("Cache-Control", revalidate)
	switch {
	case url == "/":
		w.send(http.StatusOK, contentTypes[".html"], []byte(startPage))
	case strings.Contains(r.Header.Get("Accept"), "text/html"):
		w.send(http.StatusNotFound, contentTypes[".html"], []byte(notFoundPage))
	default:
		w.fail(http.StatusNotFound, "missing", "There is nothing here.")
	}
}
