package tuf

import (
	"encoding/binary"
	"slices"
	"strconv"
	"strings"
)

// A publisher says in the signed custom field of a target who is to take it, and
// what is switched off:
//
//	"custom": {"bedside": {
//	  "percent": 10,                    of clients, 0 to 100; without it all
//	  "minimum": "0.2.0",               the version a client must have
//	  "otherwise": "before-base.pack",  the target for those who do not take this one;
//	                                    without it they keep the pack they have
//	  "withdrawn": "why",               nobody takes it any more
//	  "off": ["rule.id"]                rules that no client applies, whatever its pack
//	}}
//
// Fields besides these are for people. Channels are names: what base.pack is to
// all, beta/base.pack is to those who chose "beta", and org/NAME/base.pack to those
// of an organisation. Where a channel has no such target the plain one stands in.

// Bounds of what a target's custom field may hold.
const (
	maxOff    = 256 // rules switched off
	maxReason = 500 // bytes of the reason for a withdrawal
	maxTrail  = 4   // targets looked at for one that this client is to take
)

// Local is what a client knows of itself. None of it is ever sent: the client
// decides by it which of the signed targets are for it.
type Local struct {
	Channel string // "" or "stable", "beta", "org/NAME"
	Random  string // drawn once by the host and kept; "" takes part in every roll-out
	Version string // of the program, such as "0.2.0"; "" meets every minimum
}

// name is what a target is called in the client's channel.
func (l *Local) name(target string) string {
	if l.Channel == "" || l.Channel == "stable" {
		return target
	}
	return l.Channel + "/" + target
}

// The reasons for a client not to take the newest pack of a repository, where none
// stands in for it.
const (
	Withdrawn = "withdrawn" // the publisher took it back
	RollOut   = "roll-out"  // it is not this client's turn yet: it keeps the pack it has
	Minimum   = "minimum"   // it is for later versions of the program: likewise
)

// rollout is what a target's custom field says of who takes it. The zero value is
// not right: begin with everybody.
type rollout struct {
	percent   int64
	minimum   string
	otherwise string
	withdrawn string
	off       []string
}

var everybody = rollout{percent: 100}

// readRollout reads a custom field. Malformed, it spoils the whole file: a publisher
// must learn of it before clients do.
func (e *envelope) readRollout(custom value) (rollout, error) {
	r := everybody
	v, ok := custom.get("bedside")
	if !ok {
		return r, nil
	}
	if v.kind != object {
		return r, e.malformed("what it says of a roll-out is no object")
	}
	if percent, ok := v.get("percent"); ok {
		if percent.kind != number || percent.num < 0 || percent.num > 100 {
			return r, e.malformed("a roll-out is to a share other than 0 to 100 percent")
		}
		r.percent = percent.num
	}
	for _, field := range []struct {
		name string
		into *string
		ok   func(string) bool
	}{
		{"minimum", &r.minimum, isVersion},
		{"otherwise", &r.otherwise, isTargetName},
		{"withdrawn", &r.withdrawn, func(s string) bool { return s != "" && len(s) <= maxReason }},
	} {
		f, there := v.get(field.name)
		if there && (f.kind != text || !field.ok(f.text)) {
			return r, e.malformed("the " + field.name + " field of a target is not in order")
		}
		*field.into = f.text
	}
	off, there := v.get("off")
	if there && (off.kind != array || len(off.items) > maxOff) {
		return r, e.malformed("the rules to switch off are no list, or more than " + strconv.Itoa(maxOff))
	}
	for _, rule := range off.items {
		if rule.kind != text || rule.text == "" || len(rule.text) > maxNameLength {
			return r, e.malformed("a rule to switch off has no proper name")
		}
		r.off = append(r.off, rule.text)
	}
	return r, nil
}

// refuses says why a client does not take the target with a SHA-256; "" when it does.
func (r *rollout) refuses(l *Local, sha256 string) string {
	switch {
	case r.withdrawn != "":
		return Withdrawn
	case r.minimum != "" && l.Version != "" && olderVersion(l.Version, r.minimum):
		return Minimum
	case !inRollout(l.Random, sha256, r.percent):
		return RollOut
	}
	return ""
}

// inRollout puts a client into one of 2^32 places by its random number and the
// target, so that other clients go first with each pack, and those who have one
// keep it when the share grows.
func inRollout(random, sha256 string, percent int64) bool {
	if random == "" || percent >= 100 {
		return true
	}
	sum := sum256([]byte(random + " " + sha256))
	return uint64(binary.BigEndian.Uint32(sum[:]))*100 < uint64(percent)<<32
}

// isVersion reports whether s is numbers joined by dots, such as 0.2.0.
func isVersion(s string) bool {
	for part := range strings.SplitSeq(s, ".") {
		if part == "" || len(part) > 9 || strings.Trim(part, "0123456789") != "" {
			return false
		}
	}
	return true
}

// olderVersion reports whether version a comes before b, part by part as numbers.
// What follows a number in a part, as in "0.2.0-rc1", does not count.
func olderVersion(a, b string) bool {
	for a != "" || b != "" {
		var x, y string
		x, a, _ = strings.Cut(a, ".")
		y, b, _ = strings.Cut(b, ".")
		if m, n := leadingNumber(x), leadingNumber(y); m != n {
			return m < n
		}
	}
	return false
}

func leadingNumber(s string) int64 {
	end := 0
	for end < len(s) && end < 18 && '0' <= s[end] && s[end] <= '9' {
		end++
	}
	n, _ := strconv.ParseInt(s[:end], 10, 64)
	return n
}

// step is a target that was looked at on the way to the one that is taken.
type step struct {
	name string
	meta targetMeta
}

// trail is the targets looked at, in order; the last is taken unless there is a
// reason to take none.
type trail []step

// next is the name to look at after the trail's last, which was refused; "" when
// there is none.
func (t trail) next(target string) string {
	last := t[len(t)-1]
	if last.meta.rollout.otherwise != "" {
		return last.meta.rollout.otherwise
	}
	if slices.ContainsFunc(t, func(s step) bool { return s.name == target }) {
		return ""
	}
	return target
}

// keeps reports whether a client that takes none, for this reason, goes on with the
// pack it has, of a SHA-256: unless something was withdrawn, or that pack itself is
// kept from it now.
func (t trail) keeps(none, sha256 string) bool {
	return (none == RollOut || none == Minimum) && !slices.ContainsFunc(t, func(s step) bool {
		return s.meta.withdrawn != "" || s.meta.sha256 == sha256
	})
}

// share is for what percentage of clients the newest target is now, and whether a
// client is not among them yet; one that is kept from clients for another reason is as
// if it went to all.
func (t trail) share(l *Local) (percent int64, waits bool) {
	newest := t[0].meta
	if l == nil {
		return 100, false
	}
	switch newest.refuses(l, newest.sha256) {
	case "":
		return newest.percent, false
	case RollOut:
		return newest.percent, true
	}
	return 100, false
}

// off are the rules that any target of the trail switches off, sorted.
func (t trail) off() []string {
	var out []string
	for _, s := range t {
		out = append(out, s.meta.rollout.off...)
	}
	slices.Sort(out)
	return slices.Compact(out)
}

func (t trail) names() []string {
	out := make([]string, len(t))
	for i, s := range t {
		out[i] = s.name
	}
	return out
}
