package release

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/theupdateframework/go-tuf/v2/metadata"

	"github.com/bedside-md/bedside/core/tuf"
)

// Repository is what a server publishes, verified as far as signatures go: what has
// expired can still be looked at and signed anew.
type Repository struct {
	Root      *metadata.Metadata[metadata.RootType]
	Timestamp *metadata.Metadata[metadata.TimestampType]
	Snapshot  *metadata.Metadata[metadata.SnapshotType]
	Targets   *metadata.Metadata[metadata.TargetsType]
	Delegated map[string]*metadata.Metadata[metadata.TargetsType] // by role

	files Current
}

// ErrNothing is the error of a server where nothing is published yet.
var ErrNothing = errors.New("nothing is published on this server yet; \"bedside release init\" makes the first release")

// Published fetches what a server publishes and verifies it from a trusted root on.
func Published(ctx context.Context, client *http.Client, baseURL string, trusted []byte) (*Repository, error) {
	current, ok, err := Fetch(ctx, client, baseURL)
	if err != nil {
		return nil, fmt.Errorf("read what %s publishes: %w", baseURL, err)
	}
	if !ok {
		return nil, ErrNothing
	}
	return verify(current, trusted)
}

// verify reads files and checks who signed them.
func verify(files Current, trusted []byte) (*Repository, error) {
	r := &Repository{files: files, Delegated: map[string]*metadata.Metadata[metadata.TargetsType]{}}
	root, err := metadata.Root().FromBytes(trusted)
	if err == nil {
		err = root.VerifyDelegate(metadata.ROOT, root)
	}
	if err != nil {
		return nil, fmt.Errorf("the trusted root is not in order: %w", err)
	}
	for _, file := range files.Roots {
		next, err := metadata.Root().FromBytes(file)
		if err != nil {
			return nil, fmt.Errorf("read a root of the server: %w", err)
		}
		if next.Signed.Version <= root.Signed.Version {
			continue
		}
		if next.Signed.Version != root.Signed.Version+1 || root.VerifyDelegate(metadata.ROOT, next) != nil || next.VerifyDelegate(metadata.ROOT, next) != nil {
			return nil, fmt.Errorf("root %d of the server does not follow from the trusted root (version %d): this is another repository, or somebody put himself in its place", next.Signed.Version, root.Signed.Version)
		}
		root = next
	}
	r.Root = root
	if r.Timestamp, err = readRole(metadata.Timestamp(), root, metadata.TIMESTAMP, files.Timestamp); err != nil {
		return nil, err
	}
	if r.Snapshot, err = readRole(metadata.Snapshot(), root, metadata.SNAPSHOT, files.Snapshot); err != nil {
		return nil, err
	}
	if r.Targets, err = readRole(metadata.Targets(), root, metadata.TARGETS, files.Targets); err != nil {
		return nil, err
	}
	for role, file := range files.Delegated {
		if r.Delegated[role], err = readRole(metadata.Targets(), r.Targets, role, file); err != nil {
			return nil, err
		}
	}
	return r, nil
}

// readRole reads a role's file and checks that those whom parent names signed it.
func readRole[T, P metadata.Roles](empty *metadata.Metadata[T], parent *metadata.Metadata[P], role string, file []byte) (*metadata.Metadata[T], error) {
	m, err := empty.FromBytes(file)
	if err != nil {
		return nil, fmt.Errorf("read the published %s: %w", role, err)
	}
	if err := parent.VerifyDelegate(role, m); err != nil {
		return nil, fmt.Errorf("the published %s is not signed by those who may sign it: %w", role, err)
	}
	return m, nil
}

// Base is the versions of what a release follows.
type Base struct {
	Root     int64 `json:"root"`
	Targets  int64 `json:"targets"`
	Snapshot int64 `json:"snapshot"`
}

// Base returns the versions that are current. The zero Base is that of an empty server.
func (r *Repository) Base() Base {
	return Base{r.Root.Signed.Version, r.Targets.Signed.Version, r.Snapshot.Signed.Version}
}

// Target is a target of a repository, as clients see it.
type Target struct {
	Name   string // such as "beta/base.pack"
	Role   string // who signs it
	SHA256 string // hexadecimal
	Length int64  // bytes
	Custom Custom
}

// Channel is where clients look for the target: "stable", "beta" or "org/NAME".
func (t Target) Channel() string { return channelOf(t.Name) }

// Base is the target's name without its channel.
func (t Target) Base() string { return t.Name[strings.LastIndexByte(t.Name, '/')+1:] }

// StandsIn reports whether the target is for those clients only that do not take
// another, by its roll-out.
func (t Target) StandsIn() bool { return isStandIn(t.Name) }

func channelOf(name string) string {
	if i := strings.LastIndexByte(name, '/'); i >= 0 {
		return name[:i]
	}
	return stable
}

// AllTargets returns all targets, sorted by name.
func (r *Repository) AllTargets() ([]Target, error) {
	roles := map[string]*metadata.Metadata[metadata.TargetsType]{metadata.TARGETS: r.Targets}
	for role, m := range r.Delegated {
		roles[role] = m
	}
	return targetsOf(roles)
}

func targetsOf(roles map[string]*metadata.Metadata[metadata.TargetsType]) ([]Target, error) {
	var out []Target
	for role, m := range roles {
		for name, f := range m.Signed.Targets {
			custom, err := customOf(name, f)
			if err != nil {
				return nil, err
			}
			out = append(out, Target{name, role, f.Hashes["sha256"].String(), f.Length, custom})
		}
	}
	slices.SortFunc(out, func(a, b Target) int { return strings.Compare(a.Name, b.Name) })
	return out, nil
}

// FetchTarget fetches a target and checks that it is what was signed.
func FetchTarget(ctx context.Context, client *http.Client, baseURL string, t Target) ([]byte, error) {
	dir := strings.LastIndexByte(t.Name, '/') + 1
	path := "targets/" + t.Name[:dir] + t.SHA256 + "." + t.Name[dir:]
	body, err := server{client, baseURL, ""}.metadata(ctx, path)
	if err != nil {
		return nil, err
	}
	if int64(len(body)) != t.Length || digest(body) != t.SHA256 {
		return nil, fmt.Errorf("what %s serves as %s is not what was signed", baseURL, t.Name)
	}
	return body, nil
}

// Take takes a target from a server as a client does, through the client's own state
// machine.
func Take(ctx context.Context, client *http.Client, baseURL string, root []byte, target string, local tuf.Local, now time.Time) (tuf.Result, []byte, error) {
	c, err := tuf.OpenFor(root, nil, now.Unix(), target, local)
	if err != nil {
		return tuf.Result{}, nil, err
	}
	s := server{client, baseURL, ""}
	var pack []byte
	for {
		need, more := c.Need()
		if !more {
			break
		}
		status := http.StatusOK
		body, err := s.metadata(ctx, need.Path)
		var refusal *Refusal
		if errors.As(err, &refusal) {
			status, body = refusal.Status, nil
		} else if err != nil {
			return tuf.Result{}, nil, err
		}
		if err := c.Give(status, body); err != nil {
			return tuf.Result{}, nil, err
		}
		if need.Kind == "target" {
			pack = body
		}
	}
	result, _ := c.Done()
	return result, pack, nil
}

// FetchRoot fetches the first root of a server: what a client would be shipped with.
func FetchRoot(ctx context.Context, client *http.Client, baseURL string) ([]byte, error) {
	root, err := FetchMetadata(ctx, client, baseURL, "1.root.json")
	var refusal *Refusal
	if errors.As(err, &refusal) && refusal.Status == http.StatusNotFound {
		return nil, ErrNothing
	}
	return root, err
}

// FetchMetadata fetches a metadata file as it is, unverified.
func FetchMetadata(ctx context.Context, client *http.Client, baseURL, path string) ([]byte, error) {
	return server{client, baseURL, ""}.metadata(ctx, path)
}

// Fingerprint is the beginning of a file's SHA-256, for people to compare.
func Fingerprint(file []byte) string { return digest(file)[:16] }

// PacksIn returns the names of the packs that clients of a channel may take: the
// channel's own, and those of stable that it has not.
func (r *Repository) PacksIn(channel string) ([]string, error) {
	targets, err := r.AllTargets()
	if err != nil {
		return nil, err
	}
	var out []string
	for _, t := range targets {
		if c := t.Channel(); (c == channel || c == stable) && !isStandIn(t.Name) {
			out = append(out, t.Base())
		}
	}
	slices.Sort(out)
	return slices.Compact(out), nil
}

// RoleState is how a role of a repository stands.
type RoleState struct {
	Name      string      `json:"name"`
	Version   int64       `json:"version"`
	Expires   time.Time   `json:"expires"`
	Threshold int         `json:"threshold"`
	Keys      []PublicKey `json:"keys"`
}

// Roles returns how the roles stand, the top-level ones first.
func (r *Repository) Roles() []RoleState {
	root := r.Root.Signed
	top := func(name string, version int64, expires time.Time) RoleState {
		g := groupOf(name, root.Roles[name].KeyIDs, root.Roles[name].Threshold, root.Keys, root.UnrecognizedFields)
		return RoleState{name, version, expires, g.Threshold, g.Keys}
	}
	out := []RoleState{
		top(metadata.ROOT, root.Version, root.Expires),
		top(metadata.TARGETS, r.Targets.Signed.Version, r.Targets.Signed.Expires),
		top(metadata.SNAPSHOT, r.Snapshot.Signed.Version, r.Snapshot.Signed.Expires),
		top(metadata.TIMESTAMP, r.Timestamp.Signed.Version, r.Timestamp.Signed.Expires),
	}
	if d := r.Targets.Signed.Delegations; d != nil {
		for _, x := range d.Roles {
			g := groupOf(x.Name, x.KeyIDs, x.Threshold, d.Keys, r.Targets.Signed.UnrecognizedFields)
			if m := r.Delegated[x.Name]; m != nil {
				out = append(out, RoleState{x.Name, m.Signed.Version, m.Signed.Expires, g.Threshold, g.Keys})
			}
		}
	}
	return out
}

// RootFile returns the current root as it is published.
func (r *Repository) RootFile() ([]byte, error) { return r.Root.ToBytes(false) }
