package tuftest

import (
	"bytes"
	"compress/gzip"
	"net/http"
	"strconv"
	"time"

	"github.com/bedside-md/bedside/core/tuf"
)

// everything stands for all paths that are not named.
const everything = ""

// WireAttacks are those that lie in the way files are sent. They need a network.
func WireAttacks() []Attack {
	on := func(name string, code tuf.Code, wire Wire, paths ...string) Attack {
		a := Attack{Name: "wire: " + name, Code: code, Wire: map[string]Wire{}}
		for _, path := range paths {
			a.Wire[path] = wire
		}
		return a
	}
	all := []Attack{
		on("a server that hangs up", tuf.Unavailable, hangUp, everything),
		on("a server that is down", tuf.Unavailable, status(503), everything),
		on("too many requests", tuf.Unavailable, status(429), "timestamp.json"),
		on("an internal error for the next root", tuf.Unavailable, status(500), "2.root.json"),
		on("nothing is there", tuf.Unavailable, status(404), "timestamp.json", "3.snapshot.json"),
		on("a part of the file", tuf.Unavailable, status(206), "timestamp.json"),
		on("no content", tuf.Unavailable, status(204), "timestamp.json"),
		on("a forbidden pack", tuf.Unavailable, status(403), pack),
		on("a redirect to another file", tuf.Unavailable, redirect("3.snapshot.json"), "timestamp.json"),
		on("a redirect out of the repository", tuf.Unavailable, redirect("../../../etc/passwd"), "timestamp.json"),
		on("a redirect to another server", tuf.Unavailable, redirect("http://127.0.0.2:9/timestamp.json"), "timestamp.json"),
		on("a redirect to itself without an end", tuf.Unavailable, redirect("timestamp.json"), "timestamp.json"),
		on("a pack that redirects", tuf.Unavailable, redirect("timestamp.json"), pack),
		on("slow loris: a byte now and then", tuf.Unavailable, slowly, "timestamp.json"),
		on("slow loris: a pack a byte at a time", tuf.Unavailable, slowly, pack),
		on("slow loris: nothing at all", tuf.Unavailable, never, "timestamp.json"),
		on("a page to sign in to", tuf.Format, page, everything),
		on("a compression that is broken", tuf.Unavailable, brokenGzip, "timestamp.json"),
	}
	for _, path := range []string{"2.root.json", "timestamp.json", "3.snapshot.json", "3.targets.json", pack} {
		name := path
		if path == pack {
			name = "the pack"
		}
		all = append(all,
			on("endless data for "+name, tuf.Length, endless, path),
			on("a compression bomb for "+name, tuf.Length, bomb, path),
			on("fewer bytes than announced for "+name, tuf.Unavailable, short, path),
		)
	}
	return all
}

// pack stands for the path of the pack that is promised.
const pack = "pack"

func status(code int) Wire {
	return func(w http.ResponseWriter, _ *http.Request, _ int, _ []byte) { w.WriteHeader(code) }
}

func redirect(to string) Wire {
	return func(w http.ResponseWriter, _ *http.Request, _ int, _ []byte) {
		w.Header().Set("Location", to)
		w.WriteHeader(http.StatusFound)
	}
}

func hangUp(http.ResponseWriter, *http.Request, int, []byte) { panic(http.ErrAbortHandler) }

func page(w http.ResponseWriter, _ *http.Request, _ int, _ []byte) {
	w.Header().Set("Content-Type", "text/html")
	w.Write([]byte("<!doctype html><title>Sign in to the hospital's guest network</title>"))
}

// endless sends the file and never ends.
func endless(w http.ResponseWriter, r *http.Request, _ int, body []byte) {
	w.Write(body)
	more := bytes.Repeat([]byte(" "), 64<<10)
	for r.Context().Err() == nil {
		if _, err := w.Write(more); err != nil {
			return
		}
	}
}

// bomb sends a gigabyte of noughts in a megabyte of gzip.
func bomb(w http.ResponseWriter, r *http.Request, _ int, _ []byte) {
	w.Header().Set("Content-Encoding", "gzip")
	z := mustGet(gzip.NewWriterLevel(w, gzip.BestSpeed))
	noughts := make([]byte, 1<<20)
	for range 1 << 10 {
		if _, err := z.Write(noughts); err != nil || r.Context().Err() != nil {
			return
		}
	}
	z.Close()
}

func brokenGzip(w http.ResponseWriter, _ *http.Request, _ int, body []byte) {
	w.Header().Set("Content-Encoding", "gzip")
	w.Write(body)
}

// short ends before the length that it announced.
func short(w http.ResponseWriter, _ *http.Request, _ int, body []byte) {
	w.Header().Set("Content-Length", strconv.Itoa(len(body)+100))
	w.Write(body)
	panic(http.ErrAbortHandler)
}

// slowly sends a byte now and then.
func slowly(w http.ResponseWriter, r *http.Request, _ int, body []byte) {
	for i := range body {
		w.Write(body[i : i+1])
		http.NewResponseController(w).Flush()
		select {
		case <-r.Context().Done():
			return
		case <-time.After(500 * time.Millisecond):
		}
	}
}

func never(_ http.ResponseWriter, r *http.Request, _ int, _ []byte) { <-r.Context().Done() }
