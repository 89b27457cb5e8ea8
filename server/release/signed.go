package release

import (
	"crypto/ed25519"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"slices"

	"github.com/secure-systems-lab/go-securesystemslib/cjson"
	"github.com/theupdateframework/go-tuf/v2/metadata"
)

// signedFile is a metadata file with the signatures it has so far. What is signed
// is carried as it is.
type signedFile struct {
	Signatures []fileSignature `json:"signatures"`
	Signed     json.RawMessage `json:"signed"`
}

type fileSignature struct {
	KeyID string `json:"keyid"`
	Sig   string `json:"sig"` // hexadecimal
}

// unsigned makes a file of metadata that nobody has signed yet.
func unsigned[T metadata.Roles](m *metadata.Metadata[T]) (*signedFile, error) {
	b, err := json.Marshal(m.Signed)
	if err != nil {
		return nil, err
	}
	return &signedFile{Signatures: []fileSignature{}, Signed: b}, nil
}

// message is what signatures are made over: the canonical form of what is signed.
func (f *signedFile) message() ([]byte, error) {
	var v map[string]any
	if err := json.Unmarshal(f.Signed, &v); err != nil {
		return nil, fmt.Errorf("it is no metadata: %w", err)
	}
	return cjson.EncodeCanonical(v)
}

// bytes is the file as it is published.
func (f *signedFile) bytes() ([]byte, error) { return json.Marshal(f) }

func (f *signedFile) has(keyID string) bool {
	return slices.ContainsFunc(f.Signatures, func(s fileSignature) bool { return s.KeyID == keyID })
}

// add adds a signature.
func (f *signedFile) add(s *Signer) error {
	message, err := f.message()
	if err != nil {
		return err
	}
	sig, err := s.sign(message)
	if err != nil {
		return err
	}
	f.Signatures = append(f.Signatures, fileSignature{s.ID, hex.EncodeToString(sig)})
	return nil
}

// holds reports whether the signature of a key is over what the file says now.
func (f *signedFile) holds(key *metadata.Key, sig string) bool {
	message, err := f.message()
	public, errKey := hex.DecodeString(key.Value.PublicKey)
	b, errSig := hex.DecodeString(sig)
	return err == nil && errKey == nil && errSig == nil && len(public) == ed25519.PublicKeySize &&
		ed25519.Verify(public, message, b)
}

// parse reads the file as metadata of a role.
func parse[T metadata.Roles](f *signedFile, empty *metadata.Metadata[T]) (*metadata.Metadata[T], error) {
	b, err := f.bytes()
	if err != nil {
		return nil, err
	}
	return empty.FromBytes(b)
}

// digest is the SHA-256 of a body, hexadecimal.
func digest(body []byte) string {
	sum := sha256.Sum256(body)
	return hex.EncodeToString(sum[:])
}
