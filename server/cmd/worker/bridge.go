//go:build js

package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"syscall/js"

	"github.com/bedside-md/bedside/server"
)

// export gives worker.mjs the functions that it calls:
//
//	handle(method, url, headers, body) -> Promise<{status, headers, body}>
//	resign() -> Promise<undefined>
//
// headers are an array of names and values in turn, body a Uint8Array or null.
func export(binding js.Value, s *server.Server) {
	binding.Set("handle", js.FuncOf(func(_ js.Value, args []js.Value) any {
		r, err := request(args[0].String(), args[1].String(), args[2], args[3])
		return promise(func() (any, error) {
			if err != nil {
				return nil, err
			}
			w := &recorder{header: http.Header{}}
			s.ServeHTTP(w, r)
			return w.answer(), nil
		})
	}))
	binding.Set("resign", js.FuncOf(func(js.Value, []js.Value) any {
		return promise(func() (any, error) { return nil, s.Resign(context.Background()) })
	}))
}

// promise runs f in a goroutine of its own and returns the promise of its outcome.
// A panic rejects it, instead of ending the instance and every request in it.
func promise(f func() (any, error)) js.Value {
	var executor js.Func
	executor = js.FuncOf(func(_ js.Value, args []js.Value) any {
		executor.Release()
		resolve, reject := args[0], args[1]
		go func() {
			defer func() {
				if p := recover(); p != nil {
					reject.Invoke(fmt.Sprint("panic: ", p))
				}
			}()
			value, err := f()
			if err != nil {
				reject.Invoke(err.Error())
				return
			}
			resolve.Invoke(value)
		}()
		return nil
	})
	return js.Global().Get("Promise").New(executor)
}

// request makes the request that a handler sees.
func request(method, address string, headers, body js.Value) (*http.Request, error) {
	u, err := url.Parse(address)
	if err != nil {
		return nil, errors.New("the request's URL cannot be read")
	}
	r := &http.Request{
		Method: method, URL: u, Host: u.Host, RequestURI: u.RequestURI(),
		Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: http.Header{}, Body: http.NoBody,
	}
	for i := 0; i+1 < headers.Length(); i += 2 {
		r.Header.Add(headers.Index(i).String(), headers.Index(i+1).String())
	}
	if !body.IsNull() {
		b := make([]byte, body.Length())
		js.CopyBytesToGo(b, body)
		r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(b)), int64(len(b))
	}
	return r, nil
}

// recorder is a ResponseWriter that keeps the answer until it is whole.
type recorder struct {
	header http.Header
	sent   http.Header // as they were when the status was written
	status int
	body   bytes.Buffer
}

// Header implements http.ResponseWriter.
func (w *recorder) Header() http.Header { return w.header }

// WriteHeader implements http.ResponseWriter.
func (w *recorder) WriteHeader(status int) {
	if w.status == 0 {
		w.status, w.sent = status, w.header.Clone()
	}
}

// Write implements http.ResponseWriter.
func (w *recorder) Write(b []byte) (int, error) {
	w.WriteHeader(http.StatusOK)
	return w.body.Write(b)
}

// answer is what worker.mjs makes a Response of.
func (w *recorder) answer() map[string]any {
	w.WriteHeader(http.StatusOK)
	var headers []any
	for name, values := range w.sent {
		for _, v := range values {
			headers = append(headers, []any{name, v})
		}
	}
	var body any
	if w.body.Len() > 0 {
		view := js.Global().Get("Uint8Array").New(w.body.Len())
		js.CopyBytesToJS(view, w.body.Bytes())
		body = view
	}
	return map[string]any{"status": w.status, "headers": headers, "body": body}
}
