// Package core is the facade over Bedside's reading core: it turns a draft post
// into a Report of findings, each explained, cited and mended. It does no I/O,
// reads no clock, starts no goroutine, and never keeps the text it was given.
package core

import (
	"github.com/bedside-md/bedside/core/advise"
	"github.com/bedside-md/bedside/core/judge"
	"github.com/bedside-md/bedside/core/pack"
	"github.com/bedside-md/bedside/core/scan"
	"github.com/bedside-md/bedside/core/text"
)

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
type Analyzer struct {
	scanner *scan.Scanner
	judge   *judge.Judge
	main    reading
	edited  reading
}

// reading is one draft as read, and the facts found in it.
type reading struct {
	doc   text.Doc
	facts scan.Facts
}

// New returns an Analyzer with no packs: it finds nothing until Load succeeds.
func New() *Analyzer {
	s := scan.New()
	a := &Analyzer{scanner: s, judge: judge.New(s)}
	a.main.doc.Known, a.edited.doc.Known = s.Known, s.Known
	return a
}

// Load adds a compiled pack, replacing one of the same name. A pack that is
// damaged or of another format version is refused and changes nothing. The
// bytes must not change afterwards.
func (a *Analyzer) Load(data []byte) (PackInfo, error) {
	p, err := pack.Load(data)
	if err != nil {
		return PackInfo{}, err
	}
	if err := a.scanner.Add(p); err != nil {
		return PackInfo{}, err
	}
	a.judge = judge.New(a.scanner)
	return PackInfo{p.Name, p.Version, len(p.Rules)}, nil
}

// Analyze reads one draft (UTF-8; each invalid byte counts as one U+FFFD).
// The report is the caller's to keep.
func (a *Analyzer) Analyze(draft []byte, o Options) *Report {
	set := judge.Settings{Strict: o.Strict, Own: ownNames(o.Names)}
	findings := a.read(&a.main, draft, o, set)
	c := advise.Composer{
		Doc: &a.main.doc, Src: draft, Limit: o.Limit, Packs: a.scanner.Packs(),
		French: o.Lang == "fr" || o.Lang == "" && a.main.doc.Lang == text.French,
		Reread: func(s string) map[string]uint8 {
			gravest := map[string]uint8{}
			for _, f := range a.read(&a.edited, []byte(s), o, set) {
				gravest[f.Category] = max(gravest[f.Category], f.Severity)
			}
			return gravest
		},
	}
	return c.Compose(findings)
}

func (a *Analyzer) read(r *reading, draft []byte, o Options, set judge.Settings) []judge.Finding {
	r.doc.Read(draft)
	a.scanner.Scan(&r.doc, o.Jurisdiction, &r.facts)
	return a.judge.Judge(&r.facts, set)
}

// ownNames hashes the parts of the author's names as the reader folds them.
func ownNames(names []string) []uint64 {
	var out []uint64
	var d text.Doc
	for _, n := range names {
		d.Read([]byte(n))
		for i := range d.Tokens {
			out = append(out, d.Tokens[i].Hash)
		}
	}
	return out
}

// Fired returns the ids of the rules that hold on a draft, whether or not they
// make a finding; rules that make facts are named "fact.lang".
func (a *Analyzer) Fired(draft string) []string {
	r := &a.edited
	r.doc.Read([]byte(draft))
	a.scanner.Scan(&r.doc, "", &r.facts)
	var out []string
	for i := range r.facts.Facts {
		if rule := r.facts.Facts[i].Rule; rule != nil {
			out = append(out, rule.ID)
		}
	}
	return out
}
