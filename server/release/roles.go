package release

import (
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"time"

	"github.com/theupdateframework/go-tuf/v2/metadata"
)

// orgName is the name of an organisation in a channel.
var orgName = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,62}$`)

// Holders are the keys of a role, and how many of them must sign.
type Holders struct {
	Keys      []PublicKey
	Threshold int
}

// check fails when the threshold cannot be met, or is none.
func (h Holders) check(role string) error {
	seen := map[string]string{}
	for _, k := range h.Keys {
		if first, twice := seen[k.ID]; twice {
			return fmt.Errorf("%s and %s are the same key; each person who signs %s needs one of their own", first, k.Name, role)
		}
		seen[k.ID] = k.Name
	}
	switch {
	case len(h.Keys) == 0:
		return fmt.Errorf("nobody would hold the %s key; name at least one", role)
	case h.Threshold < 1 || h.Threshold > len(h.Keys):
		return fmt.Errorf("%s cannot ask for %d signatures of %d keys", role, h.Threshold, len(h.Keys))
	}
	return nil
}

// namesField is where root and targets metadata say whose a key is. It is signed,
// and for people alone.
const namesField = "x-bedside-names"

func nameKeys(fields *map[string]any, keys ...PublicKey) {
	if *fields == nil {
		*fields = map[string]any{}
	}
	names, _ := (*fields)[namesField].(map[string]any)
	if names == nil {
		names = map[string]any{}
	}
	for _, k := range keys {
		names[k.ID] = k.Name
	}
	(*fields)[namesField] = names
}

func keyNamed(fields map[string]any, id string, key *metadata.Key) PublicKey {
	names, _ := fields[namesField].(map[string]any)
	name, _ := names[id].(string)
	if name == "" {
		name = "unnamed"
	}
	return PublicKey{name, id, key}
}

// Init drafts the first release of a repository: who holds which key, and no packs.
// The timestamp's key must be one alone, the server's.
func Init(holders map[string]Holders, now time.Time) (*Draft, error) {
	d := &Draft{
		now: now, root: metadata.Root(), snapshot: metadata.Snapshot(),
		targets: map[string]*metadata.Metadata[metadata.TargetsType]{metadata.TARGETS: metadata.Targets()},
		changed: map[string]bool{metadata.ROOT: true, metadata.TARGETS: true}, packs: map[string][]byte{},
	}
	for _, role := range []string{metadata.ROOT, metadata.TARGETS, metadata.SNAPSHOT, metadata.TIMESTAMP} {
		h := holders[role]
		if err := h.check(role); err != nil {
			return nil, err
		}
		for _, k := range h.Keys {
			if err := d.root.Signed.AddKey(k.key, role); err != nil {
				return nil, fmt.Errorf("name %s in the root: %w", k.Name, err)
			}
		}
		d.root.Signed.Roles[role].Threshold = h.Threshold
		nameKeys(&d.root.Signed.UnrecognizedFields, h.Keys...)
		d.say("%s: %s", role, describe(h))
	}
	if err := d.keepsServerApart(); err != nil {
		return nil, err
	}
	return d, nil
}

// keepsServerApart refuses a root in which the server's key may sign more than
// timestamps: it lies unprotected on a machine that anybody may attack.
func (d *Draft) keepsServerApart() error {
	roles := d.root.Signed.Roles
	if len(roles[metadata.TIMESTAMP].KeyIDs) != 1 {
		return errors.New("the timestamp has one key, the server's; name one with --timestamp")
	}
	server := roles[metadata.TIMESTAMP].KeyIDs[0]
	for _, role := range []string{metadata.ROOT, metadata.TARGETS, metadata.SNAPSHOT} {
		if slices.Contains(roles[role].KeyIDs, server) {
			return fmt.Errorf("the server's key may sign timestamps only, and would sign %s here; make it a key of its own with \"bedside keys new --server\"", role)
		}
	}
	return nil
}

func describe(h Holders) string {
	var names []string
	for _, k := range h.Keys {
		names = append(names, k.Name)
	}
	return fmt.Sprintf("%d of %s", h.Threshold, strings.Join(names, ", "))
}

// Rotation changes who signs.
type Rotation struct {
	Add       map[string][]PublicKey // by role
	Revoke    []string               // keys, by name or the beginning of their ID; they lose every role
	Threshold map[string]int         // by role
}

// Rotate drafts a root with other keys. What the keys that go had signed is signed
// anew by those that stay.
func (d *Draft) Rotate(r Rotation) error {
	root := &d.root.Signed
	for _, which := range r.Revoke {
		k, err := d.rootKey(which)
		if err != nil {
			return err
		}
		for role, holders := range root.Roles {
			if slices.Contains(holders.KeyIDs, k.ID) {
				if err := root.RevokeKey(k.ID, role); err != nil {
					return fmt.Errorf("revoke %s: %w", k.Name, err)
				}
				d.touch(role)
			}
		}
		d.say("%s signs nothing any more", k)
	}
	for _, role := range slices.Sorted(maps.Keys(r.Add)) {
		for _, k := range r.Add[role] {
			if slices.Contains(root.Roles[role].KeyIDs, k.ID) {
				return fmt.Errorf("%s holds the %s key already", k, role)
			}
			if role == metadata.TIMESTAMP {
				root.Roles[role].KeyIDs = nil // the server's new key takes the place of its old one
			}
			if err := root.AddKey(k.key, role); err != nil {
				return fmt.Errorf("name %s in the root: %w", k.Name, err)
			}
			nameKeys(&root.UnrecognizedFields, k)
			d.touch(role)
			d.say("%s signs %s", k, role)
		}
	}
	for _, role := range slices.Sorted(maps.Keys(r.Threshold)) {
		if root.Roles[role].Threshold != r.Threshold[role] {
			d.touch(role)
			d.say("%s asks for %d of its %d keys", role, r.Threshold[role], len(root.Roles[role].KeyIDs))
		}
		root.Roles[role].Threshold = r.Threshold[role]
	}
	for _, role := range slices.Sorted(maps.Keys(root.Roles)) {
		h := root.Roles[role]
		if h.Threshold < 1 || h.Threshold > len(h.KeyIDs) {
			return fmt.Errorf("%s would ask for %d signatures and have keys for %d; add a key for it with --add, or ask for fewer with --threshold", role, h.Threshold, len(h.KeyIDs))
		}
	}
	if !d.changed[metadata.ROOT] {
		return errors.New("nothing would change: name a key to --add or to --revoke, or another --threshold")
	}
	return d.keepsServerApart()
}

// touch marks what has to be signed anew when a role's keys change.
func (d *Draft) touch(role string) {
	d.changed[metadata.ROOT] = true
	if role == metadata.TARGETS {
		d.changed[role] = true
	}
}

// rootKey finds a key of the root.
func (d *Draft) rootKey(which string) (PublicKey, error) {
	var found, all []PublicKey
	for id, key := range d.root.Signed.Keys {
		k := keyNamed(d.root.Signed.UnrecognizedFields, id, key)
		all = append(all, k)
		if k.Name == which || len(which) >= 6 && strings.HasPrefix(id, which) {
			found = append(found, k)
		}
	}
	if len(found) == 1 {
		return found[0], nil
	}
	slices.SortFunc(all, func(a, b PublicKey) int { return strings.Compare(a.String(), b.String()) })
	if len(found) > 1 {
		return PublicKey{}, fmt.Errorf("several keys are called %q; name one by the beginning of its ID: %s", which, list(all))
	}
	return PublicKey{}, fmt.Errorf("no key of the root is called %q; there are %s", which, list(all))
}

func list(keys []PublicKey) string {
	var out []string
	for _, k := range keys {
		out = append(out, k.String())
	}
	return strings.Join(out, ", ")
}

// roleOfOrg is the delegated role of an organisation's channel, "org/NAME".
func roleOfOrg(channel string) string { return strings.ReplaceAll(channel, "/", "-") }

// Delegate lets an organisation sign the targets of its channel, "org/NAME", or
// changes its keys. Unless it may publish by itself, somebody who holds the
// snapshot key signs along with each of its releases.
func (d *Draft) Delegate(channel string, h Holders, publishes bool) error {
	if !strings.HasPrefix(channel, "org/") || CheckChannel(channel) != nil {
		return fmt.Errorf("%q is no organisation's channel; call it org/NAME, with small letters, digits and '-'", channel)
	}
	if err := h.check(channel); err != nil {
		return err
	}
	role := roleOfOrg(channel)
	top := &d.targets[metadata.TARGETS].Signed
	if top.Delegations == nil {
		top.Delegations = &metadata.Delegations{Keys: map[string]*metadata.Key{}}
	}
	entry := metadata.DelegatedRole{Name: role, Threshold: h.Threshold, Terminating: true, Paths: []string{channel + "/*"}}
	for _, k := range h.Keys {
		entry.KeyIDs = append(entry.KeyIDs, k.ID)
		top.Delegations.Keys[k.ID] = k.key
	}
	nameKeys(&top.UnrecognizedFields, h.Keys...)
	at := slices.IndexFunc(top.Delegations.Roles, func(r metadata.DelegatedRole) bool { return r.Name == role })
	var before []string
	if at >= 0 {
		before = top.Delegations.Roles[at].KeyIDs
		top.Delegations.Roles[at] = entry
	} else {
		top.Delegations.Roles = append(top.Delegations.Roles, entry)
	}
	if d.targets[role] == nil {
		d.targets[role] = metadata.Targets()
		d.targets[role].Signed.Version = d.snapshotVersion(role)
	}
	d.changed[metadata.TARGETS], d.changed[role] = true, true
	d.prune()
	d.say("%s signs %s: %s", role, channel, describe(h))
	if err := d.dismiss(before); err != nil || !publishes {
		return err
	}
	var news []PublicKey
	for _, k := range h.Keys {
		if !slices.Contains(d.root.Signed.Roles[metadata.SNAPSHOT].KeyIDs, k.ID) {
			news = append(news, k)
		}
	}
	if len(news) == 0 {
		return nil
	}
	return d.Rotate(Rotation{Add: map[string][]PublicKey{metadata.SNAPSHOT: news}})
}

// snapshotVersion is the version of a role's file that clients have seen, 0 for one
// they have not: a role that comes back goes on from there.
func (d *Draft) snapshotVersion(role string) int64 {
	if m := d.snapshot.Signed.Meta[role+".json"]; m != nil {
		return m.Version
	}
	return 0
}

// Undelegate takes an organisation's word away: its channel has no packs any more.
func (d *Draft) Undelegate(channel string) error {
	role := roleOfOrg(channel)
	top := &d.targets[metadata.TARGETS].Signed
	at := -1
	if top.Delegations != nil {
		at = slices.IndexFunc(top.Delegations.Roles, func(r metadata.DelegatedRole) bool { return r.Name == role })
	}
	if at < 0 {
		return fmt.Errorf("nobody signs for %s in this repository", channel)
	}
	before := top.Delegations.Roles[at].KeyIDs
	top.Delegations.Roles = slices.Delete(top.Delegations.Roles, at, at+1)
	delete(d.targets, role)
	d.changed[metadata.TARGETS] = true
	d.prune()
	d.say("nobody signs for %s any more", channel)
	return d.dismiss(before)
}

// dismiss takes the snapshot key from those who held it for an organisation's sake, and
// sign for none any more.
func (d *Draft) dismiss(ids []string) error {
	roles, top := d.root.Signed.Roles, &d.targets[metadata.TARGETS].Signed
	var gone []string
	for _, id := range ids {
		needed := slices.Contains(roles[metadata.ROOT].KeyIDs, id) || slices.Contains(roles[metadata.TARGETS].KeyIDs, id)
		if top.Delegations != nil {
			_, named := top.Delegations.Keys[id]
			needed = needed || named
		}
		if !needed && slices.Contains(roles[metadata.SNAPSHOT].KeyIDs, id) {
			gone = append(gone, id)
		}
	}
	if len(gone) == 0 {
		return nil
	}
	return d.Rotate(Rotation{Revoke: gone})
}

// prune drops the keys that no delegation names.
func (d *Draft) prune() {
	top := &d.targets[metadata.TARGETS].Signed
	for id := range top.Delegations.Keys {
		if !slices.ContainsFunc(top.Delegations.Roles, func(r metadata.DelegatedRole) bool { return slices.Contains(r.KeyIDs, id) }) {
			delete(top.Delegations.Keys, id)
		}
	}
	if len(top.Delegations.Roles) == 0 {
		top.Delegations = nil
	}
}
