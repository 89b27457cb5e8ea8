package tuf

// Summary is what a metadata file says of itself. Nothing in it is verified.
type Summary struct {
	Role    string // "root", "timestamp", "snapshot" or "targets"
	Version int64
	Expires int64            // unix seconds
	Meta    map[string]int64 // of a timestamp or snapshot: the version of each file it names
	Targets []Blob           // of targets, without their paths
}

// Blob is a target that the metadata announces.
type Blob struct {
	Name   string // such as "base.pack"
	Path   string // below the update URL: "targets/<sha256>.base.pack"
	SHA256 string // hexadecimal, lower case
	Length int64  // bytes
}

// Inspect reads a metadata file without verifying it: for files that were verified
// when they were stored, and to say what a file is about.
func Inspect(file []byte) (Summary, error) {
	e, err := readEnvelope("The file", file)
	if err != nil {
		return Summary{}, err
	}
	role, _ := e.signed.get("_type")
	h, err := e.readHeader(role.text)
	if err != nil {
		return Summary{}, err
	}
	s := Summary{Role: role.text, Version: h.version, Expires: h.expires}
	meta, _ := e.signed.get("meta")
	for _, m := range meta.members {
		if s.Meta == nil {
			s.Meta = make(map[string]int64, len(meta.members))
		}
		version, _ := m.value.get("version")
		s.Meta[m.key] = version.num
	}
	list, _ := e.signed.get("targets")
	for _, m := range list.members {
		length, _ := m.value.get("length")
		hashes, _ := m.value.get("hashes")
		sum, _ := hashes.get("sha256")
		s.Targets = append(s.Targets, Blob{Name: m.key, SHA256: sum.text, Length: length.num})
	}
	return s, nil
}
