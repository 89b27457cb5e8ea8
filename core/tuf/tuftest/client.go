package tuftest

import (
	"errors"
	"strconv"
	"strings"
	"time"

	"github.com/bedside-md/bedside/core/tuf"
)

// Feed gives a client what it needs from files, 404 for what is not there. A body
// of the form "HTTP 500" is an answer of that status.
func Feed(c *tuf.Client, files map[string][]byte) (fetched []string, err error) {
	for {
		need, ok := c.Need()
		if !ok {
			return fetched, nil
		}
		fetched = append(fetched, need.Path)
		status, body := answer(files, need.Path)
		if err := c.Give(status, body); err != nil {
			return fetched, err
		}
	}
}

// answer is what a server of files answers.
func answer(files map[string][]byte, path string) (status int, body []byte) {
	body, ok := files[path]
	if !ok {
		return 404, nil
	}
	if s, ok := strings.CutPrefix(string(body), "HTTP "); ok {
		return mustGet(strconv.Atoi(s)), nil
	}
	return 200, body
}

// Update runs one whole update against files.
func Update(shipped, state []byte, now time.Time, files map[string][]byte) (result tuf.Result, next []byte, err error) {
	c, err := tuf.Open(shipped, state, now.Unix(), TargetName)
	if err != nil {
		return tuf.Result{}, nil, err
	}
	if _, err = Feed(c, files); err != nil {
		return tuf.Result{}, c.State(), err
	}
	result, done := c.Done()
	if !done {
		return tuf.Result{}, c.State(), errors.New("nothing is needed and nothing is done")
	}
	return result, c.State(), nil
}

// MustUpdate is an update that succeeds.
func (r *Repo) MustUpdate(state []byte) (tuf.Result, []byte) {
	result, next, err := Update(r.Shipped, state, r.Now, r.Files)
	must(err)
	return result, next
}
