package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/jedib0t/go-pretty/v6/text"
	"golang.org/x/term"

	"github.com/bedside-md/bedside/server/release"
)

type releaseShowCmd struct {
	fileArg
}

func (cmd *releaseShowCmd) Run(c *console) error {
	f, err := readRelease(cmd.File)
	if err != nil {
		return err
	}
	if err := showRelease(c, f); err != nil {
		return err
	}
	return showSignatures(c, cmd.File, f)
}

// showRelease says what a release would change, from what is to be signed and not
// from what its maker wrote beside it.
func showRelease(c *console, f *release.File) error {
	p := printer{colour: c.colour}
	which := "The first release of a repository"
	if f.Base.Root > 0 {
		which = fmt.Sprintf("A release on top of targets %d of %s", f.Base.Targets, f.Server)
	}
	fmt.Fprintf(c.out, "%s, made on %s.\n\n", p.styled(styleBold, which), f.Made.Format("2006-01-02 15:04 UTC"))
	now, next, err := f.Targets()
	if err != nil {
		return err
	}
	writeTargetChanges(c, now, next)
	changes, err := f.KeyChanges()
	if err != nil {
		return err
	}
	for _, change := range changes {
		fmt.Fprintln(c.out, wrapped("- "+change, "  "))
	}
	if len(changes) > 0 {
		fmt.Fprintln(c.out)
	}
	if len(f.Packs) > 0 {
		fmt.Fprintln(c.out, wrapped(f.Checked.String(), "")+"\n")
	}
	return nil
}

// showSignatures says who has signed a release, and who must still.
func showSignatures(c *console, name string, f *release.File) error {
	duties, err := f.Duties()
	if err != nil {
		return err
	}
	writeDuties(c, duties)
	fmt.Fprintln(c.out, "\n"+wrapped(whatNext(name, duties), ""))
	return nil
}

// whatNext says whose signatures a release file lacks, or how to publish it.
func whatNext(name string, duties []release.Duty) string {
	if slices.ContainsFunc(duties, func(d release.Duty) bool { return !d.Met() }) {
		return release.Wanted(duties)
	}
	return release.Wanted(duties) + fmt.Sprintf(" \"bedside release submit %s\" publishes it.", name)
}

// writeTargetChanges writes what a release does with packs.
func writeTargetChanges(c *console, now, next []release.Target) {
	before := map[string]release.Target{}
	for _, t := range now {
		before[t.Name] = t
	}
	t := newList("pack", "", "version", "rules", "bytes", "for", "says")
	rows := 0
	row := func(change string, x release.Target) {
		rows++
		t.AppendRow(table.Row{x.Name, change, x.Custom.Version, x.Custom.Rules, x.Length, forWhom(x), remarks(x.Custom)})
	}
	for _, x := range next {
		was, ok := before[x.Name]
		delete(before, x.Name)
		switch {
		case !ok:
			row("new", x)
		case was.SHA256 != x.SHA256:
			row("was "+was.Custom.Version, x)
		case forWhom(was)+remarks(was.Custom) != forWhom(x)+remarks(x.Custom):
			row("same pack", x)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(before)) {
		row("removed", before[name])
	}
	if rows == 0 {
		fmt.Fprint(c.out, "No pack changes.\n\n")
		return
	}
	fmt.Fprintln(c.out, t.Render()+"\n")
}

// forWhom says who takes a target.
func forWhom(t release.Target) string {
	s, x := "everybody", t.Custom
	switch {
	case x.Withdrawn != "":
		return "nobody"
	case t.StandsIn():
		return "the others"
	case x.Percent != nil:
		s = fmt.Sprintf("%d%%", *x.Percent)
	}
	if x.Minimum != "" {
		s += ", " + x.Minimum + " or later"
	}
	return s
}

// remarks says what else is signed about a target.
func remarks(x release.Custom) string {
	var parts []string
	if x.Withdrawn != "" {
		parts = append(parts, "withdrawn: "+x.Withdrawn)
	}
	if len(x.Off) > 0 {
		parts = append(parts, "off: "+strings.Join(x.Off, ", ")+parenthesised(x.Why))
	}
	for _, a := range x.Accepted {
		parts = append(parts, "accepted: "+a)
	}
	return text.WrapSoft(strings.Join(parts, "; "), remarksWidth)
}

// remarksWidth keeps the table of packs within a terminal, in characters.
const remarksWidth = 40

func parenthesised(s string) string {
	if s == "" {
		return ""
	}
	return " (" + s + ")"
}

// writeDuties writes who has signed what.
func writeDuties(c *console, duties []release.Duty) {
	t := newList("file", "version", "good until", "signed by", "still missing")
	for _, d := range duties {
		for _, g := range d.Groups {
			missing := "nothing"
			if n := g.Missing(); n > 0 {
				missing = fmt.Sprintf("%d of %s", n, keyNames(g.Open()))
			}
			name := d.Role
			if g.Of != d.Role {
				name += " (keys as before)"
			}
			t.AppendRow(table.Row{name, d.Version, d.Expires.Format(time.DateOnly), keyNames(g.Signed), missing})
		}
	}
	fmt.Fprintln(c.out, t.Render())
}

func keyNames(keys []release.PublicKey) string {
	if len(keys) == 0 {
		return "nobody"
	}
	var names []string
	for _, k := range keys {
		names = append(names, k.Name)
	}
	return strings.Join(names, ", ")
}

type releaseSignCmd struct {
	fileArg
	Yes       bool   `short:"y" help:"Do not ask whether this is what you want to sign."`
	Unchecked bool   `help:"Sign although \"release check\" has not passed for this file."`
	Root      string `env:"BEDSIDE_ROOT" placeholder:"FILE" help:"The trusted root of the server that the release is for. Without one, the root seen first is trusted, and kept."`
	signerFlags
}

func (cmd *releaseSignCmd) Run(ctx context.Context, c *console) error {
	f, err := readRelease(cmd.File)
	if err != nil {
		return err
	}
	if len(f.Packs) > 0 && !f.Checked.Good() && !cmd.Unchecked {
		return fmt.Errorf("%s Run \"bedside release check %s\" first, or sign it all the same with --unchecked", f.Checked, cmd.File)
	}
	if err := cmd.compare(ctx, c, f); err != nil {
		return err
	}
	if err := showRelease(c, f); err != nil {
		return err
	}
	if !cmd.Yes && term.IsTerminal(int(os.Stdin.Fd())) && !agreed(c) {
		return errors.New("nothing was signed")
	}
	signer, done, err := cmd.signerFlags.open(c)
	if err != nil {
		return err
	}
	defer done()
	roles, err := f.Sign(signer, time.Now())
	if err != nil {
		return err
	}
	if err := writeRelease(cmd.File, f); err != nil {
		return err
	}
	fmt.Fprintf(c.out, "%s signed %s.\n\n", signer.Name, strings.Join(roles, ", "))
	return showSignatures(c, cmd.File, f)
}

// compare refuses a file that hides changes: what it says is published must be what
// the server has. Whoever signs away from the network is told that nobody has looked.
func (cmd *releaseSignCmd) compare(ctx context.Context, c *console, f *release.File) error {
	if f.Server == "" {
		return nil // the first release follows nothing
	}
	published, err := repositoryFlags{Server: f.Server, Root: cmd.Root}.published(ctx, c)
	switch {
	case err != nil:
		c.complain("the release could not be compared with what is published (%v); the changes shown are those that the file tells of", err)
	case !f.Follows(published):
		return fmt.Errorf("what %s says is published is not what %s has: somebody has published since, or the file was altered. Make the release anew with \"bedside release new\"", cmd.File, f.Server)
	}
	return nil
}

func agreed(c *console) bool {
	fmt.Fprint(c.out, "Sign this? [y/N] ")
	line, _ := bufio.NewReader(c.in).ReadString('\n')
	answer := strings.ToLower(strings.TrimSpace(line))
	return answer == "y" || answer == "yes"
}

type releaseSubmitCmd struct {
	fileArg
	repositoryFlags
	Token string `env:"BEDSIDE_TOKEN" placeholder:"TOKEN" help:"The server's token for publishers."`
}

func (cmd *releaseSubmitCmd) Run(ctx context.Context, c *console) error {
	f, err := readRelease(cmd.File)
	if err != nil {
		return err
	}
	if cmd.Token == "" {
		return errors.New("the server wants a token, which keeps strangers from knocking; ask whoever runs it, and put it into BEDSIDE_TOKEN or give it with --token")
	}
	base, err := cmd.url()
	if err != nil {
		return err
	}
	published, err := cmd.published(ctx, c)
	if errors.Is(err, release.ErrNothing) {
		err = nil
	}
	if err != nil {
		return err
	}
	receipt, err := release.Submit(ctx, client, base, cmd.Token, f, published, time.Now())
	var refusal *release.Refusal
	switch {
	case errors.As(err, &refusal) && refusal.Status == 401:
		return fmt.Errorf("the server does not know this token; ask whoever runs %s for it, and give it with --token or BEDSIDE_TOKEN", base)
	case err != nil:
		return fmt.Errorf("%s: %w", cmd.File, unreachable(base, err))
	}
	if published == nil {
		if err := cmd.keepFirst(base, f); err != nil {
			return err
		}
	}
	fmt.Fprintf(c.out, "Published on %s: root %d, targets %d, snapshot %d. Clients take it at their next poll.\n", base, receipt.Root, receipt.Targets, receipt.Snapshot)
	return nil
}

// keepFirst keeps the root of a first release as the one to trust.
func (cmd *releaseSubmitCmd) keepFirst(base string, f *release.File) error {
	file, err := keptRoot(base)
	if err != nil {
		return err
	}
	root, err := f.File("root")
	if err != nil {
		return err
	}
	return keepRoot(file, root)
}

type releaseStatusCmd struct {
	repositoryFlags
	JSON bool `name:"json" help:"Write it as JSON."`
}

// soon is when an admin should think of signing anew.
const soon = 30 * 24 * time.Hour

func (cmd *releaseStatusCmd) Run(ctx context.Context, c *console) error {
	r, err := cmd.published(ctx, c)
	if err != nil {
		return err
	}
	targets, err := r.AllTargets()
	if err != nil {
		return err
	}
	roles := r.Roles()
	if cmd.JSON {
		e := json.NewEncoder(c.out)
		e.SetIndent("", "  ")
		return e.Encode(map[string]any{"targets": targets, "roles": roles})
	}
	t := newList("pack", "version", "rules", "bytes", "for", "says")
	for _, x := range targets {
		t.AppendRow(table.Row{x.Name, x.Custom.Version, x.Custom.Rules, x.Length, forWhom(x), remarks(x.Custom)})
	}
	if len(targets) == 0 {
		fmt.Fprint(c.out, "No packs are published yet; \"bedside release new PACK\" releases one.\n\n")
	} else {
		fmt.Fprintln(c.out, t.Render()+"\n")
	}
	t = newList("role", "version", "runs out", "asks for")
	var urgent []string
	for _, x := range roles {
		t.AppendRow(table.Row{x.Name, x.Version, x.Expires.Format(time.DateOnly), fmt.Sprintf("%d of %s", x.Threshold, keyNames(x.Keys))})
		if x.Name != "timestamp" && time.Until(x.Expires) < soon {
			urgent = append(urgent, fmt.Sprintf("%s runs out on %s", x.Name, x.Expires.Format(time.DateOnly)))
		}
	}
	fmt.Fprintln(c.out, t.Render())
	if len(urgent) > 0 {
		fmt.Fprintf(c.out, "\n%s. \"bedside release new --renew\" signs anew.\n", strings.Join(urgent, "; "))
	}
	return nil
}

type releasePolicyCmd struct {
	repositoryFlags
	Channel string   `default:"stable" placeholder:"NAME" help:"The channel of these browsers: stable, beta or org/NAME. (default: ${default})"`
	Packs   []string `arg:"" optional:"" help:"The packs they take, in order. (default: all of the channel, base first)"`
}

func (cmd *releasePolicyCmd) Run(ctx context.Context, c *console) error {
	if err := release.CheckChannel(cmd.Channel); err != nil {
		return err
	}
	r, err := cmd.published(ctx, c)
	if err != nil {
		return err
	}
	packs := cmd.Packs
	if len(packs) == 0 {
		if packs, err = r.PacksIn(cmd.Channel); err != nil {
			return err
		}
	}
	if len(packs) == 0 {
		return fmt.Errorf("no packs are published in %s yet; release some, or name those that browsers are to take", cmd.Channel)
	}
	slices.SortStableFunc(packs, func(a, b string) int {
		return howMany(strings.HasPrefix(b, "base")) - howMany(strings.HasPrefix(a, "base"))
	})
	base, err := cmd.url()
	if err != nil {
		return err
	}
	root, err := r.RootFile()
	if err != nil {
		return err
	}
	e := json.NewEncoder(c.out)
	e.SetIndent("", "  ")
	return e.Encode(map[string]any{"repositories": []any{map[string]any{
		"url": base + "/tuf/", "root": string(root), "channel": cmd.Channel, "packs": packs,
	}}})
}
