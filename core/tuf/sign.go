//go:build !wasip1

// Only servers publish and sign; crypto/ed25519 would make the module a tenth larger.

package tuf

import (
	"crypto/ed25519"
	"strings"
)

// specVersion is the version of the specification that timestamps are written to.
const specVersion = "1.0.31"

// Signer signs timestamps: it holds the one private key a server has.
type Signer struct {
	private ed25519.PrivateKey
	public  string // hexadecimal
	id      string
}

// ParseSigner reads the seed of an Ed25519 key, 64 hexadecimal digits; white space
// around them is ignored.
func ParseSigner(seed string) (*Signer, error) {
	b, ok := unhex(strings.TrimSpace(seed))
	if !ok || len(b) != ed25519.SeedSize {
		return nil, refuse(Key, "The timestamp key is not in order: 64 hexadecimal digits are expected.")
	}
	private := ed25519.NewKeyFromSeed(b)
	public := enhex(private[ed25519.SeedSize:])
	// 4.2.2: the key id is the SHA-256 of the key in canonical form.
	id := sum256([]byte(`{"keytype":"ed25519","keyval":{"public":"` + public + `"},"scheme":"ed25519"}`))
	return &Signer{private: private, public: public, id: enhex(id[:])}, nil
}

// KeyID returns the TUF key id of the signer's public key.
func (s *Signer) KeyID() string { return s.id }

// Public returns the signer's public key, hexadecimal.
func (s *Signer) Public() string { return s.public }

// mayTimestamp checks that r lets the signer sign timestamps alone, as a server must.
func (s *Signer) mayTimestamp(r *root) error {
	a := r.authority[roleTimestamp]
	for _, id := range a.keyIDs {
		if enhex(r.keys[id]) == s.public && id == s.id && a.threshold == 1 {
			return nil
		}
	}
	return refuse(Key, "The root does not let this server's key sign timestamps; name its key "+s.public+" in the root, or give the server the key that the root names.")
}

// timestamp signs a timestamp for a snapshot.
func (s *Signer) timestamp(version, expires int64, snapshot fileMeta) []byte {
	signed := []byte(`{"_type":"timestamp",`)
	signed = append(appendPair(signed, "expires", formatDate(expires)), `,"meta":{"snapshot.json":{"hashes":{`...)
	signed = append(appendPair(signed, "sha256", snapshot.sha256), '}', ',')
	signed = append(appendCount(signed, "length", snapshot.length), ',')
	signed = append(appendCount(signed, "version", snapshot.version), `}},`...)
	signed = append(appendPair(signed, "spec_version", specVersion), ',')
	signed = append(appendCount(signed, "version", version), '}')

	// signed is in canonical form: sorted, unspaced, nothing in it to escape.
	file := append(appendPair([]byte(`{"signatures":[{`), "keyid", s.id), ',')
	file = append(appendPair(file, "sig", enhex(ed25519.Sign(s.private, signed))), `}],"signed":`...)
	return append(append(file, signed...), '}')
}
