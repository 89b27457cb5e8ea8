package release

import (
	"crypto"
	"crypto/ed25519"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"github.com/sigstore/sigstore/pkg/signature"
	"github.com/theupdateframework/go-tuf/v2/metadata"
)

// Keys are the private keys of one repository, one for each top-level role.
type Keys struct {
	// TimestampSeed is what the server needs and all it may have: the seed of the
	// timestamp key, 64 hexadecimal digits, as tuf.ParseSigner reads it.
	TimestampSeed string

	root, targets, snapshot, timestamp *key
}

// key is a private key as go-tuf wants it.
type key struct {
	signer signature.Signer
	public *metadata.Key
}

func newKey(seed []byte) (*key, error) {
	private := ed25519.NewKeyFromSeed(seed)
	signer, err := signature.LoadSigner(private, crypto.Hash(0))
	if err != nil {
		return nil, err
	}
	public, err := metadata.KeyFromPublicKey(private.Public())
	if err != nil {
		return nil, err
	}
	return &key{signer, public}, nil
}

// keyRoles are the roles in the order in which their key files are made. The root
// comes last: while it is missing, no repository can have been signed yet.
var keyRoles = []string{metadata.TIMESTAMP, metadata.SNAPSHOT, metadata.TARGETS, metadata.ROOT}

// NewKeys makes new keys.
func NewKeys() (*Keys, error) {
	seeds := make(map[string][]byte, len(keyRoles))
	for _, role := range keyRoles {
		seed, err := newSeed()
		if err != nil {
			return nil, fmt.Errorf("make the %s key: %w", role, err)
		}
		seeds[role] = seed
	}
	return keysFrom(seeds)
}

func newSeed() ([]byte, error) {
	_, private, err := ed25519.GenerateKey(nil)
	if err != nil {
		return nil, err
	}
	return private.Seed(), nil
}

func keysFrom(seeds map[string][]byte) (k *Keys, err error) {
	k = &Keys{TimestampSeed: hex.EncodeToString(seeds[metadata.TIMESTAMP])}
	for role, at := range map[string]**key{
		metadata.ROOT: &k.root, metadata.TARGETS: &k.targets,
		metadata.SNAPSHOT: &k.snapshot, metadata.TIMESTAMP: &k.timestamp,
	} {
		if *at, err = newKey(seeds[role]); err != nil {
			return nil, fmt.Errorf("load the %s key: %w", role, err)
		}
	}
	return k, nil
}

// keyFile is the form of a key file.
type keyFile struct {
	Note    string `json:"note"`
	Role    string `json:"role"`
	KeyType string `json:"keytype"`
	Scheme  string `json:"scheme"`
	Value   struct {
		Public  string `json:"public"`
		Private string `json:"private"` // the seed
	} `json:"keyval"`
}

const developmentNote = "DEVELOPMENT KEY, unprotected. It signs rules on a developer's machine and must never sign rules that physicians receive."

// DevKeys returns the development keys in dir, and makes them on first use. The
// files are named DEVELOPMENT-<role>.key.json and readable by their owner only.
func DevKeys(dir string) (*Keys, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("make the directory of the development keys: %w", err)
	}
	_, err := os.Stat(devKeyPath(dir, metadata.ROOT))
	first := errors.Is(err, fs.ErrNotExist)
	seeds := make(map[string][]byte, len(keyRoles))
	for _, role := range keyRoles {
		path := devKeyPath(dir, role)
		if first {
			if err := makeDevKey(path, role); err != nil {
				return nil, fmt.Errorf("make a development key: %w", err)
			}
		}
		seed, err := readKeyFile(path, role)
		if errors.Is(err, fs.ErrNotExist) {
			return nil, fmt.Errorf("the development key %s is missing: put it back, or delete the other keys beside it and what they signed, and begin anew", path)
		}
		if err != nil {
			return nil, fmt.Errorf("read the development key %s: %w", path, err)
		}
		seeds[role] = seed
	}
	return keysFrom(seeds)
}

func devKeyPath(dir, role string) string {
	return filepath.Join(dir, "DEVELOPMENT-"+role+".key.json")
}

// makeDevKey writes a new key, unless there is one already. The file appears whole
// or not at all.
func makeDevKey(path, role string) error {
	seed, err := newSeed()
	if err != nil {
		return err
	}
	f := keyFile{Note: developmentNote, Role: role, KeyType: metadata.KeyTypeEd25519, Scheme: metadata.KeySchemeEd25519}
	f.Value.Public = hex.EncodeToString(ed25519.NewKeyFromSeed(seed)[ed25519.SeedSize:])
	f.Value.Private = hex.EncodeToString(seed)
	body, err := json.MarshalIndent(f, "", "  ")
	if err != nil {
		return err
	}
	temp, err := os.CreateTemp(filepath.Dir(path), ".new-*.key.json") // mode 0600
	if err != nil {
		return err
	}
	defer os.Remove(temp.Name())
	_, err = temp.Write(append(body, '\n'))
	if err := errors.Join(err, temp.Sync(), temp.Close()); err != nil {
		return err
	}
	if err := os.Link(temp.Name(), path); err != nil && !errors.Is(err, fs.ErrExist) {
		return err
	}
	return nil
}

func readKeyFile(path, role string) ([]byte, error) {
	body, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	var f keyFile
	if err := json.Unmarshal(body, &f); err != nil {
		return nil, fmt.Errorf("it is not a key file: %w", err)
	}
	seed, err := hex.DecodeString(f.Value.Private)
	if err != nil || len(seed) != ed25519.SeedSize {
		return nil, errors.New("its private key is not 64 hexadecimal digits")
	}
	if f.Role != role {
		return nil, fmt.Errorf("it is the key of the role %q", f.Role)
	}
	return seed, nil
}
