package main

import (
	"bytes"
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"html/template"
	"io"
	"path/filepath"
	"strings"
	"time"

	"github.com/jedib0t/go-pretty/v6/table"

	"github.com/bedside-md/bedside/core/pack"
	"github.com/bedside-md/bedside/core/pack/source"
	"github.com/bedside-md/bedside/server/release"
)

// postFlags say on which posts packs are compared.
type postFlags struct {
	Posts []string `placeholder:"FILE" help:"Compare on the posts of these files too: lines of JSON with \"text\", or plain text with empty lines between posts. They stay on this machine."`
	Only  bool     `name:"only-posts" help:"Leave out the invented posts that this program carries."`
}

func (f postFlags) read() ([]release.Post, error) {
	var posts []release.Post
	if !f.Only {
		posts = release.Sample()
	}
	for _, name := range f.Posts {
		body, err := readFile(name)
		if err != nil {
			return nil, err
		}
		more, err := release.ReadPosts(name, body)
		if err != nil {
			return nil, err
		}
		posts = append(posts, more...)
	}
	if len(posts) == 0 {
		return nil, errors.New("there is no post to compare on: name files with --posts, or leave out --only-posts")
	}
	return posts, nil
}

// side is the packs that a client has, the base before its overlay.
type side [][]byte

// comparison is a new pack beside what it takes the place of.
type comparison struct {
	target   string
	name     string // of the pack
	was, is  []byte // was is nil where nothing was before
	old, new side
}

// comparisons finds the packs that a release changes, and what they are beside.
func comparisons(ctx context.Context, f *release.File) ([]comparison, error) {
	packs, err := f.NewPacks()
	if err != nil {
		return nil, err
	}
	get := func(t *release.Target) ([]byte, error) {
		if t == nil {
			return nil, nil
		}
		if body, ok := f.Packs[t.SHA256]; ok {
			return body, nil
		}
		body, err := release.FetchTarget(ctx, client, f.Server, *t)
		if err != nil {
			return nil, fmt.Errorf("fetch %s to compare with: %w", t.Name, unreachable(f.Server, err))
		}
		return body, nil
	}
	var out []comparison
	for _, p := range packs {
		x := comparison{target: p.Name}
		if x.is, err = get(&p.Target); err != nil {
			return nil, err
		}
		if x.was, err = get(p.Was); err != nil {
			return nil, err
		}
		loaded, err := pack.Load(x.is)
		if err != nil {
			return nil, fmt.Errorf("read %s: %w", p.Name, err)
		}
		x.name = loaded.Name
		if loaded.Base == "" {
			if x.was == nil && loaded.Name+".pack" == builtIn {
				if x.was, err = builtInPack(); err != nil {
					return nil, err
				}
			}
			x.new = side{x.is}
			if x.was != nil {
				x.old = side{x.was}
			}
			out = append(out, x)
			continue
		}
		stands, err := f.Stands(p.Channel(), loaded.Base)
		if err != nil {
			return nil, err
		}
		base, err := get(stands)
		if err == nil && base == nil {
			base, err = builtInPack()
		}
		if err != nil {
			return nil, err
		}
		x.old, x.new = side{base}, side{base, x.is}
		if x.was != nil {
			x.old = append(x.old, x.was)
		}
		out = append(out, x)
	}
	return out, nil
}

// alerts reads posts with both sides.
func (x comparison) alerts(posts []release.Post) (*release.Alerts, error) {
	was, err := release.Reader(x.old...)
	if err != nil {
		return nil, fmt.Errorf("load what %s takes the place of: %w", x.target, err)
	}
	is, err := release.Reader(x.new...)
	if err != nil {
		return nil, fmt.Errorf("load %s: %w", x.target, err)
	}
	return release.CompareAlerts(posts, release.Read(was, posts), release.Read(is, posts)), nil
}

// compare compares everything a release changes.
func compare(ctx context.Context, f *release.File, posts []release.Post) ([]*release.PackDiff, []comparison, error) {
	all, err := comparisons(ctx, f)
	if err != nil {
		return nil, nil, err
	}
	diffs := []*release.PackDiff{}
	for _, x := range all {
		d, err := release.ComparePacks(x.was, x.is)
		if err != nil {
			return nil, nil, fmt.Errorf("%s: %w", x.target, err)
		}
		d.Target = x.target
		if d.Alerts, err = x.alerts(posts); err != nil {
			return nil, nil, err
		}
		diffs = append(diffs, d)
	}
	return diffs, all, nil
}

// comparing is a release compared with what is published.
type comparing struct {
	fileArg
	postFlags
}

// compared is what that gives.
type compared struct {
	file  *release.File
	posts []release.Post
	diffs []*release.PackDiff
	all   []comparison // by diff
}

func (cmd *comparing) compare(ctx context.Context) (r compared, err error) {
	if r.file, err = readRelease(cmd.File); err != nil {
		return r, err
	}
	if r.posts, err = cmd.read(); err != nil {
		return r, err
	}
	r.diffs, r.all, err = compare(ctx, r.file, r.posts)
	return r, err
}

type releaseDiffCmd struct {
	comparing
	HTML string `name:"html" placeholder:"FILE" help:"Write it as a page, to show to others."`
	JSON bool   `name:"json" help:"Write it as JSON."`
}

func (cmd *releaseDiffCmd) Run(ctx context.Context, c *console) error {
	r, err := cmd.compare(ctx)
	if err != nil {
		return err
	}
	f, diffs := r.file, r.diffs
	if cmd.HTML != "" {
		var page bytes.Buffer
		err := diffPage.Execute(&page, map[string]any{"File": filepath.Base(cmd.File), "Made": f.Made.Format(time.DateOnly), "Diffs": diffs, "What": f.What})
		if err != nil {
			return fmt.Errorf("write the page: %w", err)
		}
		if err := writeFile(cmd.HTML, page.Bytes()); err != nil {
			return err
		}
	}
	if cmd.JSON {
		e := json.NewEncoder(c.out)
		e.SetIndent("", "  ")
		return e.Encode(diffs)
	}
	if len(diffs) == 0 {
		fmt.Fprintln(c.out, "No pack changes in this release. \"bedside release show\" says what does.")
	}
	for _, d := range diffs {
		writeDiff(c, d)
	}
	if cmd.HTML != "" {
		fmt.Fprintf(c.out, "%s is the page.\n", cmd.HTML)
	}
	return nil
}

//go:embed diff.html.tmpl
var diffTemplate string

var diffPage = template.Must(template.New("diff").Funcs(template.FuncMap{
	"join": strings.Join,
	"how":  func(s string) string { return exampleWords[s] },
}).Parse(diffTemplate))

// exampleWords say how a rule changed its mind about a post.
var exampleWords = map[string]string{"newly": "newly fires", "silent": "falls silent", "louder": "is graver", "softer": "is milder"}

// mostRules is how many rules the terminal lists before it counts the rest.
const mostRules = 40

// writeDiff writes the difference of one pack, for people.
func writeDiff(c *console, d *release.PackDiff) {
	p := printer{colour: c.colour}
	version := "new, " + d.Is
	if d.Was != "" {
		version = d.Was + " → " + d.Is
	}
	fmt.Fprintf(c.out, "%s  %s, %d → %d bytes, %s\n\n", p.styled(styleBold, d.Target), version, d.Bytes[0], d.Bytes[1], d.Summary())
	if len(d.Rules) > 0 {
		t := newList("rule", "", "severity", "category", "what changed")
		for i, r := range d.Rules {
			if i == mostRules {
				t.AppendRow(table.Row{fmt.Sprintf("… and %d more; --json lists them all", len(d.Rules)-mostRules)})
				break
			}
			t.AppendRow(table.Row{r.Rule, r.How, r.Severity, r.Category, strings.Join(r.What, ", ")})
		}
		fmt.Fprintln(c.out, t.Render()+"\n")
	}
	if len(d.Other) > 0 {
		fmt.Fprintln(c.out, wrapped("Also: "+strings.Join(d.Other, ", ")+".", "")+"\n")
	}
	writeAlerts(c.out, &p, d.Alerts)
}

// writeAlerts writes what fires differently.
func writeAlerts(w io.Writer, p *printer, a *release.Alerts) {
	if a.Changed == 0 {
		fmt.Fprintf(w, "On %s nothing fires differently.\n\n", count(a.Posts, "post", "posts"))
		return
	}
	fmt.Fprintf(w, "On %s, %d read differently.", count(a.Posts, "post", "posts"), a.Changed)
	if a.Clear > 0 {
		fmt.Fprintf(w, " Of %d clear posts %d are warned about, %d before.", a.Clear, a.False[1], a.False[0])
	}
	fmt.Fprint(w, "\n\n")
	t := newTable("rule", "newly fires", "on clear posts", "falls silent", "graver", "milder")
	for _, r := range a.Rules {
		t.AppendRow(table.Row{r.Rule, r.Newly, r.OnClear, r.Silent, r.Louder, r.Softer})
	}
	fmt.Fprintln(w, t.Render()+"\n")
	for _, r := range a.Rules {
		for _, e := range r.Examples {
			label := ""
			if e.Label != "" {
				label = ", labelled " + e.Label
			}
			fmt.Fprintf(w, "%s %s (%s%s)\n  %s%s%s\n", p.styled(styleBold, r.Rule), exampleWords[e.How], e.Post, label,
				printable([]rune(e.Before)), p.styled(styleBold, "["+printable([]rune(e.Words))+"]"), printable([]rune(e.After)))
		}
	}
	if len(a.Shifts) > 0 {
		fmt.Fprintln(w)
		for _, s := range a.Shifts {
			fmt.Fprintf(w, "%s went from %s to %s.\n", count(s.Posts, "post", "posts"), s.From, s.To)
		}
	}
	fmt.Fprintln(w)
}

type releaseCheckCmd struct {
	comparing
	Rules          []string `placeholder:"DIR" help:"Where the rules of a pack are written, so that their examples run. The built-in rules are known."`
	MaxFalseAlarms float64  `default:"${maxFalseAlarms}" placeholder:"POINTS" help:"How much the share of clear posts that are warned about may rise, in percentage points. (default: ${default})"`
	MaxSlower      float64  `default:"${maxSlower}" placeholder:"RATIO" help:"How much longer reading may take. (default: ${default})"`
	MaxLarger      float64  `default:"${maxLarger}" placeholder:"RATIO" help:"How much larger a pack may become, but for 64 kB. (default: ${default})"`
	Accept         string   `placeholder:"REASON" help:"Release it all the same; the reason is signed with the packs, for all to read."`
}

func (cmd *releaseCheckCmd) Run(ctx context.Context, c *console) error {
	r, err := cmd.compare(ctx)
	if err != nil {
		return err
	}
	f, posts, diffs, all := r.file, r.posts, r.diffs, r.all
	limits := release.DefaultLimits
	limits.FalseAlarms, limits.Slower, limits.Larger = cmd.MaxFalseAlarms, cmd.MaxSlower, cmd.MaxLarger
	var found []release.Fault
	if few, ok := release.FewPosts(posts); ok && len(diffs) > 0 {
		found = append(found, few)
	}
	for i, d := range diffs {
		tests, fault, err := cmd.examples(all[i])
		if err != nil {
			return err
		}
		if fault.What != "" {
			found = append(found, fault)
		}
		before, after, err := speed(all[i], posts)
		if err != nil {
			return err
		}
		found = append(found, limits.Excess(d, before, after)...)
		writeChecked(c.out, d, tests, before, after)
	}
	if err := f.Record(found, cmd.Accept, time.Now()); err != nil {
		return err
	}
	if err := writeRelease(cmd.File, f); err != nil {
		return err
	}
	switch {
	case len(found) == 0:
		fmt.Fprintf(c.out, "%s passes.\n", cmd.File)
		return nil
	case cmd.Accept != "":
		fmt.Fprintln(c.out, wrapped("Accepted, and signed with the packs: "+strings.Join(f.Checked.Found, "; ")+": "+cmd.Accept, ""))
		return nil
	}
	for _, x := range found {
		fmt.Fprintln(c.out, wrapped("- "+x.String()+".", ""))
	}
	fmt.Fprintln(c.out, wrapped("\""+"bedside release diff\" shows where. Mend the rules, or say with --accept REASON why it may go out all the same.", ""))
	return exit(exitFound)
}

// writeChecked writes what was measured of one pack.
func writeChecked(w io.Writer, d *release.PackDiff, tests string, before, after time.Duration) {
	t := newTable(d.Target, "before", "now")
	was := fmt.Sprint(d.Bytes[0])
	if d.Was == "" {
		was = "-"
	}
	t.AppendRow(table.Row{"bytes", was, d.Bytes[1]})
	t.AppendRow(table.Row{"clear posts warned about", percentOf(d.Alerts.False[0], d.Alerts.Clear), percentOf(d.Alerts.False[1], d.Alerts.Clear)})
	t.AppendRow(table.Row{"µs a post", micros(before), micros(after)})
	t.AppendRow(table.Row{"examples of its rules", "", tests})
	fmt.Fprintln(w, t.Render()+"\n")
}

func micros(d time.Duration) string {
	if d == 0 {
		return "-"
	}
	return fmt.Sprint(d.Microseconds())
}

func percentOf(n, of int) string {
	if of == 0 {
		return "-"
	}
	return fmt.Sprintf("%d of %d (%.1f%%)", n, of, 100*float64(n)/float64(of))
}

// speed measures both sides.
func speed(x comparison, posts []release.Post) (before, after time.Duration, err error) {
	if x.old == nil {
		return 0, 0, nil
	}
	was, err := release.Reader(x.old...)
	if err != nil {
		return 0, 0, err
	}
	is, err := release.Reader(x.new...)
	if err != nil {
		return 0, 0, err
	}
	before, after = release.Speed(was, is, posts)
	return before, after, nil
}

// examples runs the examples of the rules a pack was made of. They are not in the
// pack, so the rules must be at hand, and must compile to that very pack.
func (cmd *releaseCheckCmd) examples(x comparison) (ran string, fault release.Fault, err error) {
	var base []byte
	if len(x.new) > 1 {
		base = x.new[0]
	}
	dirs := append([]string{}, cmd.Rules...)
	if base == nil && x.name+".pack" == builtIn {
		dirs = append(dirs, "")
	}
	for _, dir := range dirs {
		fsys, prefix, err := rulesDir{dir}.open()
		if err != nil {
			return "", fault, err
		}
		compiled, info, err := source.CompileOn(fsys, base)
		if err != nil {
			if dir == "" || info.Name != x.name {
				continue
			}
			return "", fault, rulesDir{dir}.uncompiled(prefix, err)
		}
		if info.Name != x.name || !bytes.Equal(compiled, x.is) {
			continue
		}
		tested, err := source.Examples(fsys)
		if err != nil {
			return "", fault, fmt.Errorf("read the examples in %s: %w", dir, err)
		}
		failures, err := source.Test(fsys, base, openRules)
		if err != nil {
			return "", fault, fmt.Errorf("run the examples in %s: %w", dir, err)
		}
		if len(tested) == 0 {
			return "none", release.Fault{
				What: fmt.Sprintf("the rules of %s have no examples", x.target),
				Hint: "give each the drafts it must flag and the near-misses it must let pass",
			}, nil
		}
		if len(failures) > 0 {
			return fmt.Sprintf("%d of %d fail", len(failures), len(tested)), release.Fault{
				What: fmt.Sprintf("%d of %d examples of the rules of %s fail", len(failures), len(tested), x.target),
				Hint: `"bedside rules test" says why`,
			}, nil
		}
		return fmt.Sprintf("%d of %d pass", len(tested), len(tested)), fault, nil
	}
	hint := "name the directory they are written in with --rules"
	if len(cmd.Rules) > 0 {
		hint = "what is in " + strings.Join(cmd.Rules, ", ") + " compiles to another pack: build it again, or release what was built from it"
	}
	return "not run", release.Fault{What: fmt.Sprintf("the examples of the rules of %s did not run", x.target), Hint: hint}, nil
}
