package tuf

import "strings"

// root is verified root metadata (specification 4.3).
type root struct {
	header
	consistent bool
	keys       keys
	authority  map[string]authority // of the four top-level roles
}

func (e *envelope) readRoot() (*root, error) {
	h, err := e.readHeader(roleRoot)
	if err != nil {
		return nil, err
	}
	r := &root{header: h, authority: make(map[string]authority, 4)}
	consistent, given := e.signed.get("consistent_snapshot")
	if given && consistent.kind != boolean {
		return nil, e.malformed("it does not say whether snapshots are consistent")
	}
	r.consistent = consistent.flag
	ks, _ := e.signed.get("keys")
	if r.keys, err = e.readKeys(ks); err != nil {
		return nil, err
	}
	roles, _ := e.signed.get("roles")
	for _, name := range []string{roleRoot, roleTimestamp, roleSnapshot, roleTargets} {
		v, ok := roles.get(name)
		if !ok {
			return nil, e.malformed("it does not say who signs the role " + name)
		}
		if r.authority[name], err = e.readAuthority(v, r.keys); err != nil {
			return nil, err
		}
	}
	return r, nil
}

// verify checks e against the keys that r names for a top-level role.
func (r *root) verify(e *envelope, role string) error {
	return e.verify(r.authority[role], r.keys)
}

// fileMeta is what a timestamp or snapshot says of another metadata file.
type fileMeta struct {
	version int64
	length  int64  // bytes; 0 when not given
	sha256  string // "" when not given
}

// index is verified timestamp or snapshot metadata: they have the same shape
// (specification 4.4, 4.6).
type index struct {
	header
	body []byte
	meta map[string]fileMeta // by file name, such as "targets.json"
}

func (e *envelope) readIndex(role, mustName string) (*index, error) {
	h, err := e.readHeader(role)
	if err != nil {
		return nil, err
	}
	meta, _ := e.signed.get("meta")
	x := &index{header: h, body: e.body, meta: make(map[string]fileMeta, len(meta.members))}
	for _, m := range meta.members {
		version, _ := m.value.get("version")
		if version.kind != number || version.num < 1 || version.num > maxVersion {
			return nil, e.malformed("the version of a file it names is missing or out of bounds")
		}
		length, sum, err := e.readMeasures(m.value, false)
		if err != nil {
			return nil, err
		}
		if !strings.HasSuffix(m.key, ".json") || len(m.key) > maxNameLength {
			return nil, e.malformed("it names something that is no metadata file")
		}
		x.meta[m.key] = fileMeta{version.num, length, sum}
	}
	if _, ok := x.meta[mustName]; !ok {
		return nil, e.malformed("it does not name " + mustName)
	}
	// 4.6: a timestamp describes the snapshot and nothing else.
	if role == roleTimestamp && len(x.meta) != 1 {
		return nil, e.malformed("it names more than " + mustName)
	}
	return x, nil
}

// readMeasures reads the length and hashes of a file. They may be missing for
// metadata (specification 4.4) and must be there for targets (4.5).
func (e *envelope) readMeasures(v value, must bool) (length int64, sum string, err error) {
	n, hasLength := v.get("length")
	hashes, hasHashes := v.get("hashes")
	if hasLength && (n.kind != number || n.num < 0) || !hasLength && must {
		return 0, "", e.malformed("the length of a file is missing or negative")
	}
	if hasLength && n.num == 0 && !must { // no metadata is empty; elsewhere 0 stands for none given
		return 0, "", e.malformed("the length of a metadata file is nought")
	}
	h, ok := hashes.get("sha256")
	if (hasHashes || must) && (!ok || !isSHA256(h.text)) {
		return 0, "", e.malformed("a file has no SHA-256 of 64 lower-case digits")
	}
	return n.num, h.text, nil
}

// targetMeta is what targets metadata says of a target.
type targetMeta struct {
	length int64 // bytes
	sha256 string
	custom []byte // JSON; nil for none
	rollout
}

// delegation hands the names that match to another role (specification 4.5).
type delegation struct {
	authority
	name        string
	terminating bool
	paths       []string
	prefixes    []string // of the SHA-256 of the target's name, hexadecimal
}

// targets is verified metadata of the targets role or of a role below it.
type targets struct {
	header
	body        []byte
	files       map[string]targetMeta
	keys        keys
	delegations []delegation
}

func (e *envelope) readTargets() (*targets, error) {
	h, err := e.readHeader(roleTargets)
	if err != nil {
		return nil, err
	}
	list, _ := e.signed.get("targets")
	if list.kind != object {
		return nil, e.malformed("it has no list of targets")
	}
	t := &targets{header: h, body: e.body, files: make(map[string]targetMeta, len(list.members))}
	for _, m := range list.members {
		f := targetMeta{rollout: everybody}
		if f.length, f.sha256, err = e.readMeasures(m.value, true); err != nil {
			return nil, err
		}
		if custom, ok := m.value.get("custom"); ok {
			f.custom = appendJSON(nil, custom)
			if f.rollout, err = e.readRollout(custom); err != nil {
				return nil, err
			}
		}
		t.files[m.key] = f
	}
	if d, ok := e.signed.get("delegations"); ok {
		if err := e.readDelegations(t, d); err != nil {
			return nil, err
		}
	}
	return t, nil
}

func (e *envelope) readDelegations(t *targets, v value) (err error) {
	ks, _ := v.get("keys")
	if t.keys, err = e.readKeys(ks); err != nil {
		return err
	}
	roles, _ := v.get("roles")
	if roles.kind != array || len(roles.items) > maxDelegations {
		return e.malformed("its delegations are not a list of roles, or too many")
	}
	for _, role := range roles.items {
		var d delegation
		if d.authority, err = e.readAuthority(role, t.keys); err != nil {
			return err
		}
		name, _ := role.get("name")
		terminating, _ := role.get("terminating")
		d.name, d.terminating = name.text, terminating.flag
		if !isRoleName(d.name) || terminating.kind != boolean {
			return e.malformed("a delegation has no proper name, or does not say whether it is terminating")
		}
		for _, other := range t.delegations {
			if other.name == d.name {
				return e.malformed("two delegations have one name")
			}
		}
		paths, hasPaths := role.get("paths")
		prefixes, hasPrefixes := role.get("path_hash_prefixes")
		// 4.5: one of the two, never both.
		if hasPaths == hasPrefixes {
			return e.malformed("a delegation must say for which targets it is, in one way")
		}
		for _, p := range paths.items {
			if p.kind != text || strings.ContainsAny(p.text, `[]\`) || len(p.text) > maxNameLength {
				return e.malformed("a delegation has a pattern other than a path with * and ?")
			}
			d.paths = append(d.paths, p.text)
		}
		for _, p := range prefixes.items {
			if p.kind != text || p.text == "" {
				return e.malformed("a delegation has an empty hash prefix")
			}
			d.prefixes = append(d.prefixes, p.text)
		}
		t.delegations = append(t.delegations, d)
	}
	return nil
}

// isRoleName reports whether s can name a delegated role and its file: letters,
// digits, - and _, and none of the top-level roles, whose files it would be mistaken
// for where capitals do not count.
func isRoleName(s string) bool {
	switch strings.ToLower(s) {
	case "", roleRoot, roleTimestamp, roleSnapshot, roleTargets:
		return false
	}
	for _, c := range s {
		if !isWord(c) && c != '-' {
			return false
		}
	}
	return len(s) <= maxNameLength
}

// isTargetName reports whether s can name a target and be part of a URL as it
// stands: segments of letters, digits, -, _ and . that do not begin with a dot.
func isTargetName(s string) bool {
	for segment := range strings.SplitSeq(s, "/") {
		if segment == "" || segment[0] == '.' {
			return false
		}
		for _, c := range segment {
			if !isWord(c) && c != '-' && c != '.' {
				return false
			}
		}
	}
	return len(s) <= maxNameLength
}

func isWord(c rune) bool {
	return 'a' <= c && c <= 'z' || 'A' <= c && c <= 'Z' || '0' <= c && c <= '9' || c == '_'
}
