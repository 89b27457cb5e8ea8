package tuftest

import (
	"net/http"
	"time"

	"github.com/bedside-md/bedside/core/tuf"
)

// Attack tampers with a repository whose clients hold its version 2 with one pack,
// and which is at version 3 with another.
type Attack struct {
	Name string
	Code tuf.Code // why it is refused; "" when it passes and changes nothing
	// Do tampers with what is served. old is what was served before, with the
	// timestamp of version 1 under the name 1.timestamp.json.
	Do func(r *Repo, old map[string][]byte)

	Begin   func(*Repo)     // changes version 1, before anybody has it; nil for nothing
	Fresh   bool            // on clients that never had an update
	Revoked bool            // a root that is honest takes their pack's signer away
	Wire    map[string]Wire // how files are sent, by path; "" stands for all others
}

// Wire sends a file in another way than honest servers do. status and body are what
// an honest one would send.
type Wire func(w http.ResponseWriter, r *http.Request, status int, body []byte)

// Attacks are those that lie in the files. The cases of the TUF conformance suite
// go by their names there.
func Attacks() []Attack {
	all := tampered()
	for _, more := range [][]Attack{swapped(), stolen(), late(), cut(), flipped(), bloated(), conformance()} {
		all = append(all, more...)
	}
	return all
}

// Case is an attack made ready to be served.
type Case struct {
	Attack
	Root              []byte            // shipped with the client
	Before            map[string][]byte // the honest files that it took, nil for a fresh client
	Files             map[string][]byte // the hostile ones
	Later             map[string][]byte // honest ones after the attack; nil when what was changed stays so
	BeforeAt, FilesAt time.Time         // what the client's clock says; it is BeforeAt again for Later
}

// Prepare makes an attack on clients who hold pack one and are promised pack two.
// now is when all of it happens, and should be the present for clients whose clock
// cannot be set.
func Prepare(a Attack, now time.Time, one, two string) Case {
	r, old, later := stage(a.Begin, now.UTC().Truncate(time.Second), one, two)
	c := Case{Attack: a, Root: r.Shipped, Before: old, Later: later, BeforeAt: r.Now}
	root := string(r.Files["2.root.json"])
	if a.Do != nil {
		a.Do(r, old)
	}
	c.Files, c.FilesAt = r.Files, r.Now
	if string(c.Files["2.root.json"]) != root || c.Files["3.root.json"] != nil || len(r.Targets) > 2 {
		c.Later = nil
	}
	if a.Fresh {
		c.Root, c.Before, c.Later = r.Shipped, nil, nil
	}
	return c
}

// stage is a repository for an attack, what was served before, and what it will
// honestly serve one version later.
func stage(begin func(*Repo), now time.Time, one, two string) (r *Repo, old, later map[string][]byte) {
	r = NewAt(now, one)
	if begin != nil {
		begin(r)
	}
	first := r.Files["timestamp.json"]
	r.Delegate("targets", "ward", false, "ward/*")
	r.Publish(one)
	old = r.Serve()
	old["1.timestamp.json"] = first
	r.Bare = true // so that what is forged is not caught by its hash already
	r.Rotate(func() {})
	r.Publish(two)
	present := r.Serve()
	r.Publish(two)
	later, r.Files = r.Files, present
	r.Timestamp.Signed.Version--
	r.Snapshot.Signed.Version--
	for role, x := range r.Targets {
		x.Signed.Version--
		r.Snapshot.Signed.Meta[role+".json"] = r.metaFile(x.Signed.Version, role)
	}
	return r, old, later
}

// UnderAttack is a repository for an attack, the state of its clients, what was
// served before, and what it will honestly serve one version later.
func UnderAttack() (r *Repo, state []byte, old, later map[string][]byte) {
	r, old, later = stage(nil, Epoch, "pack one", "pack two")
	_, state, err := Update(r.Shipped, nil, r.Now, old)
	must(err)
	return r, state, old, later
}
