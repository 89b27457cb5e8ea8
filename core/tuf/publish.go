package tuf

// Files are metadata files as bytes. In a Files that is published, the zero
// values mean "unchanged".
type Files struct {
	Roots     [][]byte          // root files in rising order of version
	Timestamp []byte            // only in what is current: the server makes new ones
	Snapshot  []byte            //
	Targets   []byte            // the top-level targets metadata
	Delegated map[string][]byte // targets metadata of delegated roles, by role name
}

// File is a file of the repository: its path below the update URL and its bytes.
type File struct {
	Path string
	Body []byte
}

// Blob is a target that the metadata announces.
type Blob struct {
	Name   string // such as "base.pack"
	Path   string // below the update URL: "targets/<sha256>.base.pack"
	SHA256 string // hexadecimal, lower case
	Length int64  // bytes
}

// Versions are the version numbers of the top-level roles.
type Versions struct {
	Root, Timestamp, Snapshot, Targets int64
}

// Published is what a publish comes to when it has been verified.
type Published struct {
	Create    []File // new files, to be created in this order before the timestamp; never replaced
	Timestamp []byte // the new timestamp.json: putting it in place is the commit
	Blobs     []Blob // every target that must be in store before the commit
	Versions  Versions
	Expires   int64 // when the first of the metadata runs out, unix seconds
}

// VerifyPublish checks a publish as a client that trusts the current files would
// meet it, signs the timestamp that makes it current, and returns what to store.
// now is in unix seconds, lifetime the seconds the new timestamp is good for.
//
// current.Roots needs only the latest root. With none (an empty store) the first
// root of next is taken on trust, which a server allows once; it must name signer
// as the timestamp key all the same. Roots that are stored already may be sent
// again and are skipped.
func VerifyPublish(current, next Files, signer *Signer, now, lifetime int64) (*Published, error) {
	return nil, refuse(Format, "Not written yet.")
}

// RenewTimestamp signs the current snapshot anew: version + 1, good for lifetime
// seconds from now. root is the latest root file.
func RenewTimestamp(root, timestamp []byte, signer *Signer, now, lifetime int64) ([]byte, error) {
	return nil, refuse(Format, "Not written yet.")
}

// Summary is what a metadata file says of itself. Nothing in it is verified.
type Summary struct {
	Role    string // "root", "timestamp", "snapshot" or "targets"
	Version int64
	Expires int64            // unix seconds
	Meta    map[string]int64 // of a timestamp or snapshot: the version of each file named
	Targets []Blob           // of targets
}

// Inspect reads a metadata file without verifying it: for files that were
// verified when they were stored.
func Inspect(file []byte) (Summary, error) {
	return Summary{}, refuse(Format, "Not written yet.")
}

// ParseSigner reads the seed of the timestamp key, 64 hexadecimal digits; white
// space around them is ignored.
func ParseSigner(seed string) (*Signer, error) {
	return nil, refuse(Format, "Not written yet.")
}

// KeyID returns the TUF key id of the signer's public key.
func (s *Signer) KeyID() string { return s.id }

// Public returns the signer's public key, hexadecimal.
func (s *Signer) Public() string { return "" }
