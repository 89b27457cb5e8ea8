//go:build js

package store

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"syscall/js"
	"time"
)

// R2 keeps each object in a bucket of Cloudflare R2, whose reads and conditional
// writes are strongly consistent. Several instances may use one bucket at once.
type R2 struct{ bucket js.Value }

// OpenR2 returns the store over an R2 bucket binding.
func OpenR2(bucket js.Value) *R2 { return &R2{bucket: bucket} }

// Get implements Store.
func (r *R2) Get(_ context.Context, key string) (Object, error) {
	if err := checkKey(key); err != nil {
		return Object{}, fmt.Errorf("read %q: %w", key, err)
	}
	object, err := await(r.bucket.Call("get", key))
	if err == nil && object.IsNull() {
		err = ErrNotFound
	}
	if err != nil {
		return Object{}, fmt.Errorf("read %s: %w", key, err)
	}
	buffer, err := await(object.Call("arrayBuffer"))
	if err != nil {
		return Object{}, fmt.Errorf("read %s: %w", key, err)
	}
	view := js.Global().Get("Uint8Array").New(buffer)
	body := make([]byte, view.Length())
	js.CopyBytesToGo(body, view)
	return Object{
		Body:     body,
		ETag:     ETag(object.Get("etag").String()),
		Modified: time.UnixMilli(int64(object.Get("uploaded").Call("getTime").Float())),
	}, nil
}

// Create implements Store.
func (r *R2) Create(_ context.Context, key string, body []byte) error {
	if err := checkKey(key); err != nil {
		return fmt.Errorf("create %q: %w", key, err)
	}
	_, err := r.put(key, body, map[string]any{"etagDoesNotMatch": "*"})
	if errors.Is(err, ErrConflict) {
		err = ErrExists
	}
	if err != nil {
		return fmt.Errorf("create %s: %w", key, err)
	}
	return nil
}

// Swap implements Store.
func (r *R2) Swap(_ context.Context, key string, old ETag, body []byte) (ETag, error) {
	if err := checkKey(key); err != nil {
		return "", fmt.Errorf("replace %q: %w", key, err)
	}
	condition := map[string]any{"etagMatches": string(old)}
	if old == "" {
		condition = map[string]any{"etagDoesNotMatch": "*"}
	}
	etag, err := r.put(key, body, condition)
	if err != nil {
		return "", fmt.Errorf("replace %s: %w", key, err)
	}
	return etag, nil
}

// put writes an object on a condition; R2 answers null when the condition fails.
func (r *R2) put(key string, body []byte, condition map[string]any) (ETag, error) {
	view := js.Global().Get("Uint8Array").New(len(body))
	js.CopyBytesToJS(view, body)
	object, err := await(r.bucket.Call("put", key, view, map[string]any{"onlyIf": condition}))
	if err != nil {
		return "", err
	}
	if object.IsNull() {
		return "", ErrConflict
	}
	return ETag(object.Get("etag").String()), nil
}

// List implements Store.
func (r *R2) List(_ context.Context, prefix string) ([]string, error) {
	if err := checkPrefix(prefix); err != nil {
		return nil, fmt.Errorf("list %q: %w", prefix, err)
	}
	var keys []string
	options := map[string]any{"prefix": prefix}
	for {
		page, err := await(r.bucket.Call("list", options))
		if err != nil {
			return nil, fmt.Errorf("list %q: %w", prefix, err)
		}
		objects := page.Get("objects")
		for i := range objects.Length() {
			keys = append(keys, objects.Index(i).Get("key").String())
		}
		if !page.Get("truncated").Bool() {
			slices.Sort(keys)
			return keys, nil
		}
		options["cursor"] = page.Get("cursor").String()
	}
}

// await waits for a promise. The goroutine is woken in the request that it works
// for, as Workers demand of anything that goes on to do input or output.
func await(promise js.Value) (js.Value, error) {
	type outcome struct {
		value js.Value
		err   error
	}
	settled := make(chan outcome, 1)
	fulfilled := js.FuncOf(func(_ js.Value, args []js.Value) any {
		settled <- outcome{value: args[0]}
		return nil
	})
	defer fulfilled.Release()
	rejected := js.FuncOf(func(_ js.Value, args []js.Value) any {
		settled <- outcome{err: errors.New(js.Global().Get("String").Invoke(args[0]).String())}
		return nil
	})
	defer rejected.Release()
	promise.Call("then", fulfilled, rejected)
	o := <-settled
	return o.value, o.err
}
