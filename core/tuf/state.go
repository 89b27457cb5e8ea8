package tuf

import (
	"slices"
	"strings"
)

// stateMark begins every state; the number is the version of its form.
const stateMark = "bedside-tuf-1 "

// held is the outcome of the latest complete update, and the targets metadata that
// vouches for it.
type held struct {
	result Result // its Target is "" when there is none
	latest proof
	kept   proof // of the pack that stays, where the latest metadata keeps its own from this client
}

// proof is the targets metadata that leads to a target.
type proof struct {
	trail []string          // names of the targets on the way
	files map[string][]byte // by role
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
		b = append(c.held.latest.append(b), ',')
		if len(c.held.kept.trail) > 0 {
			b = append(c.held.kept.append(append(b, `"kept":{`...)), '}', ',')
		}
	}
	b = append(appendCount(b, "seen", c.seen), '}')
	return []byte(stateMark + sumOf(b) + " " + string(b))
}

// append appends the members of a proof.
func (p proof) append(b []byte) []byte {
	roles := make([]string, 0, len(p.files))
	for role := range p.files {
		roles = append(roles, role)
	}
	slices.Sort(roles)
	b = append(appendTexts(b, "trail", p.trail), `,"files":{`...)
	for i, role := range roles {
		if i > 0 {
			b = append(b, ',')
		}
		b = appendPair(b, role, string(p.files[role]))
	}
	return append(b, '}')
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
	t, past := c.retrace(v)
	if len(past) == 0 {
		return held{}
	}
	none, _ := v.get("none")
	if c.local != nil && past[len(past)-1].meta.withdrawn != "" { // whatever the state says
		none.text = Withdrawn
	}
	h := t.hold(c.target, c.local, past, none.text)
	if kept, ok := v.get("kept"); ok {
		if t, earlier := c.retrace(kept); len(earlier) > 0 {
			h.keepUnless(past, t.hold(c.target, c.local, earlier, ""))
		}
	}
	return h
}

// retrace follows a proof in a state; the trail is empty when it leads nowhere.
func (c *Client) retrace(v value) (*trust, trail) {
	files, _ := v.get("files")
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
			return nil, nil
		}
		m, ok := scratch.find(name, files)
		if !ok {
			return nil, nil
		}
		past = append(past, step{name, m})
	}
	return &scratch, past
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
		latest: proof{trail: past.names(), files: make(map[string][]byte, len(t.targets))},
	}
	if none == "" {
		h.result.Length, h.result.SHA256 = last.meta.length, last.meta.sha256
	} else {
		h.result.Reason = last.meta.withdrawn
	}
	for role, x := range t.targets {
		h.latest.files[role] = x.body
	}
	return h
}

// keepUnless goes on with the pack of an earlier outcome, if that had one, unless the
// trail to the latest speaks against it.
func (h *held) keepUnless(past trail, earlier held) {
	if earlier.result.SHA256 == "" || !past.keeps(h.result.None, earlier.result.SHA256) {
		return
	}
	h.result.Length, h.result.SHA256 = earlier.result.Length, earlier.result.SHA256
	h.kept = earlier.kept
	if earlier.result.None == "" {
		h.kept = earlier.latest
	}
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
