package tuf

import (
	"slices"
	"strconv"
)

// Bounds of what a metadata file may hold.
const (
	maxSignatures  = 256
	maxKeys        = 1024
	maxDelegations = 1024
	maxVersion     = 1<<53 - 1 // the greatest that every JSON reader takes exactly
	maxNameLength  = 200       // bytes of a target's or role's name
)

// The top-level roles.
const (
	roleRoot      = "root"
	roleTimestamp = "timestamp"
	roleSnapshot  = "snapshot"
	roleTargets   = "targets"
)

// envelope is a metadata file that has been read but not yet verified.
type envelope struct {
	file       string // what messages call it
	body       []byte
	signed     value
	signatures []signature
}

type signature struct{ keyID, sig string }

// readEnvelope reads a metadata file (specification 4.2).
func readEnvelope(file string, body []byte) (*envelope, error) {
	v, err := parse(body)
	if err != nil {
		return nil, refuse(Format, file+" is not well-formed: "+err.Error()+".")
	}
	e := &envelope{file: file, body: slices.Clone(body)}
	signatures, _ := v.get("signatures")
	var ok bool
	if e.signed, ok = v.get("signed"); !ok || e.signed.kind != object || signatures.kind != array {
		return nil, e.malformed("it lacks a signed part or signatures")
	}
	if len(signatures.items) > maxSignatures {
		return nil, e.malformed("it has too many signatures")
	}
	for _, item := range signatures.items {
		keyID, _ := item.get("keyid")
		sig, _ := item.get("sig")
		if keyID.kind != text || sig.kind != text {
			return nil, e.malformed("a signature lacks its key id or value")
		}
		// 4.2: "Each KEYID in the list MUST be unique."
		for _, other := range e.signatures {
			if other.keyID == keyID.text {
				return nil, e.malformed("one key signed twice")
			}
		}
		e.signatures = append(e.signatures, signature{keyID.text, sig.text})
	}
	return e, nil
}

func (e *envelope) malformed(what string) error {
	return refuse(Format, e.file+" is not in order: "+what+".")
}

// keys are public keys by key id; a key of a kind that is not supported is nil.
type keys map[string][]byte

// readKeys reads a KEYS object and checks that each id is its key's.
func (e *envelope) readKeys(v value) (keys, error) {
	if v.kind != object || len(v.members) > maxKeys {
		return nil, e.malformed("its keys are missing or too many")
	}
	ks := make(keys, len(v.members))
	for _, m := range v.members {
		// 4.2.2: the KEYID is the SHA-256 of the canonical form of the key.
		sum := sum256(appendCanonical(nil, m.value))
		if enhex(sum[:]) != m.key {
			return nil, refuse(Key, e.file+" gives a key the id of another.")
		}
		keytype, _ := m.value.get("keytype")
		scheme, _ := m.value.get("scheme")
		keyval, _ := m.value.get("keyval")
		public, _ := keyval.get("public")
		if keytype.kind != text || scheme.kind != text {
			return nil, e.malformed("a key has no type or scheme")
		}
		ks[m.key] = nil
		if keytype.text != "ed25519" || scheme.text != "ed25519" {
			continue
		}
		b, ok := unhex(public.text)
		if !ok || len(b) != publicKeySize {
			return nil, e.malformed("a key is not 32 bytes of hexadecimal")
		}
		if !isStrong(b) {
			return nil, refuse(Key, e.file+" gives a key that anybody could sign with.")
		}
		ks[m.key] = b
	}
	return ks, nil
}

// authority is who may sign a role, and how many of them must.
type authority struct {
	keyIDs    []string
	threshold int64
}

func (a authority) equal(b authority) bool {
	if a.threshold != b.threshold || len(a.keyIDs) != len(b.keyIDs) {
		return false
	}
	for _, id := range a.keyIDs {
		if !slices.Contains(b.keyIDs, id) {
			return false
		}
	}
	return true
}

// readAuthority reads the keyids and threshold of a role (specification 4.3).
func (e *envelope) readAuthority(v value, ks keys) (a authority, err error) {
	ids, _ := v.get("keyids")
	threshold, _ := v.get("threshold")
	if ids.kind != array || threshold.kind != number || threshold.num < 1 {
		return a, e.malformed("a role has no keys or no threshold")
	}
	for _, id := range ids.items {
		if _, known := ks[id.text]; id.kind != text || !known {
			return a, e.malformed("a role names a key that is not there")
		}
		if slices.Contains(a.keyIDs, id.text) {
			return a, e.malformed("a role names a key twice")
		}
		a.keyIDs = append(a.keyIDs, id.text)
	}
	if threshold.num > int64(len(a.keyIDs)) {
		return a, e.malformed("a role asks for more signatures than it has keys")
	}
	a.threshold = threshold.num
	return a, nil
}

// verify checks that at least a threshold of a's keys signed e (specification
// 5.3.4, 5.4.2, 5.5.3, 5.6.3). A key counts once, whatever ids it goes by.
func (e *envelope) verify(a authority, ks keys) error {
	message := appendCanonical(nil, e.signed)
	var signers []string
	for _, s := range e.signatures {
		if !slices.Contains(a.keyIDs, s.keyID) {
			continue
		}
		public := ks[s.keyID]
		sig, ok := unhex(s.sig)
		if ok && public != nil && !slices.Contains(signers, string(public)) && verified(public, message, sig) {
			signers = append(signers, string(public))
		}
	}
	if int64(len(signers)) < a.threshold {
		return refuse(Signature, e.file+" carries "+strconv.Itoa(len(signers))+" valid signatures of "+
			strconv.FormatInt(a.threshold, 10)+" that are needed.")
	}
	return nil
}

// header is what all roles' metadata begin with.
type header struct {
	version int64
	expires int64 // unix seconds
}

// readHeader reads the fields common to all roles (specification 4.2.1) and checks
// that e is metadata of the role expected.
func (e *envelope) readHeader(role string) (h header, err error) {
	kindOf, _ := e.signed.get("_type")
	spec, _ := e.signed.get("spec_version")
	version, _ := e.signed.get("version")
	expires, _ := e.signed.get("expires")
	if kindOf.kind != text || spec.kind != text {
		return h, e.malformed("it does not say what it is")
	}
	if kindOf.text != role {
		return h, refuse(Role, e.file+" is not metadata of the role "+role+".")
	}
	if !supportsSpec(spec.text) {
		return h, refuse(Spec, e.file+" follows a version of the specification that is not supported.")
	}
	if version.kind != number || version.num < 1 || version.num > maxVersion {
		return h, e.malformed("its version is missing or out of bounds")
	}
	date, ok := parseDate(expires.text)
	if !ok {
		return h, e.malformed("its expiry is not a date")
	}
	return header{version.num, date}, nil
}

// supportsSpec reports whether a spec_version is 1.x or 1.x.y (4.2.1: the major
// version must be the one the client supports).
func supportsSpec(s string) bool {
	parts := 0
	for i, from := 0, 0; i <= len(s); i++ {
		if i < len(s) && s[i] != '.' {
			if s[i] < '0' || s[i] > '9' {
				return false
			}
			continue
		}
		if i == from || parts == 0 && s[from:i] != "1" {
			return false
		}
		parts++
		from = i + 1
	}
	return parts == 2 || parts == 3
}

// fresh checks for a freeze attack (specification 5.3.10, 5.4.4, 5.5.6, 5.6.5): the
// expiry must be later than the start of the update.
func (h header) fresh(file string, now int64) error {
	if h.expires <= now {
		return refuse(Expired, file+" has expired on "+formatDate(h.expires)[:10]+"; the rules in use stay as they are.")
	}
	return nil
}
