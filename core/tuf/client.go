package tuf

// Need is a file the client asks its host for.
type Need struct {
	Path string // below the update URL
	Max  int64  // longest the file may be, bytes; the host stops reading there
	Kind string // "metadata" or "target"
}

// Result is the outcome of an update.
type Result struct {
	Target   string
	Changed  bool   // false: the target is the one the state already knew
	Length   int64  // bytes
	SHA256   string // hexadecimal, lower case
	Expires  int64  // when the first of the metadata runs out, unix seconds
	Versions Versions
	Custom   []byte // the signed custom field of the target, canonical JSON; nil for none
}

// Client carries out one update of one target.
type Client struct{}

// Open begins an update. root is the shipped root, trusted because it came with
// the program; state is what State returned earlier, or nil; now is in unix seconds.
// A state that is torn or tampered with counts as none.
func Open(root, state []byte, now int64, target string) (*Client, error) {
	return nil, refuse(Format, "Not written yet.")
}

// Need returns the file to give next; ok is false when there is none.
func (c *Client) Need() (need Need, ok bool) { return Need{}, false }

// Give takes the file that was needed, with the HTTP status it came with. An error
// ends the update; State then still returns what was verified until there.
func (c *Client) Give(status int, body []byte) error { return nil }

// Done returns the outcome once nothing more is needed.
func (c *Client) Done() (Result, bool) { return Result{}, false }

// State returns what to persist and pass to the next Open.
func (c *Client) State() []byte { return nil }
