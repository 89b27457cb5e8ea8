package release

import (
	"fmt"
	"time"
)

// Limits are what a release may cost its users at most.
type Limits struct {
	FalseAlarms float64 // rise of the share of clear posts that are warned about, percentage points
	Slower      float64 // time to read the same posts, new over old
	Larger      float64 // bytes of a pack, new over old
	Grace       int     // bytes that a pack may grow in any case
}

// DefaultLimits let a release grow and slow down by as much as a season's work may
// need, and cry wolf hardly more than before. A small pack may always grow by 64 kB.
var DefaultLimits = Limits{FalseAlarms: 0.5, Slower: 1.25, Larger: 1.25, Grace: 64 << 10}

// minClear is the fewest clear posts from which a share of false alarms says anything.
const minClear = 50

// Fault is a check that a release does not pass.
type Fault struct {
	What string // a sentence without its end; what is signed when the fault is accepted
	Hint string // what to do about it, "" when that is plain
}

func (f Fault) String() string {
	if f.Hint == "" {
		return f.What
	}
	return f.What + "; " + f.Hint
}

// Excess says what of a pack is beyond the limits.
func (l Limits) Excess(d *PackDiff, before, after time.Duration) []Fault {
	var out []Fault
	exceeds := func(format string, args ...any) { out = append(out, Fault{What: fmt.Sprintf(format, args...)}) }
	if d.Was == d.Is && d.Was != "" && d.Changed {
		out = append(out, Fault{
			What: fmt.Sprintf("%s still says that it is version %s, and is not the same", d.Target, d.Is),
			Hint: "raise its version, so that people can tell them apart",
		})
	}
	if a := d.Alerts; a != nil && a.Clear > 0 {
		rise := 100 * float64(a.False[1]-a.False[0]) / float64(a.Clear)
		if rise > l.FalseAlarms {
			exceeds("%s warns about %d of %d clear posts, where %d were warned about before: %.1f points more, and %.1f are allowed",
				d.Target, a.False[1], a.Clear, a.False[0], rise, l.FalseAlarms)
		}
	}
	if was, is := d.Bytes[0], d.Bytes[1]; was > 0 && is > was+l.Grace && float64(is) > l.Larger*float64(was) {
		exceeds("%s grows from %d to %d bytes: %.2f times as large, and %.2f is allowed", d.Target, was, is, float64(is)/float64(was), l.Larger)
	}
	if ratio := after.Seconds() / before.Seconds(); before > 0 && ratio > l.Slower {
		exceeds("%s makes reading %.2f times as slow, and %.2f is allowed", d.Target, ratio, l.Slower)
	}
	return out
}

// FewPosts is the fault that there are too few clear posts to judge false alarms by;
// ok is false when there are enough.
func FewPosts(posts []Post) (fault Fault, ok bool) {
	n := 0
	for _, p := range posts {
		if p.Verdict == "clear" {
			n++
		}
	}
	if n >= minClear {
		return Fault{}, false
	}
	return Fault{
		What: fmt.Sprintf("only %d posts are labelled clear, and %d are needed to count false alarms by", n, minClear),
		Hint: "add more with --posts",
	}, true
}

// Record keeps the outcome of a check in the release. What is accepted in spite of
// the limits is signed with the packs, so nobody may have signed yet.
func (f *File) Record(faults []Fault, accepted string, now time.Time) error {
	var found []string
	for _, fault := range faults {
		found = append(found, fault.What)
	}
	if len(found) > 0 && accepted != "" {
		if err := f.accept(found, accepted); err != nil {
			return err
		}
	}
	f.Checked = &Checked{When: now.UTC().Truncate(time.Second), Passed: len(found) == 0, Found: found, Accepted: accepted}
	return nil
}

// NewPack is a target whose pack a release changes.
type NewPack struct {
	Target
	Was *Target // what clients of its channel took before; nil for nothing
}

// NewPacks returns the packs that a release brings to some client, without those that
// stand in for others.
func (f *File) NewPacks() ([]NewPack, error) {
	now, next, err := f.Targets()
	if err != nil {
		return nil, err
	}
	find := func(name string) *Target {
		for i := range now {
			if now[i].Name == name {
				return &now[i]
			}
		}
		return nil
	}
	var out []NewPack
	for _, t := range next {
		was := find(t.Name)
		if isStandIn(t.Name) || was != nil && was.SHA256 == t.SHA256 {
			continue
		}
		if was == nil {
			was = find(t.Base())
		}
		out = append(out, NewPack{t, was})
	}
	return out, nil
}

// Stands finds a pack that a release leaves in place, or brings, for a channel.
func (f *File) Stands(channel, packName string) (*Target, error) {
	_, next, err := f.Targets()
	if err != nil {
		return nil, err
	}
	for _, name := range []string{targetName(channel, packName), targetName(stable, packName)} {
		for i := range next {
			if next[i].Name == name {
				return &next[i], nil
			}
		}
	}
	return nil, nil
}
