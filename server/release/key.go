package release

import (
	"bytes"
	"crypto"
	"crypto/ed25519"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"

	"filippo.io/age"
	"filippo.io/age/armor"
	"github.com/sigstore/sigstore/pkg/signature"
	"github.com/theupdateframework/go-tuf/v2/metadata"
	"golang.org/x/crypto/ssh"
)

// MinPassphrase is the fewest characters of a passphrase that protects a key.
const MinPassphrase = 12

// workFactor is the logarithm of scrypt's N: about a second to try one passphrase, as
// age advises.
var workFactor = 18

// PublicKey is what others need of a key: they name it as one that may sign.
type PublicKey struct {
	Name string // whose it is, for people
	ID   string // as TUF names it: the SHA-256 of the key's canonical form

	key *metadata.Key
}

// Short is the beginning of the ID, enough to compare by eye.
func (k PublicKey) Short() string { return k.ID[:min(8, len(k.ID))] }

func (k PublicKey) String() string { return fmt.Sprintf("%s (%s)", k.Name, k.Short()) }

// Hex is the 32 bytes of the key, hexadecimal.
func (k PublicKey) Hex() string { return k.key.Value.PublicKey }

// Signer signs with a private key that it may or may not hold.
type Signer struct {
	PublicKey
	sign func(message []byte) ([]byte, error)
}

// keyName is what a key may be called: it names a file too.
var keyName = regexp.MustCompile(`^[\p{L}0-9][\p{L}0-9._@-]{0,63}$`)

// publicKey makes a PublicKey of 32 bytes.
func publicKey(name string, public ed25519.PublicKey) (PublicKey, error) {
	if !keyName.MatchString(name) {
		return PublicKey{}, fmt.Errorf("%q is no name for a key: use up to 64 letters, digits, '.', '_', '@' and '-'", name)
	}
	key, err := metadata.KeyFromPublicKey(public)
	if err != nil {
		return PublicKey{}, err
	}
	id, err := key.ID()
	return PublicKey{Name: name, ID: id, key: key}, err
}

// What a key file says it is.
const (
	kindPublic  = "bedside public key"
	kindPrivate = "bedside private key"
)

// keyPaper is the form of the files that hold keys. A private key's seed is sealed
// with a passphrase by age (scrypt, ChaCha20-Poly1305).
type keyPaper struct {
	Kind   string `json:"kind"`
	Name   string `json:"name"`
	Type   string `json:"keytype"`
	Public string `json:"public"`
	Sealed string `json:"sealed,omitempty"`
}

// PublicFile returns the file to hand to others.
func (k PublicKey) PublicFile() []byte {
	return keyPaper{Kind: kindPublic, Name: k.Name, Type: metadata.KeyTypeEd25519, Public: k.Hex()}.bytes()
}

func (p keyPaper) bytes() []byte {
	b, err := json.MarshalIndent(p, "", "  ")
	if err != nil {
		panic(err) // strings alone can always be written
	}
	return append(b, '\n')
}

// NewKey makes a key and returns the file that holds it, sealed with a passphrase.
func NewKey(name, passphrase string) (PublicKey, []byte, error) {
	if len([]rune(passphrase)) < MinPassphrase {
		return PublicKey{}, nil, fmt.Errorf("the passphrase has fewer than %d characters; a few words of your own choice make a good one", MinPassphrase)
	}
	public, seed, err := newNamedSeed(name)
	if err != nil {
		return public, nil, err
	}
	recipient, err := age.NewScryptRecipient(passphrase)
	if err != nil {
		return public, nil, fmt.Errorf("seal the key: %w", err)
	}
	recipient.SetWorkFactor(workFactor)
	var sealed bytes.Buffer
	armoured := armor.NewWriter(&sealed)
	w, err := age.Encrypt(armoured, recipient)
	if err == nil {
		_, err = w.Write(seed)
	}
	if err == nil {
		err = errors.Join(w.Close(), armoured.Close())
	}
	if err != nil {
		return public, nil, fmt.Errorf("seal the key: %w", err)
	}
	return public, keyPaper{kindPrivate, name, metadata.KeyTypeEd25519, public.Hex(), sealed.String()}.bytes(), nil
}

// NewServerKey makes a timestamp key: its seed, as a server reads it, 64
// hexadecimal digits and a newline.
func NewServerKey(name string) (PublicKey, []byte, error) {
	public, seed, err := newNamedSeed(name)
	return public, []byte(hex.EncodeToString(seed) + "\n"), err
}

// ReadServerKey reads the public key of a timestamp key, which is nothing but its seed;
// name is what to call it.
func ReadServerKey(name string, file []byte) (PublicKey, error) {
	seed, err := hex.DecodeString(string(bytes.TrimSpace(file)))
	if err != nil || len(seed) != ed25519.SeedSize {
		return PublicKey{}, errors.New("it is no server's key: 64 hexadecimal digits are expected")
	}
	return publicKey(name, ed25519.NewKeyFromSeed(seed).Public().(ed25519.PublicKey))
}

func newNamedSeed(name string) (PublicKey, []byte, error) {
	seed, err := newSeed()
	if err != nil {
		return PublicKey{}, nil, fmt.Errorf("make a key: %w", err)
	}
	public, err := publicKey(name, ed25519.NewKeyFromSeed(seed).Public().(ed25519.PublicKey))
	return public, seed, err
}

func readPaper(file []byte) (keyPaper, PublicKey, error) {
	var p keyPaper
	if err := json.Unmarshal(file, &p); err != nil || p.Kind != kindPublic && p.Kind != kindPrivate {
		return p, PublicKey{}, errors.New("it is no key file of Bedside; \"bedside keys new\" makes one")
	}
	public, err := hex.DecodeString(p.Public)
	if err != nil || len(public) != ed25519.PublicKeySize || p.Type != metadata.KeyTypeEd25519 {
		return p, PublicKey{}, errors.New("its public key is not 64 hexadecimal digits of an Ed25519 key; the file is damaged")
	}
	k, err := publicKey(p.Name, public)
	return p, k, err
}

// ReadPublicKey reads the public key of a public or private key file, or of the .pub
// file of an SSH key.
func ReadPublicKey(file []byte) (PublicKey, error) {
	if key, comment, _, _, err := ssh.ParseAuthorizedKey(file); err == nil {
		return sshPublicKey(key, comment)
	}
	_, k, err := readPaper(file)
	return k, err
}

// ErrPassphrase is the error of a passphrase that does not open a key.
var ErrPassphrase = errors.New("this is not the passphrase of the key")

// OpenKey opens a private key file. passphrase is called when the file turns out to
// be in order. A wrong passphrase is ErrPassphrase.
func OpenKey(file []byte, passphrase func(PublicKey) (string, error)) (*Signer, error) {
	p, public, err := readPaper(file)
	if err != nil {
		return nil, err
	}
	if p.Kind != kindPrivate || p.Sealed == "" {
		return nil, fmt.Errorf("it holds the public key of %s only; signing takes the file that ends in .key", public.Name)
	}
	secret, err := passphrase(public)
	if err != nil {
		return nil, err
	}
	identity, err := age.NewScryptIdentity(secret)
	if err != nil {
		return nil, ErrPassphrase // the empty one
	}
	r, err := age.Decrypt(armor.NewReader(bytes.NewReader([]byte(p.Sealed))), identity)
	var none *age.NoIdentityMatchError
	switch {
	case errors.As(err, &none):
		return nil, ErrPassphrase
	case err != nil:
		return nil, fmt.Errorf("the file is damaged: %w", err)
	}
	seed, err := io.ReadAll(io.LimitReader(r, ed25519.SeedSize+1))
	if err != nil || len(seed) != ed25519.SeedSize {
		return nil, errors.New("what is sealed in the file is no key; the file is damaged")
	}
	private := ed25519.NewKeyFromSeed(seed)
	if hex.EncodeToString(private.Public().(ed25519.PublicKey)) != p.Public {
		return nil, errors.New("the private key in the file does not belong to its public key; the file is damaged")
	}
	signer, err := signature.LoadSigner(private, crypto.Hash(0))
	if err != nil {
		return nil, err
	}
	return &Signer{public, func(message []byte) ([]byte, error) { return signer.SignMessage(bytes.NewReader(message)) }}, nil
}
