// Package headless runs the Bedside module from Go, through wazero, with the same
// bytes in and out as in a browser. It is for services, batch checks and tests;
// it must not look inside a draft or a report, only carry them.
package headless

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"

	"github.com/tetratelabs/wazero"
	"github.com/tetratelabs/wazero/api"
	"github.com/tetratelabs/wazero/imports/wasi_snapshot_preview1"

	"github.com/bedside-md/bedside/core"
)

// MaxInput is the most that one call can carry, in bytes: a draft with its
// settings, or a pack.
const MaxInput = 16 << 20

// Config says how to run the module. The zero value is fine.
type Config struct {
	CacheDir string    // where compiled machine code is kept between runs; "" for nowhere
	Stderr   io.Writer // takes what the module prints when it dies; nil for nothing
}

// Error is a failure that the module reported.
type Error struct {
	Code    string // e.g. "pack", "settings", "input", "panic"
	Message string // a sentence for a human
}

// Error returns the code and the message.
func (e *Error) Error() string { return e.Code + ": " + e.Message }

// ErrBroken is matched by every error after which the instance was discarded: a
// panic or a trap inside the module. The Module has a new instance by then, with
// the same packs, and can be used again; an update under way must begin anew.
var ErrBroken = errors.New("the module broke")

// Is lets errors.Is(err, ErrBroken) recognise a panic inside the module.
func (e *Error) Is(target error) bool { return target == ErrBroken && e.Code == "panic" }

// Module is a running Bedside module. It may be used from several goroutines;
// calls wait for each other.
type Module struct {
	mu       sync.Mutex
	runtime  wazero.Runtime
	cache    wazero.CompilationCache
	compiled wazero.CompiledModule
	config   wazero.ModuleConfig
	instance api.Module
	packs    []pack   // in the order they were first loaded
	opened   opened   // the update under way
	updates  []opened // the last of each pack and repository, for the rules they switched off
}

// opened is how an update began, and the state it led to.
type opened struct {
	header []byte
	body   struct {
		Root  json.RawMessage `json:"root"`
		State string          `json:"state"`
	}
}

// pack is a compiled pack that a new instance needs again.
type pack struct {
	name  string
	bytes []byte
}

// Open compiles and starts the module. Close it after use.
func Open(ctx context.Context, module []byte, c Config) (*Module, error) {
	m := &Module{config: wazero.NewModuleConfig().
		WithName("").
		WithStartFunctions("_initialize").
		WithSysNanotime()}
	if c.Stderr != nil {
		m.config = m.config.WithStderr(c.Stderr)
	}
	if err := m.open(ctx, module, c.CacheDir); err != nil {
		return nil, errors.Join(err, m.Close(ctx))
	}
	return m, nil
}

func (m *Module) open(ctx context.Context, module []byte, cacheDir string) error {
	rc := wazero.NewRuntimeConfig()
	if cacheDir != "" {
		cache, err := wazero.NewCompilationCacheWithDir(cacheDir)
		if err != nil {
			return fmt.Errorf("open the compilation cache: %w", err)
		}
		m.cache = cache
		rc = rc.WithCompilationCache(cache)
	}
	m.runtime = wazero.NewRuntimeWithConfig(ctx, rc)
	if _, err := wasi_snapshot_preview1.Instantiate(ctx, m.runtime); err != nil {
		return fmt.Errorf("provide WASI: %w", err)
	}
	compiled, err := m.runtime.CompileModule(ctx, module)
	if err != nil {
		return fmt.Errorf("compile the module: %w", err)
	}
	for _, name := range []string{"reserve", "load", "analyze", "update", "version"} {
		if compiled.ExportedFunctions()[name] == nil {
			return fmt.Errorf("this is not a Bedside module: it does not export %s", name)
		}
	}
	m.compiled = compiled
	return m.start(ctx)
}

// start makes a new instance in place of the old one and loads its packs.
func (m *Module) start(ctx context.Context) error {
	if m.instance != nil {
		if err := m.instance.Close(ctx); err != nil {
			return fmt.Errorf("discard the broken instance: %w", err)
		}
	}
	instance, err := m.runtime.InstantiateModule(ctx, m.compiled, m.config)
	if err != nil {
		return fmt.Errorf("start the module: %w", err)
	}
	m.instance = instance
	for _, p := range m.packs {
		if _, err := m.call(ctx, "load", p.bytes); err != nil {
			return fmt.Errorf("load the pack %s again: %w", p.name, err)
		}
	}
	for _, u := range m.updates { // what they switched off stays off
		body, err := json.Marshal(u.body)
		if err == nil {
			_, err = m.call(ctx, "update", u.header, body)
		}
		if err != nil {
			return fmt.Errorf("switch rules off again: %w", err)
		}
	}
	return nil
}

// follow remembers how an update began and ended.
func (m *Module) follow(header, body []byte, state string) error {
	if state == "" {
		m.opened = opened{header: slices.Clone(header)}
		return json.Unmarshal(body, &m.opened.body)
	}
	m.opened.body.State = state
	same := func(u opened) bool { return u.source() == m.opened.source() }
	m.updates = append(slices.DeleteFunc(m.updates, same), m.opened)
	return nil
}

// source names the pack and repository of an update.
func (u opened) source() string {
	var h struct{ Target, Repository string }
	if json.Unmarshal(u.header, &h) != nil {
		return ""
	}
	return h.Repository + " " + h.Target
}

// keep remembers a pack that the module has loaded.
func (m *Module) keep(name string, compiled []byte) {
	p := pack{name, slices.Clone(compiled)}
	if i := slices.IndexFunc(m.packs, func(q pack) bool { return q.name == name }); i >= 0 {
		m.packs[i] = p
		return
	}
	m.packs = append(m.packs, p)
}

// Close ends the module and frees its memory.
func (m *Module) Close(ctx context.Context) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	var errs []error
	if m.runtime != nil {
		errs = append(errs, m.runtime.Close(ctx))
	}
	if m.cache != nil {
		errs = append(errs, m.cache.Close(ctx))
	}
	return errors.Join(errs...)
}

// Load adds a compiled pack, replacing one of the same name. A damaged pack is
// refused with an *Error of code "pack" and changes nothing.
func (m *Module) Load(ctx context.Context, compiled []byte) (core.PackInfo, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	out, err := m.guarded(ctx, "load", compiled)
	if err != nil {
		return core.PackInfo{}, err
	}
	var info core.PackInfo
	if err := json.Unmarshal(out, &info); err != nil {
		return core.PackInfo{}, fmt.Errorf("read the answer of load: %w", err)
	}
	m.keep(info.Name, compiled)
	return info, nil
}

// Analyze reads one draft and returns the report as JSON, byte for byte what the
// native core writes.
func (m *Module) Analyze(ctx context.Context, text []byte, o core.Options) ([]byte, error) {
	settings, err := json.Marshal(struct {
		settingsJSON
		Edits bool `json:"edits"`
	}{settingsJSON(o), !o.NoEdits})
	if err != nil {
		return nil, fmt.Errorf("write the settings: %w", err)
	}
	return m.AnalyzeJSON(ctx, text, settings)
}

// AnalyzeJSON is Analyze with the settings as JSON, such as {"lang":"fr"}.
func (m *Module) AnalyzeJSON(ctx context.Context, text, settings []byte) ([]byte, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.guarded(ctx, "analyze", settings, text)
}

// Update takes one step of a rule update: header is the JSON of the step, body
// the bytes that were fetched. It returns the module's answer as JSON.
func (m *Module) Update(ctx context.Context, header, body []byte) ([]byte, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	out, err := m.guarded(ctx, "update", header, body)
	if err != nil {
		return out, err
	}
	var step struct{ Op string }
	var a struct {
		Need *struct{}
		Done *struct {
			Target, State string
			Changed       bool
		}
		Restored *struct{ Target string }
	}
	if err := errors.Join(json.Unmarshal(header, &step), json.Unmarshal(out, &a)); err != nil {
		return nil, fmt.Errorf("read the answer of update: %w", err)
	}
	if a.Restored != nil {
		m.keep(strings.TrimSuffix(a.Restored.Target, ".pack"), body)
	}
	if a.Done != nil && a.Done.Changed {
		m.keep(strings.TrimSuffix(a.Done.Target, ".pack"), body)
	}
	switch {
	case step.Op == "open" && (a.Need != nil || a.Done != nil):
		err = m.follow(header, body, "")
	case a.Done != nil:
		err = m.follow(nil, nil, a.Done.State)
	}
	if err != nil {
		return nil, fmt.Errorf("remember the update: %w", err)
	}
	return out, nil
}

// Version returns the module's version and packs as JSON.
func (m *Module) Version(ctx context.Context) ([]byte, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.guarded(ctx, "version")
}

// guarded calls an export, and replaces the instance when that breaks it.
func (m *Module) guarded(ctx context.Context, export string, parts ...[]byte) ([]byte, error) {
	out, err := m.call(ctx, export, parts...)
	if errors.Is(err, ErrBroken) {
		if again := m.start(ctx); again != nil {
			err = errors.Join(err, again)
		}
	}
	return out, err
}

// call hands the parts, one after the other, to an export and copies its answer.
func (m *Module) call(ctx context.Context, export string, parts ...[]byte) ([]byte, error) {
	total := 0
	lengths := make([]uint64, len(parts))
	for i, p := range parts {
		total += len(p)
		lengths[i] = uint64(len(p))
	}
	if total > MaxInput {
		return nil, &Error{"input", fmt.Sprintf("%d bytes are more than the module takes at once (%d).", total, MaxInput)}
	}
	if len(parts) > 0 {
		at, err := m.invoke(ctx, "reserve", uint64(total))
		if err != nil {
			return nil, err
		}
		for _, p := range parts {
			if !m.instance.Memory().Write(uint32(at), p) {
				return nil, fmt.Errorf("write %d bytes at %#x of the module's memory: %w", len(p), at, ErrBroken)
			}
			at += uint64(len(p))
		}
	}
	place, err := m.invoke(ctx, export, lengths...)
	if err != nil {
		return nil, err
	}
	view, ok := m.instance.Memory().Read(uint32(place>>32), uint32(place))
	if !ok {
		return nil, fmt.Errorf("read the answer of %s at %#x of the module's memory: %w", export, place, ErrBroken)
	}
	out := append([]byte(nil), view...)
	return out, failure(out)
}

// invoke calls an export; whatever goes wrong there breaks the instance.
func (m *Module) invoke(ctx context.Context, export string, args ...uint64) (uint64, error) {
	results, err := m.instance.ExportedFunction(export).Call(ctx, args...)
	if err != nil {
		return 0, fmt.Errorf("call %s: %w: %w", export, ErrBroken, err)
	}
	return results[0], nil
}

// failure returns the error that an answer of the module holds, if it does.
func failure(answer []byte) error {
	const prefix = `{"error":`
	if len(answer) < len(prefix) || string(answer[:len(prefix)]) != prefix {
		return nil
	}
	var a struct{ Error Error }
	if err := json.Unmarshal(answer, &a); err != nil {
		return fmt.Errorf("read the module's error: %w", err)
	}
	return &a.Error
}

// settingsJSON is core.Options as the module's settings spell them.
type settingsJSON struct {
	Lang         string   `json:"lang,omitempty"`
	Jurisdiction string   `json:"jurisdiction,omitempty"`
	Strict       bool     `json:"strict,omitempty"`
	Names        []string `json:"names,omitempty"`
	Limit        int      `json:"limit,omitempty"`
	Catchment    int      `json:"catchment,omitempty"`
	Daily        int      `json:"daily,omitempty"`
	NoEdits      bool     `json:"-"`
	Sensitivity  string   `json:"sensitivity,omitempty"`
	Quiet        []string `json:"quiet,omitempty"`
	NoStories    bool     `json:"noStories,omitempty"`
	Trainee      bool     `json:"trainee,omitempty"`
	Purpose      string   `json:"purpose,omitempty"`
	NotPatient   bool     `json:"notPatient,omitempty"`
	Consent      bool     `json:"consent,omitempty"`
}
