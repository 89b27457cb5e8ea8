package release

import (
	"fmt"
	"strings"
	"time"
)

// Checked is what a check of a release found. It is not signed: whoever signs had
// better check again.
type Checked struct {
	When     time.Time `json:"when"`
	Passed   bool      `json:"passed"`
	Found    []string  `json:"found,omitempty"`    // why it did not pass
	Accepted string    `json:"accepted,omitempty"` // the reason to release it all the same
}

// Good reports whether the check lets the release be signed. Not checked is not good.
func (c *Checked) Good() bool { return c != nil && (c.Passed || c.Accepted != "") }

func (c *Checked) String() string {
	switch {
	case c == nil:
		return "It was not checked yet."
	case c.Passed:
		return "It passed its check on " + c.When.Format(time.DateOnly) + "."
	case c.Accepted != "":
		return fmt.Sprintf("Its check found: %s. That was accepted: %s.", strings.Join(c.Found, "; "), c.Accepted)
	}
	return "It did not pass its check: " + strings.Join(c.Found, "; ") + "."
}
