package tuf

import (
	"slices"
	"strings"
)

// stateMark begins every state; the number is the version of its form.
const stateMark = "bedside-tuf-1 "

// held is the target that the latest complete update brought, and the targets
// metadata that vouches for it.
type held struct {
	result Result            // its Target is "" when there is none
	trail  []string          // names of the targets that led to it
	files  map[string][]byte // by role
}

// State returns what to persist and pass to the next Open (specification 5.3.8,
// 5.4.5, 5.5.7, 5.6.6): one line of text. It holds the verified files themselves,
// for Open believes nothing but signatures, all the way from the shipped root.
func (c *Client) State() []byte {
	b := []byte(`{"roots":[`)
	for i, r := range c.rootFiles {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendText(b, string(r))
	}
	b = append(b, ']', ',')
	if c.timestamp != nil {
		b = append(appendPair(b, roleTimestamp, string(c.timestamp.body)), ',')
	}
	if c.snapshot != nil {
		b = append(appendPair(b, roleSnapshot, string(c.snapshot.body)), ',')
	}
	if c.held.result.Target != "" {
		b = append(appendPair(b, "target", c.held.result.Target), ',')
		b = append(appendPair(b, "none", c.held.result.None), ',')
		b = append(appendTexts(b, "trail", c.held.trail), `,"files":{`...)
		for i, role := range c.held.roles() {
			if i > 0 {
				b = append(b, ',')
			}
			b = appendPair(b, role, string(c.held.files[role]))
		}
		b = append(b, '}', ',')
	}
	b = append(appendCount(b, "seen", c.seen), '}')
	return []byte(stateMark + sumOf(b) + " " + string(b))
}

func (h held) roles() []string {
	roles := make([]string, 0, len(h.files))
	for role := range h.files {
		roles = append(roles, role)
	}
	slices.Sort(roles)
	return roles
}

// sumOf tells a torn state from a whole one. It keeps nobody from tampering:
// the signatures do.
func sumOf(b []byte) string {
	sum := sum256(b)
	return enhex(sum[:])
}

// readState reads a state that is whole.
func readState(state []byte) (value, bool) {
	rest, ok := strings.CutPrefix(string(state), stateMark)
	if !ok {
		return value{}, false
	}
	sum, body, ok := strings.Cut(rest, " ")
	if !ok || sum != sumOf([]byte(body)) {
		return value{}, false
	}
	v, err := parse([]byte(body))
	return v, err == nil
}

// restore takes from a state what still verifies, beginning with the shipped root.
// A state that is not whole, or holds a file that does not belong, is left alone
// entirely.
func (c *Client) restore(state []byte) {
	v, ok := readState(state)
	if !ok {
		return
	}
	t := trust{now: c.now, root: c.root, targets: map[string]*targets{}}
	roots, _ := v.get("roots")
	for _, r := range roots.items {
		if !t.restoreRoot(r.text) {
			return
		}
	}
	timestamp, _ := v.get(roleTimestamp)
	snapshot, _ := v.get(roleSnapshot)
	if t.recall([]byte(timestamp.text), []byte(snapshot.text)) != nil {
		return
	}
	c.trust = t
	if seen, _ := v.get("seen"); t.timestamp != nil && seen.num < t.timestamp.expires {
		c.seen = max(seen.num, 0)
	}
	c.held = c.restoreHeld(v)
}

// restoreRoot takes one root of a state. Those that the shipped root has overtaken
// are passed over.
func (t *trust) restoreRoot(file string) bool {
	e, err := readEnvelope("A stored root", []byte(file))
	if err != nil {
		return false
	}
	r, err := e.readRoot()
	if err != nil {
		return false
	}
	if r.version <= t.root.version {
		return true
	}
	newer, err := t.updateRoot(e.file, e.body)
	return newer && err == nil
}

// restoreHeld finds the target in the targets metadata of a state, along the trail
// that led to it. It may have expired since: the target was verified when it came.
func (c *Client) restoreHeld(v value) held {
	name, _ := v.get("target")
	if name.text != c.target {
		return held{}
	}
	files, _ := v.get("files")
	none, _ := v.get("none")
	names := []string{c.target}
	if list, ok := v.get("trail"); ok {
		names = names[:0]
		for _, n := range list.items {
			names = append(names, n.text)
		}
	}
	scratch := c.trust
	scratch.targets = map[string]*targets{}
	var past trail
	for i, name := range names {
		if i > 0 && name != past.next(c.target) || i == 0 && name != c.target && (c.local == nil || name != c.local.name(c.target)) {
			return held{}
		}
		m, ok := scratch.find(name, files)
		if !ok {
			return held{}
		}
		past = append(past, step{name, m})
	}
	if len(past) == 0 {
		return held{}
	}
	return scratch.hold(c.target, c.local, past, none.text)
}

// find searches the files of a state for a target.
func (t *trust) find(target string, files value) (m targetMeta, ok bool) {
	for s := newSearch(target); ; {
		at, more := s.next()
		if !more {
			return targetMeta{}, false
		}
		file, _ := files.get(at.role)
		x, err := t.readTargets(at, "A stored file", []byte(file.text))
		if err != nil {
			return targetMeta{}, false
		}
		t.targets[at.role] = x
		if m, ok := s.look(x); ok {
			return m, true
		}
	}
}

// hold remembers the outcome of an update of a target together with the metadata
// that vouches for it.
func (t *trust) hold(target string, local *Local, past trail, none string) held {
	last := past[len(past)-1]
	percent, waits := past.share(local)
	h := held{
		result: Result{
			Target: target, From: last.name, Custom: last.meta.custom,
			None: none, Percent: percent, Waits: waits, Off: past.off(),
			Expires: t.expires(), Versions: t.versions(),
		},
		trail: past.names(),
		files: make(map[string][]byte, len(t.targets)),
	}
	if none == "" {
		h.result.Length, h.result.SHA256 = last.meta.length, last.meta.sha256
	} else {
		h.result.Reason = last.meta.withdrawn
	}
	for role, x := range t.targets {
		h.files[role] = x.body
	}
	return h
}

// Restore verifies a target kept from an earlier update against the state, without
// the network: for the time until an update succeeds. Its metadata may have
// expired; Result.Expires says when.
func (c *Client) Restore(target []byte) (Result, error) {
	if c.held.result.SHA256 == "" {
		return Result{}, refuse(Sequence, "The state vouches for no "+c.target+" now; an update must bring it.")
	}
	m := targetMeta{length: c.held.result.Length, sha256: c.held.result.SHA256}
	if err := m.check("The stored "+c.target, target); err != nil {
		return Result{}, err
	}
	return c.held.result, nil
}
