// Package core is the facade over Bedside's reading core: it turns a draft post
// into a Report of findings, each explained, cited and mended. It does no I/O,
// reads no clock and starts no goroutine. Of the text it was given it remembers the
// last draft until it is given another, or none.
package core

import (
	"github.com/bedside-md/bedside/core/advise"
	"github.com/bedside-md/bedside/core/anonymity"
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
	Catchment    int      // people whom the author's hospital serves; 0 where unknown
	Daily        int      // patients whom the author's unit has on a day; 0 where unknown
	NoEdits      bool     // leave edits out: they take longer to find than all the rest

	Sensitivity string   // how much to say: "less", "more" or "" for the usual
	Quiet       []string // categories, and rules as reports name them, not to say
	NoStories   bool     // the author wants to tell no patient's story at all
	Trainee     bool     // the author learns the profession
	Purpose     string   // of the account: "personal", "professional" or "" for both
	NotPatient  bool     // the author says that this draft is about no patient
	Consent     bool     // the author says that the patient agreed in writing
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
	main    scan.Facts
	edited  scan.Facts // of the draft with an offered edit made
}

// New returns an Analyzer with no packs: it finds nothing until Load succeeds.
func New() *Analyzer {
	s := scan.New()
	return &Analyzer{scanner: s, judge: judge.New(s)}
}

// Load adds a compiled pack, replacing one of the same name. A pack that is
// damaged or of another format version is refused and changes nothing. The
// bytes must not change afterwards.
func (a *Analyzer) Load(data []byte) (PackInfo, error) {
	p, err := pack.Load(data)
	if err != nil {
		return PackInfo{}, err
	}
	a.Forget() // what was found with other packs
	if err := a.scanner.Add(p); err != nil {
		return PackInfo{}, err
	}
	a.judge = judge.New(a.scanner)
	return PackInfo{p.Name, p.Version, len(p.Rules)}, nil
}

// SwitchOff takes rules out of every pack, by id as Finding.Rule has it, until the
// same owner names others: a publisher's remedy for a rule that does harm. No rules
// switches all of the owner's on again.
func (a *Analyzer) SwitchOff(owner string, rules []string) {
	a.Forget() // what was found with them
	a.scanner.SwitchOff(owner, rules)
}

// Analyze reads one draft (UTF-8; each invalid byte counts as one U+FFFD).
// The report is the caller's to keep. Until the next call the draft's paragraphs
// are remembered, so that an edit costs the paragraph it is in; an empty draft
// makes the Analyzer Forget.
func (a *Analyzer) Analyze(draft []byte, o Options) *Report {
	if len(draft) == 0 {
		a.Forget()
	}
	a.scanner.Next()
	set := judge.Settings{
		Strict: o.Strict, Own: ownNames(o.Names), Wishes: o.wishes(),
		Crowd: anonymity.Setting{Jurisdiction: o.Jurisdiction, Catchment: o.Catchment, Daily: o.Daily},
	}
	findings := a.read(&a.main, draft, o, set)
	c := advise.Composer{
		Doc: a.main.Doc, Src: draft, Limit: o.Limit, NoEdits: o.NoEdits, Packs: a.scanner.Packs(), Jurisdiction: o.Jurisdiction,
		French: o.Lang == "fr" || o.Lang == "" && a.main.Doc.Lang == text.French,
		Reread: func(edited []byte) []judge.Finding { return a.read(&a.edited, edited, o, set) },
		Crowd:  a.judge.Crowd(), Facts: &a.main, Setting: set.Crowd,
		Rescan: func(edited []byte) *scan.Facts {
			a.scanner.Read(edited, o.Jurisdiction, &a.edited)
			return &a.edited
		},
	}
	return c.Compose(findings)
}

func (a *Analyzer) read(f *scan.Facts, draft []byte, o Options, set judge.Settings) []judge.Finding {
	a.scanner.Read(draft, o.Jurisdiction, f)
	return a.judge.Judge(f, set)
}

// Forget wipes the text of drafts from the Analyzer's memory.
func (a *Analyzer) Forget() { a.scanner.Forget(&a.main, &a.edited) }

// wishes are those of the options that the judge grants.
func (o *Options) wishes() judge.Wishes {
	w := judge.Wishes{
		Quiet: o.Quiet, NoStories: o.NoStories, Trainee: o.Trainee, Purpose: o.Purpose,
		NotPatient: o.NotPatient, Consent: o.Consent,
	}
	switch o.Sensitivity {
	case "less":
		w.Ease, w.NoHints = judge.Ease, true
	case "more":
		w.Ease = -judge.Ease
	}
	return w
}

// ownNames hashes the parts of the author's names as the reader folds them.
func ownNames(names []string) []uint64 {
	if len(names) == 0 {
		return nil
	}
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

// Fired returns the ids of the rules that hold on a draft for an author in a
// jurisdiction, whether or not they make a finding; rules that make facts are named
// "fact.lang".
func (a *Analyzer) Fired(draft, jurisdiction string) []string {
	a.scanner.Next()
	a.scanner.Read([]byte(draft), jurisdiction, &a.main)
	var out []string
	for i := range a.main.Facts {
		if rule := a.main.Facts[i].Rule; rule != nil {
			out = append(out, rule.ID)
		}
	}
	return out
}
