package server

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"

	"github.com/andybalholm/brotli"
)

// encoding is a content coding of HTTP, or none.
type encoding string

const (
	identity encoding = ""
	gzipped  encoding = "gzip"
	brotlied encoding = "br"
)

// suffix is what an encoding adds to an ETag and to the key of a stored copy.
func (e encoding) suffix() string {
	switch e {
	case gzipped:
		return "gz"
	case brotlied:
		return "br"
	}
	return ""
}

// negotiate chooses the smallest encoding that an Accept-Encoding header allows
// (RFC 9110, 12.5.3).
func negotiate(accept string) encoding {
	gzip, br, rest := -1.0, -1.0, -1.0
	for part := range strings.SplitSeq(accept, ",") {
		name, parameters, _ := strings.Cut(part, ";")
		q := quality(parameters)
		switch strings.ToLower(strings.TrimSpace(name)) {
		case "gzip", "x-gzip":
			gzip = q
		case "br":
			br = q
		case "*":
			rest = q
		}
	}
	switch {
	case br > 0, br < 0 && rest > 0:
		return brotlied
	case gzip > 0, gzip < 0 && rest > 0:
		return gzipped
	}
	return identity
}

// quality reads the weight of an element: 1 when there is none, 0 when it is not
// understood.
func quality(parameters string) float64 {
	name, value, ok := strings.Cut(strings.TrimSpace(parameters), "=")
	if !ok || strings.TrimSpace(strings.ToLower(name)) != "q" {
		return 1
	}
	q, err := strconv.ParseFloat(strings.TrimSpace(value), 64)
	if err != nil || q < 0 || q > 1 {
		return 0
	}
	return q
}

// How hard to compress. A pack of 2.4 MB takes a tenth of a second at Brotli's 4 and
// comes to 590 kB; 5 to 9 bring nothing, and 11 takes a hundred times as long for 519 kB.
const (
	gzipLevel   = 6
	brotliLevel = 4
)

// encode compresses body; ok is false when that does not make it smaller.
func encode(e encoding, body []byte) (encoded []byte, ok bool) {
	var buffer bytes.Buffer
	var w io.WriteCloser
	switch e {
	case gzipped:
		w, _ = gzip.NewWriterLevel(&buffer, gzipLevel)
	case brotlied:
		w = brotli.NewWriterLevel(&buffer, brotliLevel)
	default:
		return nil, false
	}
	w.Write(body) // a buffer takes everything
	w.Close()
	return buffer.Bytes(), buffer.Len() < len(body)
}

var errTooLong = errors.New("longer than allowed")

// decode undoes encode, up to max bytes.
func decode(e encoding, encoded []byte, max int64) ([]byte, error) {
	var r io.Reader = bytes.NewReader(encoded)
	switch e {
	case gzipped:
		z, err := gzip.NewReader(r)
		if err != nil {
			return nil, fmt.Errorf("decompress: %w", err)
		}
		r = z
	case brotlied:
		r = brotli.NewReader(r)
	}
	body, err := io.ReadAll(io.LimitReader(r, max+1))
	if err == nil && int64(len(body)) > max {
		err = errTooLong
	}
	if err != nil {
		return nil, fmt.Errorf("decompress: %w", err)
	}
	return body, nil
}
