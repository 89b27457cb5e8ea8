package front

import "bytes"

// request is what a plain GET asks for; all of it lies in the connection's buffer.
type request struct {
	path, encoding, match, forwarded []byte
}

// plain headers change nothing of an answer.
var plain = [...]string{
	"host", "user-agent", "accept", "accept-language", "cache-control", "pragma", "origin", "referer", "dnt", "priority", "cookie",
}

// parse reads the head of a request, each line with its CRLF; ok is false for
// everything that is not plain.
func parse(head []byte) (q request, ok bool) {
	line, rest := cut(head)
	const method, version = "GET ", " HTTP/1.1"
	if !bytes.HasPrefix(line, []byte(method)) || !bytes.HasSuffix(line, []byte(version)) || len(line) < len(method)+len(version)+1 {
		return q, false
	}
	q.path = line[len(method) : len(line)-len(version)]
	if !bytes.HasPrefix(q.path, []byte("/tuf/")) {
		return q, false
	}
	for _, c := range q.path {
		if c <= ' ' || c >= 0x7f || c == '%' || c == '?' || c == '#' || c == '\\' {
			return q, false
		}
	}
	host := false
	for len(rest) > 0 {
		line, rest = cut(rest)
		colon := bytes.IndexByte(line, ':')
		if colon <= 0 || bytes.IndexByte(line, 0) >= 0 || bytes.IndexByte(line, '\r') >= 0 || bytes.IndexByte(line, '\n') >= 0 {
			return q, false
		}
		name, value := line[:colon], bytes.TrimSpace(line[colon+1:])
		switch {
		case is(name, "host"):
			if host || len(value) == 0 {
				return q, false
			}
			host = true
		case is(name, "accept-encoding"):
			if q.encoding != nil {
				return q, false
			}
			q.encoding = value
		case is(name, "if-none-match"):
			if q.match != nil {
				return q, false
			}
			q.match = value
		case is(name, "x-forwarded-for"):
			q.forwarded = value
		case is(name, "connection"):
			if !bytes.EqualFold(value, []byte("keep-alive")) {
				return q, false
			}
		case len(name) > 4 && is(name[:4], "sec-"):
		default:
			if !isPlain(name) {
				return q, false
			}
		}
	}
	return q, host
}

func isPlain(name []byte) bool {
	for _, p := range plain {
		if is(name, p) {
			return true
		}
	}
	return false
}

func is(name []byte, lower string) bool {
	return len(name) == len(lower) && bytes.EqualFold(name, []byte(lower))
}

// cut returns the first line, without its CRLF, and what follows.
func cut(b []byte) (line, rest []byte) {
	if i := bytes.Index(b, []byte("\r\n")); i >= 0 {
		return b[:i], b[i+2:]
	}
	return b, nil
}

// matches reports whether an If-None-Match lists etag (RFC 9110, 13.1.2).
func matches(list, etag []byte) bool {
	for len(list) > 0 {
		tag := list
		if i := bytes.IndexByte(list, ','); i >= 0 {
			tag, list = list[:i], list[i+1:]
		} else {
			list = nil
		}
		tag = bytes.TrimPrefix(bytes.TrimSpace(tag), []byte("W/"))
		if bytes.Equal(tag, etag) || len(tag) == 1 && tag[0] == '*' {
			return true
		}
	}
	return false
}
