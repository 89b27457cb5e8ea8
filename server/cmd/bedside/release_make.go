package main

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/theupdateframework/go-tuf/v2/metadata"

	"github.com/bedside-md/bedside/core/pack/source"
	"github.com/bedside-md/bedside/server/release"
)

// The commands that put a release together. None of them signs anything.

type releaseInitCmd struct {
	Admin     []string       `required:"" sep:"none" placeholder:"KEY" help:"The key of somebody who signs: a name in --keys, or a public key file. Give it once for each. Admins hold the root, targets and snapshot keys."`
	Timestamp string         `required:"" placeholder:"KEY" help:"The server's key, of \"keys new --server\", or any file with its seed."`
	Threshold int            `short:"t" default:"1" placeholder:"N" help:"How many admins must sign the root and each release. (default: ${default})"`
	For       map[string]int `placeholder:"ROLE=N" help:"Another number for one role: root, targets or snapshot. The snapshot asks for 1 unless you say so."`
	keyDirFlag
	outputFlag
}

func (cmd *releaseInitCmd) Run(c *console) error {
	thresholds := map[string]int{metadata.ROOT: cmd.Threshold, metadata.TARGETS: cmd.Threshold, metadata.SNAPSHOT: 1, metadata.TIMESTAMP: 1}
	for role, n := range cmd.For {
		if err := signedRole(role); err != nil {
			return err
		}
		thresholds[role] = n
	}
	var admins []release.PublicKey
	for _, which := range cmd.Admin {
		k, err := cmd.public(c, which)
		if err != nil {
			return err
		}
		admins = append(admins, k)
	}
	server, err := cmd.server(c, cmd.Timestamp)
	if err != nil {
		return err
	}
	holders := map[string]release.Holders{}
	for role, n := range thresholds {
		keys := admins
		if role == metadata.TIMESTAMP {
			keys = []release.PublicKey{server}
		}
		holders[role] = release.Holders{Keys: keys, Threshold: n}
	}
	d, err := release.Init(holders, time.Now())
	if err != nil {
		return err
	}
	f, err := d.File("")
	if err != nil {
		return err
	}
	return cmd.write(c, f)
}

// signedRole fails for what is no role that admins sign.
func signedRole(role string) error {
	if !slices.Contains([]string{metadata.ROOT, metadata.TARGETS, metadata.SNAPSHOT}, role) {
		return fmt.Errorf("%q is no role that admins sign; there are root, targets and snapshot", role)
	}
	return nil
}

type releaseNewCmd struct {
	Packs     []string `arg:"" optional:"" help:"Compiled packs to release, of \"rules build\"."`
	Channel   string   `default:"stable" placeholder:"NAME" help:"For whom: stable, beta or org/NAME. (default: ${default})"`
	Percent   int      `default:"100" placeholder:"N" help:"To this share of clients, 0 to 100, each by a random number of its own; give it without packs to widen a roll-out. (default: ${default})"`
	Minimum   string   `placeholder:"N.N.N" help:"For clients of this version or later; the others keep what they have."`
	Promote   string   `placeholder:"CHANNEL" help:"Release what this channel has, such as beta."`
	RollBack  int64    `placeholder:"N" help:"Release what version N of the targets had, as a new version; \"release status\" counts them."`
	SwitchOff []string `sep:"none" placeholder:"RULE" help:"A rule that no client is to apply from its next poll on, whatever its pack."`
	SwitchOn  []string `sep:"none" placeholder:"RULE" help:"A rule to apply again."`
	Withdraw  string   `placeholder:"PACK" help:"A pack to take back: its clients go on with the one before, or the one they came with."`
	Why       string   `placeholder:"REASON" help:"Why a rule is switched off or a pack withdrawn; clients and colleagues can read it."`
	Renew     bool     `help:"Sign anew what is published, before it runs out."`
	repositoryFlags
	outputFlag
}

// Validate is called by kong.
func (cmd *releaseNewCmd) Validate() error {
	if cmd.Percent < 0 || cmd.Percent > 100 {
		return errors.New("--percent takes 0 to 100")
	}
	if (len(cmd.SwitchOff) > 0 || cmd.Withdraw != "") && strings.TrimSpace(cmd.Why) == "" {
		return errors.New("say why with --why: whoever signs, and every client, can read it")
	}
	if ways := howMany(len(cmd.Packs) > 0, cmd.Promote != "", cmd.RollBack > 0); ways > 1 {
		return errors.New("a release has packs, or promotes a channel, or rolls back: one of the three")
	}
	return release.CheckChannel(cmd.Channel)
}

// howMany counts what is true.
func howMany(all ...bool) (n int) {
	for _, b := range all {
		if b {
			n++
		}
	}
	return n
}

func (cmd *releaseNewCmd) Run(ctx context.Context, c *console) error {
	return amend(ctx, c, cmd.repositoryFlags, cmd.outputFlag, func(d *release.Draft) error { return cmd.fill(ctx, d) })
}

func (cmd *releaseNewCmd) fill(ctx context.Context, d *release.Draft) error {
	terms := release.Terms{Channel: cmd.Channel, Percent: cmd.Percent, Minimum: cmd.Minimum}
	switch {
	case len(cmd.Packs) > 0:
		for _, name := range cmd.Packs {
			body, err := readFile(name)
			if err != nil {
				return err
			}
			if err := d.AddPack(body, terms); err != nil {
				return fmt.Errorf("%s: %w", name, err)
			}
		}
	case cmd.Promote != "":
		if err := d.Promote(cmd.Promote, terms); err != nil {
			return err
		}
	case cmd.RollBack > 0:
		base, err := cmd.url()
		if err != nil {
			return err
		}
		role, err := d.RoleOf(cmd.Channel)
		if err != nil {
			return err
		}
		old, err := release.FetchMetadata(ctx, client, base, strconv.FormatInt(cmd.RollBack, 10)+"."+role+".json")
		if err != nil {
			return fmt.Errorf("there is no release %d of %s on the server: %w", cmd.RollBack, role, err)
		}
		if err := d.RollBack(old, terms); err != nil {
			return err
		}
	case cmd.Percent < 100 || cmd.Minimum != "" || howMany(len(cmd.SwitchOff) > 0, len(cmd.SwitchOn) > 0, cmd.Withdraw != "", cmd.Renew) == 0:
		if err := d.SetTerms(terms); err != nil {
			return err
		}
	}
	if err := cmd.known(ctx, d); err != nil {
		return err
	}
	if len(cmd.SwitchOff)+len(cmd.SwitchOn) > 0 {
		if err := d.Switch(cmd.Channel, cmd.SwitchOff, cmd.SwitchOn, cmd.Why); err != nil {
			return err
		}
	}
	if cmd.Withdraw != "" {
		if err := d.Withdraw(cmd.Channel, cmd.Withdraw, cmd.Why); err != nil {
			return err
		}
	}
	if cmd.Renew {
		return d.Renew(cmd.Channel)
	}
	return nil
}

// known refuses to switch off a rule that is in no pack of the channel: a slip of the
// pen must not look like a remedy.
func (cmd *releaseNewCmd) known(ctx context.Context, d *release.Draft) error {
	if len(cmd.SwitchOff) == 0 {
		return nil
	}
	base, err := cmd.url()
	if err != nil {
		return err
	}
	targets, err := d.Channel(cmd.Channel)
	if err != nil {
		return err
	}
	var rules []string
	take := func(name string, body []byte) (base string, err error) {
		all, base, err := release.RulesOf(body)
		if err != nil {
			return "", fmt.Errorf("look for the rule in %s: %w", name, err)
		}
		rules = append(rules, all...)
		return base, nil
	}
	elsewhere := true // the base that these packs add to is not here
	for _, t := range targets {
		body, err := release.FetchTarget(ctx, client, base, t)
		if err != nil {
			return fmt.Errorf("look for the rule in %s: %w", t.Name, unreachable(base, err))
		}
		addsTo, err := take(t.Name, body)
		if err != nil {
			return err
		}
		elsewhere = elsewhere && addsTo != ""
	}
	if elsewhere {
		body, err := builtInPack()
		if err == nil {
			_, err = take("the built-in rules", body)
		}
		if err != nil {
			return err
		}
	}
	for _, rule := range cmd.SwitchOff {
		if !slices.Contains(rules, rule) {
			return fmt.Errorf("no pack in %s has a rule %s%s", cmd.Channel, rule, source.Meant(rule, rules))
		}
	}
	return nil
}

type releaseRotateCmd struct {
	Add       []string       `sep:"none" placeholder:"KEY" help:"A key to add, for --role. Give it once for each."`
	Role      []string       `default:"root,targets,snapshot" placeholder:"ROLE,…" help:"What the added keys sign; timestamp takes the server's new key in place of its old one. (default: ${default})"`
	Revoke    []string       `sep:"none" placeholder:"KEY" help:"A key that signs nothing any more: its name, or the beginning of its ID."`
	Threshold map[string]int `short:"t" placeholder:"ROLE=N" help:"How many must sign a role from now on."`
	keyDirFlag
	repositoryFlags
	outputFlag
}

func (cmd *releaseRotateCmd) Run(ctx context.Context, c *console) error {
	r := release.Rotation{Add: map[string][]release.PublicKey{}, Revoke: cmd.Revoke, Threshold: cmd.Threshold}
	read := cmd.public
	if slices.Equal(cmd.Role, []string{metadata.TIMESTAMP}) {
		read = cmd.server
	}
	for _, which := range cmd.Add {
		k, err := read(c, which)
		if err != nil {
			return err
		}
		for _, role := range cmd.Role {
			if err := signedRole(role); err != nil && role != metadata.TIMESTAMP {
				return err
			}
			r.Add[role] = append(r.Add[role], k)
		}
	}
	for role := range cmd.Threshold {
		if err := signedRole(role); err != nil {
			return err
		}
	}
	return amend(ctx, c, cmd.repositoryFlags, cmd.outputFlag, func(d *release.Draft) error { return d.Rotate(r) })
}

// amend changes what is published and writes the release file.
func amend(ctx context.Context, c *console, from repositoryFlags, to outputFlag, change func(*release.Draft) error) error {
	published, err := from.published(ctx, c)
	if err != nil {
		return err
	}
	d := release.NewDraft(published, time.Now())
	if err := change(d); err != nil {
		return err
	}
	base, err := from.url()
	if err != nil {
		return err
	}
	f, err := d.File(base)
	if err != nil {
		return err
	}
	return to.write(c, f)
}

type releaseDelegateCmd struct {
	Channel   string   `arg:"" help:"The organisation's channel, org/NAME."`
	Key       []string `sep:"none" placeholder:"KEY" help:"A key of the organisation: a name in --keys, or a public key file. Give it once for each; they take the place of those before."`
	Threshold int      `short:"t" default:"1" placeholder:"N" help:"How many of them must sign. (default: ${default})"`
	Publishes bool     `help:"Let the organisation sign snapshots too, so that it can publish without you. It still can sign no packs but its own."`
	Revoke    bool     `help:"Take its word away; its channel has no packs then."`
	keyDirFlag
	repositoryFlags
	outputFlag
}

func (cmd *releaseDelegateCmd) Run(ctx context.Context, c *console) error {
	if cmd.Revoke != (len(cmd.Key) == 0) {
		return errors.New("name the organisation's keys with --key, or take its word away with --revoke")
	}
	h := release.Holders{Threshold: cmd.Threshold}
	for _, which := range cmd.Key {
		k, err := cmd.public(c, which)
		if err != nil {
			return err
		}
		h.Keys = append(h.Keys, k)
	}
	return amend(ctx, c, cmd.repositoryFlags, cmd.outputFlag, func(d *release.Draft) error {
		if cmd.Revoke {
			return d.Undelegate(cmd.Channel)
		}
		return d.Delegate(cmd.Channel, h, cmd.Publishes)
	})
}
