package core

// Options are the author's settings that change what a draft means.
// The zero value is right for a reader about whom nothing is known.
type Options struct {
	Lang         string   // "en", "fr" or "" to detect; also the language of messages
	Jurisdiction string   // "CA", "CA-ON", "US", "UK", "AU", "FR" or ""
	Strict       bool     // report every valid identifier, patient in sight or not
	Names        []string // the author's and colleagues' names, never a patient's
	Limit        int      // longest post the site takes, UTF-16 code units; 0 for none
}

// PackInfo describes a loaded rule pack.
type PackInfo struct {
	Name    string
	Version string
	Rules   int
}

// Analyzer reads drafts against the packs loaded into it. It keeps caches and
// buffers between calls and is not safe for concurrent use.
type Analyzer struct{}

// New returns an Analyzer with no packs: it finds nothing until Load succeeds.
func New() *Analyzer { return &Analyzer{} }

// Load adds a compiled pack, replacing one of the same name. A pack that is
// damaged or of another format version is refused and changes nothing.
func (a *Analyzer) Load(pack []byte) (PackInfo, error) { return PackInfo{}, nil }

// Analyze reads one draft (UTF-8; each invalid byte counts as one U+FFFD).
// The report is the caller's to keep.
func (a *Analyzer) Analyze(text []byte, o Options) *Report {
	return &Report{Lang: "en"}
}
