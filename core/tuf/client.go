package tuf

import "slices"

// Lengths beyond which a file is refused, in bytes (specification 5.3.3, 5.4.1,
// 5.5.1, 5.6.1). A target must leave room in the module's input buffer of 16 MiB.
const (
	MaxRoot      = 64 << 10
	MaxTimestamp = 16 << 10
	MaxSnapshot  = 256 << 10
	MaxTargets   = 1 << 20
	MaxTarget    = 12 << 20
)

// maxRotations bounds the roots taken in one update (the Y of specification 5.3.3).
const maxRotations = 64

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
	SHA256   string // hexadecimal, lower case; "" when the client has no target from here
	Expires  int64  // when the first of the metadata runs out, unix seconds
	Versions Versions
	Custom   []byte   // the signed custom field of the target, JSON; nil for none
	From     string   // the name the target was found under, such as "beta/base.pack"
	None     string   // why the newest is not for this client: Withdrawn, RollOut, Minimum; "" when it takes it
	Reason   string   // what the publisher says of a withdrawal
	Percent  int64    // of clients, for which the newest target is now; 100 when it is for all
	Waits    bool     // it is not this client's turn for the newest target yet
	Off      []string // rules not to apply, whatever pack they are in
}

// Versions are the version numbers of the top-level roles; 0 for one that is not known.
type Versions struct {
	Root, Timestamp, Snapshot, Targets int64
}

// Client carries out one update of one target. It keeps no byte of the target.
type Client struct {
	trust
	target    string // as asked for
	local     *Local // nil takes a target as it stands
	trail     trail
	opened    Versions // as the state had them
	held      held     // the target of the latest complete update
	seen      int64
	search    *search
	rotations int
	need      Need
	take      func(status int, body []byte) error // takes the file that is needed; nil when none is
	before    held
	result    Result
	done      bool
	err       error // why the update ended early
}

// Open begins an update. root is the shipped root, trusted because it came with
// the program; state is what State returned earlier, or nil; now is in unix seconds.
// A state that is torn or tampered with counts as none.
//
// A clock that runs behind the latest update counts as standing at that update, so
// that setting it back does not make expired metadata fresh again. It cannot run
// ahead of the truth by more than the life of a timestamp, for nothing verifies then.
//
// The target of that very name is taken, whatever is said of its roll-out. OpenFor
// is for clients.
func Open(root, state []byte, now int64, target string) (*Client, error) {
	return open(root, state, now, target, nil)
}

// OpenFor begins an update like Open, and takes the target that the publisher means
// for this client: that of its channel, rolled out to it, and for its version.
func OpenFor(root, state []byte, now int64, target string, local Local) (*Client, error) {
	return open(root, state, now, target, &local)
}

func open(root, state []byte, now int64, target string, local *Local) (*Client, error) {
	name := target
	if local != nil {
		name = local.name(target)
	}
	if !isTargetName(target) || !isTargetName(name) {
		return nil, refuse(Target, "There can be no target of this name: use letters, digits, '-', '_', '.' and '/'.")
	}
	t, err := openTrust("The trusted root", root, now)
	if err != nil {
		return nil, err
	}
	c := &Client{trust: *t, target: target, local: local}
	c.restore(state)
	c.now, c.opened = max(now, c.seen), c.versions()
	c.search = newSearch(name)
	c.needRoot()
	return c, nil
}

// Need returns the file to give next; ok is false when there is none.
func (c *Client) Need() (need Need, ok bool) { return c.need, c.take != nil }

// Done returns the outcome once nothing more is needed.
func (c *Client) Done() (Result, bool) { return c.result, c.done }

// Give takes the file that was needed, with the HTTP status it came with. An error
// ends the update; State then still returns what was verified until there. body is
// the caller's again when Give returns.
func (c *Client) Give(status int, body []byte) error {
	if c.err != nil {
		return c.err
	}
	if c.take == nil {
		return refuse(Sequence, "No file is needed now. Open an update first.")
	}
	if int64(len(body)) > c.need.Max {
		c.err = refuse(Length, c.need.Path+" is longer than the "+decimal(c.need.Max)+" bytes it may have.")
	} else {
		take := c.take
		c.take = nil
		c.err = take(status, body)
	}
	if c.err != nil {
		c.take = nil
	}
	return c.err
}

// advanced reports whether anything was verified since the update was opened.
func (c *Client) advanced() bool { return c.versions() != c.opened }

// ask makes a file the next that is needed. take is called when the server has it.
func (c *Client) ask(path string, max int64, kind string, take func(body []byte) error) {
	c.need = Need{Path: path, Max: max, Kind: kind}
	c.take = func(status int, body []byte) error {
		if status != 200 {
			return refuse(Unavailable, "The update server answered "+decimal(int64(status))+" for "+path+".")
		}
		return take(body)
	}
}

// needRoot asks for the root after the trusted one (specification 5.3.3).
func (c *Client) needRoot() {
	path := decimal(c.root.version+1) + ".root.json"
	c.ask(path, MaxRoot, "metadata", func(body []byte) error {
		newer, err := c.updateRoot(path, body)
		if err != nil {
			return err
		}
		c.rotations++
		if newer && c.rotations < maxRotations {
			c.needRoot() // 5.3.9
			return nil
		}
		return c.rootIsLatest()
	})
	exists := c.take
	c.take = func(status int, body []byte) error {
		if IsAbsent(status) {
			return c.rootIsLatest()
		}
		return exists(status, body)
	}
}

// IsAbsent reports whether a server says by an HTTP status that it has no next root
// ("not available" in specification 5.3.3). Object stores answer 403 for what is not
// there to those who may not list it; python-tuf takes both alike (_load_root in
// tuf/ngclient/updater.py). Whoever could forge the one could forge the other.
func IsAbsent(status int) bool { return status == 404 || status == 403 }

func (c *Client) rootIsLatest() error {
	if err := c.checkRoot(); err != nil {
		return err
	}
	c.ask(timestampFile, MaxTimestamp, "metadata", func(body []byte) error {
		if err := c.updateTimestamp(body); err != nil {
			return err
		}
		c.seen = c.now
		return c.needSnapshot()
	})
	return nil
}

func (c *Client) needSnapshot() error {
	if c.snapshotIsCurrent() {
		return c.needTargets()
	}
	m := c.timestamp.meta[snapshotFile]
	path := c.metadataPath(roleSnapshot, m.version)
	if m.length > MaxSnapshot {
		return tooLong(path, MaxSnapshot)
	}
	c.ask(path, orElse(m.length, MaxSnapshot), "metadata", func(body []byte) error {
		if err := c.updateSnapshot(path, body); err != nil {
			return err
		}
		return c.needTargets()
	})
	return nil
}

// needTargets goes on with the search for the target, as far as the metadata at
// hand allows, and asks for what it lacks.
func (c *Client) needTargets() error {
	for {
		v, ok := c.search.next()
		if !ok {
			if len(c.trail) == 0 && c.search.target != c.target { // the channel has none
				c.search = newSearch(c.target)
				continue
			}
			if n := len(c.trail); n > 0 && c.trail[n-1].meta.otherwise == "" { // only the channel has one
				c.finish(false, c.trail[n-1].meta.refuses(c.local, c.trail[n-1].meta.sha256))
				return nil
			}
			return refuse(Target, "The update server offers no "+c.search.target+".") // 5.7.2
		}
		m, ok := c.snapshot.meta[v.role+".json"]
		if !ok {
			return notInSnapshot(v.role)
		}
		path := c.metadataPath(v.role, m.version)
		if m.length > MaxTargets {
			return tooLong(path, MaxTargets)
		}
		kept, ok := c.held.latest.files[v.role]
		if x := c.targets[v.role]; x != nil { // from the search for another target
			kept, ok = x.body, true
		}
		if !ok || c.updateTargets(v, path, kept) != nil {
			c.ask(path, orElse(m.length, MaxTargets), "metadata", func(body []byte) error {
				if err := c.updateTargets(v, path, body); err != nil {
					return err
				}
				return c.look(v)
			})
			return nil
		}
		if found, ok := c.search.look(c.targets[v.role]); ok {
			return c.weigh(found)
		}
	}
}

// look looks into a role that has just arrived.
func (c *Client) look(v visit) error {
	if found, ok := c.search.look(c.targets[v.role]); ok {
		return c.weigh(found)
	}
	return c.needTargets()
}

// weigh takes the target that was found, if it is meant for this client, or goes on
// to the one that is.
func (c *Client) weigh(m targetMeta) error {
	c.trail = append(c.trail, step{c.search.target, m})
	if c.local == nil {
		return c.needTarget(m)
	}
	why := m.refuses(c.local, m.sha256)
	if why == "" {
		return c.needTarget(m)
	}
	next := c.trail.next(c.target)
	if next == "" {
		c.finish(false, why)
		return nil
	}
	if slices.Contains(c.trail.names(), next) || len(c.trail) == maxTrail {
		return refuse(Format, "The targets that stand in for "+c.target+" lead nowhere.")
	}
	c.search = newSearch(next)
	return c.needTargets()
}

// needTarget asks for the target itself, unless the host has it (specification 5.7).
func (c *Client) needTarget(m targetMeta) error {
	if known := c.held.result; m.sha256 == known.SHA256 && m.length == known.Length {
		c.finish(false, "")
		return nil
	}
	path := c.targetPath(c.search.target, m.sha256)
	if m.length > MaxTarget {
		return tooLong(path, MaxTarget)
	}
	c.ask(path, m.length, "target", func(body []byte) error {
		if err := m.check(path, body); err != nil {
			return err
		}
		c.finish(true, "")
		return nil
	})
	return nil
}

// finish ends the update; none is why no target is taken, "" when one is.
func (c *Client) finish(changed bool, none string) {
	c.before = c.held
	c.held = c.hold(c.target, c.local, c.trail, none)
	c.held.keepUnless(c.trail, c.before)
	c.result = c.held.result
	c.result.Changed = changed
	c.done = true
}

// reject undoes the end of an update whose target turned out to be of no use: the
// state goes on vouching for the target before.
func (c *Client) reject(why error) {
	c.held, c.done, c.err = c.before, false, why
}

func tooLong(path string, limit int64) error {
	return refuse(Length, path+" is longer than the "+decimal(limit)+" bytes it may have.")
}

func orElse(n, otherwise int64) int64 {
	if n > 0 {
		return n
	}
	return otherwise
}
