package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"

	"github.com/bedside-md/bedside/core"
)

// post is one line of JSON: a draft, and in labelled files what is true of it.
type post struct {
	ID         json.RawMessage `json:"id"`
	Text       *string         `json:"text"`
	Lang       string          `json:"lang"`
	Verdict    string          `json:"verdict"`
	Categories []string        `json:"categories"`
	Spans      []labelledSpan  `json:"spans"`
}

// labelledSpan is a marked stretch of a post, in UTF-16 code units, end exclusive.
type labelledSpan struct {
	Label string `json:"label"`
	Start int    `json:"start"`
	End   int    `json:"end"`
}

// draft is the part of a line that check needs. Decoding no more lets a file have
// other fields, of any shape, of its own.
type draft struct {
	ID   json.RawMessage `json:"id"`
	Text *string         `json:"text"`
	Lang *string         `json:"lang"`
}

// decodeDraft reads one line.
func decodeDraft(line []byte) (draft, error) {
	var d draft
	if err := decode(line, &d); err != nil {
		return d, err
	}
	if d.Text == nil {
		return d, errors.New(`the line has no "text"`)
	}
	id, err := cleanID(d.ID)
	d.ID = id
	return d, err
}

// cleanID returns an id as it is written again: a string, a number, or null for
// a line that has none.
func cleanID(id json.RawMessage) (json.RawMessage, error) {
	if len(id) == 0 {
		return json.RawMessage("null"), nil
	}
	switch c := id[0]; {
	case c == '"', c == '-', c == 'n', '0' <= c && c <= '9':
		return bytes.ToValidUTF8(id, []byte("\uFFFD")), nil
	}
	return nil, errors.New(`"id" must be a string or a number`)
}

// decode reads one line of JSON and says in a sentence what is wrong with it.
func decode(line []byte, into any) error {
	err := json.Unmarshal(line, into)
	var syntax *json.SyntaxError
	var kind *json.UnmarshalTypeError
	switch {
	case errors.As(err, &syntax):
		return fmt.Errorf("the line is not JSON: %w (byte %d)", err, syntax.Offset)
	case errors.As(err, &kind) && kind.Field == "":
		return fmt.Errorf("the line is not a JSON object but a JSON %s", kind.Value)
	case errors.As(err, &kind):
		return fmt.Errorf("%q cannot be a JSON %s", kind.Field, kind.Value)
	}
	return err
}

// decodePost reads one line of a file of labelled posts.
func decodePost(line []byte) (post, error) {
	var p post
	if err := decode(line, &p); err != nil {
		return p, err
	}
	if p.Text == nil {
		return p, errors.New(`the line has no "text"`)
	}
	if _, ok := core.ParseVerdict(p.Verdict); !ok {
		return p, fmt.Errorf("%q is no verdict; label it clear, nudge, caution or stop", p.Verdict)
	}
	return p, nil
}

// eachPost calls use with the posts of a file of labelled posts, "-" being stdin,
// and stops at the first line that is none.
func eachPost(name string, stdin io.Reader, use func(p *post)) error {
	in, shown, err := openInput(name, stdin)
	if err != nil {
		return err
	}
	defer in.Close()
	lines := newLineReader(in)
	for {
		line, err := lines.next()
		switch {
		case errors.Is(err, io.EOF):
			return nil
		case err != nil:
			return unreadable(shown, err)
		case len(bytes.TrimSpace(line)) == 0:
			continue
		}
		p, err := decodePost(line)
		if err != nil {
			return fmt.Errorf("%s:%d: %w", shown, lines.number, err)
		}
		use(&p)
	}
}

// errLineTooLong is the error of a line over maxDraft; the next line can be read.
var errLineTooLong = fmt.Errorf("the line is longer than %d MiB", maxDraft>>20)

// lineReader reads lines of up to maxDraft bytes without holding more than one.
type lineReader struct {
	r      *bufio.Reader
	number int // of the line last read, from 1
	buf    []byte
}

func newLineReader(r io.Reader) *lineReader {
	return &lineReader{r: bufio.NewReaderSize(r, 64<<10)}
}

// next returns the next line without its end, valid until the next call.
func (l *lineReader) next() ([]byte, error) {
	l.number++
	l.buf = l.buf[:0]
	tooLong := false
	for {
		part, err := l.r.ReadSlice('\n')
		if len(l.buf)+len(part) > maxDraft+1 {
			tooLong = true
		} else {
			l.buf = append(l.buf, part...)
		}
		switch {
		case errors.Is(err, bufio.ErrBufferFull):
			continue
		case err != nil && !errors.Is(err, io.EOF):
			return nil, err
		case tooLong:
			return nil, errLineTooLong
		case errors.Is(err, io.EOF) && len(l.buf) == 0:
			return nil, io.EOF
		}
		return bytes.TrimRight(l.buf, "\r\n"), nil
	}
}

// idle reports whether reading on would wait for the sender.
func (l *lineReader) idle() bool { return l.r.Buffered() == 0 }
