package server

import (
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/bedside-md/bedside/server/web"
)

// response is a ResponseWriter that knows its request and remembers for the log
// what was answered.
type response struct {
	http.ResponseWriter
	request *http.Request
	route   string // the kind of resource; never what was asked for literally
	status  int
	written int64
}

// WriteHeader implements http.ResponseWriter.
func (w *response) WriteHeader(status int) {
	if w.status == 0 {
		w.status = status
	}
	w.ResponseWriter.WriteHeader(status)
}

// Write implements http.ResponseWriter.
func (w *response) Write(b []byte) (int, error) {
	if w.status == 0 {
		w.status = http.StatusOK
	}
	n, err := w.ResponseWriter.Write(b)
	w.written += int64(n)
	return n, err
}

// Unwrap lets http.ResponseController reach the connection.
func (w *response) Unwrap() http.ResponseWriter { return w.ResponseWriter }

// send answers with a whole body.
func (w *response) send(status int, contentType string, body []byte) {
	w.Header().Set("Content-Type", contentType)
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	if w.request.Method != http.MethodHead {
		w.Write(body)
	}
}

const jsonType = "application/json"

// json answers with a value.
func (w *response) json(status int, v any) {
	body, err := json.Marshal(v)
	if err != nil {
		panic(err) // only values that can be encoded are passed
	}
	if w.Header().Get("Cache-Control") == "" {
		w.Header().Set("Cache-Control", "no-store")
	}
	w.send(status, jsonType, append(body, '\n'))
}

// fail answers with an error.
func (w *response) fail(status int, code, message string) {
	var v struct {
		Error struct {
			Code    string `json:"code"`
			Message string `json:"message"`
		} `json:"error"`
	}
	v.Error.Code, v.Error.Message = code, message
	w.json(status, v)
}

// allow answers other methods than those given, and reports whether it is one of them.
func (w *response) allow(methods ...string) bool {
	if slices.Contains(methods, w.request.Method) {
		return true
	}
	list := strings.Join(methods, ", ")
	w.Header().Set("Allow", list)
	w.fail(http.StatusMethodNotAllowed, "method", "Only "+list+" work here.")
	return false
}

// secure sets the headers that every answer carries.
func secure(h http.Header) {
	for _, header := range SecurityHeaders() {
		h.Set(header[0], header[1])
	}
}

// SecurityHeaders returns the names and values of the headers that every answer
// carries, the playground's Content-Security-Policy among them. A host that serves
// the playground itself must send the same.
func SecurityHeaders() [][2]string {
	return [][2]string{
		{"Content-Security-Policy", web.ContentSecurityPolicy},
		{"X-Content-Type-Options", "nosniff"},
		{"Referrer-Policy", "no-referrer"},
		{"Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=()"},
		{"Cross-Origin-Opener-Policy", "same-origin"},
		{"Cross-Origin-Resource-Policy", "same-origin"},
		{"X-DNS-Prefetch-Control", "off"},
	}
}
