package release

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/theupdateframework/go-tuf/v2/metadata"

	"github.com/bedside-md/bedside/core/pack"
)

// stable is the channel of those who chose none.
const stable = "stable"

// before is put in front of the name of the target that stands in for those who do
// not take a new one yet.
const before = "before-"

// Draft is the next release while it is being put together. Nothing in it is signed.
type Draft struct {
	published *Repository // nil for the first release
	now       time.Time
	root      *metadata.Metadata[metadata.RootType]
	snapshot  *metadata.Metadata[metadata.SnapshotType]
	targets   map[string]*metadata.Metadata[metadata.TargetsType] // by role
	changed   map[string]bool                                     // roles that get a new version
	packs     map[string][]byte                                   // new targets by SHA-256
	what      []string                                            // changes, a sentence each
	again     bool                                                // what is published is to be signed anew, changed or not
}

// NewDraft begins a release that follows what is published.
func NewDraft(published *Repository, now time.Time) *Draft {
	d := &Draft{
		published: published, now: now, root: clone(published.Root, metadata.Root()), snapshot: clone(published.Snapshot, metadata.Snapshot()),
		targets: map[string]*metadata.Metadata[metadata.TargetsType]{metadata.TARGETS: clone(published.Targets, metadata.Targets())},
		changed: map[string]bool{}, packs: map[string][]byte{},
	}
	for role, m := range published.Delegated {
		d.targets[role] = clone(m, metadata.Targets())
	}
	return d
}

// clone copies metadata that was read before.
func clone[T metadata.Roles](m, empty *metadata.Metadata[T]) *metadata.Metadata[T] {
	b, err := m.ToBytes(false)
	if err == nil {
		m, err = empty.FromBytes(b)
	}
	if err != nil {
		panic(err) // it was read from such bytes
	}
	return m
}

func (d *Draft) say(format string, args ...any) {
	d.what = append(d.what, fmt.Sprintf(format, args...))
}

// role returns who signs a target of that name.
func (d *Draft) role(name string) (string, error) {
	if list := d.targets[metadata.TARGETS].Signed.Delegations; list != nil {
		for i := range list.Roles {
			if ok, err := list.Roles[i].IsDelegatedPath(name); err == nil && ok {
				return list.Roles[i].Name, nil
			}
		}
	}
	if org, ok := strings.CutPrefix(channelOf(name), "org/"); ok {
		return "", fmt.Errorf("there is no organisation %s in this repository; \"bedside release delegate org/%s\" lets one in", org, org)
	}
	return metadata.TARGETS, nil
}

// CheckChannel fails for what is no channel.
func CheckChannel(channel string) error {
	org, isOrg := strings.CutPrefix(channel, "org/")
	if channel == stable || channel == "beta" || isOrg && orgName.MatchString(org) {
		return nil
	}
	return fmt.Errorf("%q is no channel; there are stable, beta and org/NAME, whose NAME is small letters, digits and '-'", channel)
}

// targetName is the name of a pack's target in a channel.
func targetName(channel, packName string) string {
	if channel == stable {
		return packName + ".pack"
	}
	return channel + "/" + packName + ".pack"
}

// Terms say who takes the packs of a release.
type Terms struct {
	Channel string // "stable", "beta" or "org/NAME"
	Percent int    // of clients, 0 to 100
	Minimum string // version of the program; "" for any
}

func (t Terms) String() string {
	s := "for everybody"
	if t.Percent < 100 {
		s = fmt.Sprintf("for %d%% of clients", t.Percent)
	}
	if t.Minimum != "" {
		s += ", from version " + t.Minimum + " on"
	}
	return s
}

// apply writes the terms into a target's word.
func (t Terms) apply(c *Custom) {
	c.Percent, c.Minimum = nil, t.Minimum
	if t.Percent < 100 {
		c.Percent = &t.Percent
	}
}

// AddPack releases a compiled pack.
func (d *Draft) AddPack(body []byte, terms Terms) error {
	p, err := pack.Load(body)
	if err != nil {
		return fmt.Errorf("it is no rule pack that this version can load: %w", err)
	}
	name := targetName(terms.Channel, p.Name)
	file, err := metadata.TargetFile().FromBytes(name, body, "sha256")
	if err != nil {
		return fmt.Errorf("measure the pack: %w", err)
	}
	d.packs[file.Hashes["sha256"].String()] = body
	d.say("%s %s in %s, %s", p.Name, p.Version, terms.Channel, terms)
	return d.put(name, file, Custom{Pack: p.Name, Version: p.Version, Rules: len(p.Rules)}, terms)
}

// put lists a target under its terms. What all clients took until now stands in for
// those who do not take it; when that was withdrawn, it stands there as withdrawn, for
// those who missed it. Rules that are off stay off.
func (d *Draft) put(name string, file *metadata.TargetFiles, c Custom, terms Terms) error {
	role, err := d.role(name)
	if err != nil {
		return err
	}
	list := d.targets[role].Signed.Targets
	standIn := inChannel(name, before)
	terms.apply(&c)
	if old, ok := list[name]; ok {
		was, err := customOf(name, old)
		if err != nil {
			return err
		}
		c.Off, c.Why = was.Off, was.Why
		if digestOf(old) == digestOf(file) {
			c.Accepted = was.Accepted // of this very pack
		}
		_, stands := list[standIn]
		if (was.full() || was.Withdrawn != "" && !stands) && digestOf(old) != digestOf(file) {
			list[standIn] = old
		}
	}
	if _, ok := list[standIn]; ok {
		if c.full() {
			delete(list, standIn)
		} else {
			c.Otherwise = standIn
		}
	}
	d.changed[role] = true
	list[name] = file
	return setCustom(file, c)
}

func digestOf(f *metadata.TargetFiles) string { return f.Hashes["sha256"].String() }

// inChannel puts a prefix in front of the last part of a name.
func inChannel(name, prefix string) string {
	i := strings.LastIndexByte(name, '/') + 1
	return name[:i] + prefix + name[i:]
}

// channel returns the targets of a channel by name, with what is said of them. Those
// that stand in for others are left out unless all is true.
func (d *Draft) channel(channel string, all bool) (map[string]*metadata.TargetFiles, error) {
	out := map[string]*metadata.TargetFiles{}
	for _, m := range d.targets {
		for name, f := range m.Signed.Targets {
			if channelOf(name) == channel && (all || !isStandIn(name)) {
				out[name] = f
			}
		}
	}
	if len(out) == 0 {
		return nil, fmt.Errorf("there is no pack in the channel %s", channel)
	}
	return out, nil
}

func isStandIn(name string) bool {
	return strings.HasPrefix(name[strings.LastIndexByte(name, '/')+1:], before)
}

// edit changes what is said of targets.
func (d *Draft) edit(targets map[string]*metadata.TargetFiles, change func(name string, c *Custom) error) error {
	for _, name := range slices.Sorted(maps.Keys(targets)) {
		c, err := customOf(name, targets[name])
		if err == nil {
			err = change(name, &c)
		}
		if err != nil {
			return err
		}
		role, err := d.role(name)
		if err != nil {
			return err
		}
		d.changed[role] = true
		if err := setCustom(targets[name], c); err != nil {
			return err
		}
	}
	return nil
}

// SetTerms changes who takes the packs of a channel that is being rolled out.
func (d *Draft) SetTerms(terms Terms) error {
	targets, err := d.channel(terms.Channel, false)
	if err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(targets)) {
		c, err := customOf(name, targets[name])
		if err != nil {
			return err
		}
		if c.Withdrawn != "" {
			return fmt.Errorf("%s was withdrawn (%s); release a pack that mends it", name, c.Withdrawn)
		}
		if c.full() && (terms.Percent < 100 || terms.Minimum != "") {
			return fmt.Errorf("all clients take %s %s already, so it cannot be held back from some; roll back to an earlier release, or withdraw it", name, c.Version)
		}
		c.Otherwise = ""
		d.say("%s %s, %s", name, c.Version, terms)
		if err := d.put(name, targets[name], c, terms); err != nil {
			return err
		}
	}
	return nil
}

// Channel returns the targets of a channel as they are published.
func (d *Draft) Channel(channel string) ([]Target, error) {
	all, err := d.published.AllTargets()
	if err != nil {
		return nil, err
	}
	return slices.DeleteFunc(all, func(t Target) bool { return t.Channel() != channel }), nil
}

// Switch switches rules off, or on again, for the clients of a channel, at their
// next poll and whatever pack they have; stable stands for beta too.
func (d *Draft) Switch(channel string, off, on []string, why string) error {
	channels := []string{channel}
	if channel == stable {
		channels = append(channels, "beta")
	}
	targets := map[string]*metadata.TargetFiles{}
	var err error
	for _, c := range channels {
		found, missing := d.channel(c, true)
		if c == channel && missing != nil {
			err = missing
		}
		maps.Copy(targets, found)
	}
	if err != nil {
		return err
	}
	for _, rule := range on {
		was := false
		for name, f := range targets {
			c, err := customOf(name, f)
			if err != nil {
				return err
			}
			was = was || slices.Contains(c.Off, rule)
		}
		if !was {
			return fmt.Errorf("the rule %s is not switched off in %s", rule, channel)
		}
		d.say("the rule %s applies again in %s", rule, channel)
	}
	for _, rule := range off {
		d.say("the rule %s is switched off in %s", rule, channel)
	}
	return d.edit(targets, func(_ string, c *Custom) error {
		c.Off = slices.DeleteFunc(append(c.Off, off...), func(rule string) bool { return slices.Contains(on, rule) })
		if len(off) > 0 {
			c.Why = why
		}
		return nil
	})
}

// Withdraw takes a pack of a channel back: its clients go on with the pack before,
// where one stands in, or the one they came with.
func (d *Draft) Withdraw(channel, packName, why string) error {
	name := targetName(channel, strings.TrimSuffix(packName, ".pack"))
	targets, err := d.channel(channel, false)
	if err != nil {
		return err
	}
	f, ok := targets[name]
	if !ok {
		return fmt.Errorf("there is no %s in %s; there is %s", name, channel, strings.Join(slices.Sorted(maps.Keys(targets)), ", "))
	}
	d.say("%s is withdrawn: %s", name, why)
	return d.edit(map[string]*metadata.TargetFiles{name: f}, func(_ string, c *Custom) error {
		c.Withdrawn = why
		return nil
	})
}

// Promote releases the packs of one channel in another.
func (d *Draft) Promote(from string, terms Terms) error {
	targets, err := d.channel(from, false)
	if err != nil {
		return err
	}
	for _, name := range slices.Sorted(maps.Keys(targets)) {
		c, err := customOf(name, targets[name])
		if err != nil {
			return err
		}
		if c.Withdrawn != "" {
			return fmt.Errorf("%s was withdrawn (%s) and cannot be promoted", name, c.Withdrawn)
		}
		to := targetName(terms.Channel, c.Pack)
		f := metadata.TargetFile()
		f.Length, f.Hashes = targets[name].Length, targets[name].Hashes
		c.Off, c.Why, c.Otherwise = nil, "", ""
		d.say("%s %s goes from %s to %s, %s", c.Pack, c.Version, from, terms.Channel, terms)
		if err := d.put(to, f, c, terms); err != nil {
			return err
		}
	}
	return nil
}

// RollBack releases the packs of a channel as an earlier version of the targets
// metadata had them. Rules that are off stay off.
func (d *Draft) RollBack(old []byte, terms Terms) error {
	m, err := metadata.Targets().FromBytes(old)
	if err != nil {
		return fmt.Errorf("read the earlier release: %w", err)
	}
	found := false
	for _, name := range slices.Sorted(maps.Keys(m.Signed.Targets)) {
		if channelOf(name) != terms.Channel || isStandIn(name) {
			continue
		}
		found = true
		c, err := customOf(name, m.Signed.Targets[name])
		if err != nil {
			return err
		}
		if c.Withdrawn != "" {
			return fmt.Errorf("%s was withdrawn in release %d already (%s); roll back to an earlier one", name, m.Signed.Version, c.Withdrawn)
		}
		f := metadata.TargetFile()
		f.Length, f.Hashes = m.Signed.Targets[name].Length, m.Signed.Targets[name].Hashes
		c.Otherwise = ""
		d.say("%s goes back to %s, as in release %d, %s", name, c.Version, m.Signed.Version, terms)
		if err := d.put(name, f, c, terms); err != nil {
			return err
		}
	}
	if !found {
		return fmt.Errorf("release %d has no pack in the channel %s", m.Signed.Version, terms.Channel)
	}
	return nil
}

// RoleOf returns the role whose versions count the releases of a channel.
func (d *Draft) RoleOf(channel string) (string, error) { return d.role(targetName(channel, "x")) }

// Renew gives what runs out a new life, though nothing in it changes.
func (d *Draft) Renew(channel string) error {
	role, err := d.RoleOf(channel)
	if err != nil {
		return err
	}
	d.changed[role], d.again = true, true
	d.say("%s is signed anew", role)
	if role == metadata.TARGETS && d.root.Signed.Expires.Before(d.now.Add(rootRenewal)) {
		d.changed[metadata.ROOT] = true
		d.say("the root is signed anew")
	}
	return nil
}

// Accept records in every pack of the draft what its check found, and why it is
// released all the same.
func (f *File) accept(found []string, reason string) error {
	note := strings.Join(found, "; ") + ": " + reason
	for role, file := range f.Next {
		if role == metadata.ROOT || role == metadata.SNAPSHOT {
			continue
		}
		if len(file.Signatures) > 0 {
			return errors.New("somebody has signed this release already, and what is accepted must be signed too; make the release anew with \"bedside release new\", check it, and then have it signed")
		}
		m, err := parse(file, metadata.Targets())
		if err != nil {
			return err
		}
		for name, t := range m.Signed.Targets {
			if _, isNew := f.Packs[digestOf(t)]; !isNew {
				continue
			}
			c, err := customOf(name, t)
			if err != nil {
				return err
			}
			c.Accepted = append(c.Accepted, note)
			if err := setCustom(t, c); err != nil {
				return err
			}
		}
		if f.Next[role], err = unsigned(m); err != nil {
			return err
		}
	}
	return nil
}
