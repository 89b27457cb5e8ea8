package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"github.com/bedside-md/bedside/core/pack/rules"
	"github.com/bedside-md/bedside/core/pack/source"
	"github.com/bedside-md/bedside/core/tuf"
	"github.com/bedside-md/bedside/server"
	"github.com/bedside-md/bedside/server/release"
	"github.com/bedside-md/bedside/server/store"
	"github.com/bedside-md/bedside/server/web"
)

type serveCmd struct {
	Addr         string `default:"localhost:8787" placeholder:"HOST:PORT" help:"Where to listen; \":8787\" is every interface of this machine. (default: ${default})"`
	Data         string `placeholder:"DIR" help:"Where keys and signed rules are kept. (default: ~/.local/state/bedside)"`
	Module       string `default:"build/bedside.wasm" placeholder:"FILE" help:"The module that the playground runs. (default: ${default})"`
	TimestampKey string `placeholder:"FILE" help:"The timestamp key, for rules that are signed elsewhere. Without one, development keys sign the built-in rules."`
	Token        string `env:"BEDSIDE_TOKEN" help:"What publishers must show; without one nobody else can publish."`
	Verbose      bool   `short:"v" help:"Log every request, without addresses."`
	hostFlags

	compile func(fs.FS) ([]byte, source.Info, error) // of the built-in rules; nil is source.Compile
}

// Limits of a connection. The longest answer is a pack, the longest request one
// that is published.
const (
	headerTimeout  = 5 * time.Second
	bodyTimeout    = time.Minute
	answerTimeout  = 2 * time.Minute
	idleTimeout    = 2 * time.Minute
	maxHeader      = 16 << 10 // bytes
	shutdownWithin = 10 * time.Second
)

// resignEvery is how often the timestamp is looked at; it is signed anew only when
// less than half of its life is left.
const resignEvery = 15 * time.Minute

// builtIn is the target name of the built-in rules.
const builtIn = "base.pack"

// Run implements the command. It returns when the context ends or a signal comes.
func (cmd *serveCmd) Run(ctx context.Context, c *console) error {
	ctx, stop := signal.NotifyContext(ctx, os.Interrupt, syscall.SIGTERM)
	defer stop()

	if err := cmd.check(); err != nil {
		return err
	}
	dir, err := cmd.dataDir()
	if err != nil {
		return err
	}
	files, err := store.OpenFiles(filepath.Join(dir, "repository"))
	if err != nil {
		return dataTrouble(dir, err)
	}
	defer files.Close()

	s := site{serveCmd: cmd, console: c, dir: dir}
	if err := s.prepare(); err != nil {
		return err
	}
	s.handler = server.New(files, s.config)
	if err := s.checkData(ctx); err != nil {
		return err
	}
	listener, err := net.Listen("tcp", cmd.Addr)
	if err != nil {
		return listenTrouble(cmd.Addr, err)
	}
	if listener, err = cmd.secure(listener); err != nil {
		return err
	}
	stopMetrics, err := cmd.serveMetrics(s.handler)
	if err != nil {
		return err
	}
	defer stopMetrics()
	return s.serve(ctx, listener)
}

// site is a server that is being started and run.
type site struct {
	*serveCmd
	*console
	dir     string
	config  server.Config
	keys    *release.Keys // for development; nil when rules are signed elsewhere
	handler *server.Server
	level   slog.LevelVar
	url     string
	missing []string // what there is to say of parts that were not built
}

// prepare reads what the server is made of, and makes what is made on first start.
func (s *site) prepare() error {
	seed, err := s.timestampSeed()
	if err != nil {
		return err
	}
	signer, err := tuf.ParseSigner(seed)
	if err != nil {
		return fmt.Errorf("read the timestamp key: %w", err)
	}
	s.level.Set(slog.LevelWarn) // until it runs, what happens is said in sentences
	s.config = server.Config{
		Signer: signer, Token: s.Token,
		Log: s.logger(s.err, &s.level),
	}
	s.limit(&s.config)
	s.config.Rules = catalogue
	if host, _, err := net.SplitHostPort(s.Addr); err == nil && server.IsLocal(host) {
		s.config.Compile, s.config.Base = compileOverlay, builtInPack
	}
	if s.Token == "" {
		s.config.Token = rand.Text() // known to this process alone
	}
	if s.config.Module, err = os.ReadFile(s.Module); err != nil {
		s.missing = append(s.missing, fmt.Sprintf("The playground cannot read drafts: %v. \"make build\" makes the module.", unreadable(s.Module, err)))
	}
	pages, ok := web.Pages()
	if ok {
		s.config.Pages = pages
	} else {
		s.missing = append(s.missing, "The playground is not part of this program: it was built before the page was. \"make build\" builds both.")
	}
	return nil
}

// timestampSeed reads the timestamp key, and the development keys if it is theirs.
func (s *site) timestampSeed() (string, error) {
	if s.TimestampKey != "" {
		seed, err := readFile(s.TimestampKey)
		return string(seed), err
	}
	keys, err := release.DevKeys(s.keyDir())
	if err != nil {
		return "", dataTrouble(s.dir, err)
	}
	s.keys = keys
	return keys.TimestampSeed, nil
}

func (s *site) keyDir() string { return filepath.Join(s.dir, "keys") }

// checkData signs an old timestamp anew and reads the repository as a client would.
// Expired rules are let pass here: development keys sign them anew.
func (s *site) checkData(ctx context.Context) error {
	err := s.handler.Resign(ctx)
	if err == nil {
		err = s.handler.Verify(ctx)
	}
	switch {
	case errors.Is(err, server.ErrEmpty), tuf.CodeOf(err) == tuf.Expired && !errors.Is(err, server.ErrDamaged):
		return nil
	case errors.Is(err, server.ErrDamaged):
		_, what, _ := strings.Cut(err.Error(), server.ErrDamaged.Error()+": ")
		return fmt.Errorf("the data in %s is damaged: %s\nNothing was changed. Restore %s from a backup, or move it away to begin anew", s.dir, what, s.dir)
	case tuf.CodeOf(err) == tuf.Key:
		return fmt.Errorf("the timestamp key is not the one that the rules in %s are served with: %v", s.dir, err)
	case err != nil:
		return fmt.Errorf("check the data in %s: %w", s.dir, err)
	}
	return nil
}

// serve answers requests until the context ends.
func (s *site) serve(ctx context.Context, listener net.Listener) error {
	host := s.newHost()
	ended := make(chan error, 1)
	go func() { ended <- host.Serve(listener) }()
	s.url = s.scheme() + dialable(listener.Addr().String(), "localhost")

	err := s.start(ctx)
	if err == nil {
		s.level.Set(slog.LevelInfo)
		if s.Verbose {
			s.level.Set(slog.LevelDebug)
		}
		go s.resign(ctx)
		select {
		case err = <-ended:
			err = fmt.Errorf("serve: %w", err)
		case <-ctx.Done():
		}
	}
	if ctx.Err() != nil {
		err = nil // asked to stop
	}
	within, cancel := context.WithTimeout(context.WithoutCancel(ctx), shutdownWithin)
	defer cancel()
	if closing := host.Shutdown(within); closing != nil {
		host.Close()
	}
	return err
}

// start publishes what is due and says that the server runs.
func (s *site) start(ctx context.Context) error {
	rules := "signed elsewhere"
	if s.keys != nil {
		info, err := s.publishBuiltIn(ctx)
		if err != nil {
			return err
		}
		rules = fmt.Sprintf("%s %s, %s", info.Name, info.Version, count(info.Rules, "rule", "rules"))
	}
	fmt.Fprintf(s.out, "Bedside is at %s\n\n  Rules         %s\n  Updates       %s/tuf/\n  Trusted root  %s/tuf/1.root.json\n  Console       %s/console\n  Data          %s\n\n",
		s.url, rules, s.url, s.url, s.url, s.dir)
	if s.keys != nil {
		fmt.Fprintf(s.out, "The rules are signed with DEVELOPMENT KEYS, which lie unprotected in\n%s. Never let physicians receive rules from this server.\n\n", s.keyDir())
	}
	for _, sentence := range s.missing {
		fmt.Fprintf(s.out, "%s\n\n", sentence)
	}
	s.warnOfExpiry(ctx)
	fmt.Fprintln(s.out, "Ctrl+C stops it.")
	return nil
}

// warnOfExpiry says when clients would refuse what is served.
func (s *site) warnOfExpiry(ctx context.Context) {
	err := s.handler.Verify(ctx)
	switch {
	case errors.Is(err, server.ErrEmpty):
		fmt.Fprintf(s.out, "Nothing is published here yet.\n\n")
	case err != nil:
		fmt.Fprintf(s.out, "Clients keep the rules they have and take none from here: %v\nSign and publish a new release.\n\n", err)
	}
}

// publishBuiltIn publishes the built-in rules, as anybody would, when they are not
// what is served or their signatures grow old.
func (s *site) publishBuiltIn(ctx context.Context) (source.Info, error) {
	compile := s.compile
	if compile == nil {
		compile = source.Compile
	}
	pack, info, err := compile(rules.FS)
	if err != nil {
		return info, fmt.Errorf("compile the built-in rules: %w", err)
	}
	targets, now := map[string][]byte{builtIn: pack}, time.Now()
	// As anybody would, but past the network: its certificate may be for another name.
	client, baseURL := &http.Client{Transport: inside{s.handler}}, "http://inside"
	current, published, err := release.Fetch(ctx, client, baseURL)
	if err != nil {
		return info, fmt.Errorf("read what is published: %w", err)
	}
	var next *release.Release
	if !published {
		next, err = release.BuildInitial(s.keys, targets, now)
	} else {
		due, outdated := release.Outdated(s.keys, current, targets, now)
		if outdated != nil {
			return info, fmt.Errorf("compare the built-in rules with those published from %s: %w", s.dir, outdated)
		}
		if !due {
			return info, nil
		}
		next, err = release.BuildNext(s.keys, current, targets, now)
	}
	if err != nil {
		return info, fmt.Errorf("sign the built-in rules: %w", err)
	}
	if _, err := release.Publish(ctx, client, baseURL, s.config.Token, next); err != nil {
		return info, fmt.Errorf("publish the built-in rules: %w", err)
	}
	return info, nil
}

// resign keeps the timestamp from running out.
func (s *site) resign(ctx context.Context) {
	tick := time.NewTicker(resignEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
			if err := s.handler.Resign(ctx); err != nil {
				s.config.Log.Error("the timestamp could not be signed anew", "error", err)
			}
		}
	}
}

// dialable returns an address at which a listener on this machine can be reached.
func dialable(address, local string) string {
	host, port, err := net.SplitHostPort(address)
	if err != nil {
		return address
	}
	if ip := net.ParseIP(host); ip != nil && (ip.IsUnspecified() || ip.Equal(net.IPv4(127, 0, 0, 1))) {
		host = local
	}
	return net.JoinHostPort(host, port)
}

// dataDir returns where to keep data.
func (cmd *serveCmd) dataDir() (string, error) {
	if cmd.Data != "" {
		return cmd.Data, nil
	}
	if state := os.Getenv("XDG_STATE_HOME"); filepath.IsAbs(state) {
		return filepath.Join(state, "bedside"), nil
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return "", errors.New("there is no home directory to keep data in; name a directory with --data")
	}
	return filepath.Join(home, ".local", "state", "bedside"), nil
}

// dataTrouble says in a sentence why a data directory cannot be used.
func dataTrouble(dir string, err error) error {
	const otherwise = "; choose another directory with --data"
	switch {
	case errors.Is(err, store.ErrInUse):
		return fmt.Errorf("another server is using %s; stop it, or choose another directory with --data", dir)
	case errors.Is(err, fs.ErrPermission):
		return fmt.Errorf("this user may not write in %s"+otherwise, dir)
	case errors.Is(err, syscall.EROFS):
		return fmt.Errorf("%s cannot be written to"+otherwise, dir)
	case errors.Is(err, syscall.ENOTDIR):
		return fmt.Errorf("%s is not a directory"+otherwise, dir)
	case errors.Is(err, syscall.ENOSPC):
		return fmt.Errorf("the disk that holds %s is full", dir)
	}
	return fmt.Errorf("use the data in %s: %w", dir, err)
}

// listenTrouble says in a sentence why an address cannot be listened on.
func listenTrouble(addr string, err error) error {
	var unknown *net.DNSError
	var wrong *net.AddrError
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return fmt.Errorf("another program is using %s; stop it, or choose another port with --addr", addr)
	case errors.Is(err, fs.ErrPermission):
		return fmt.Errorf("this user may not listen on %s; choose a port above 1023 with --addr", addr)
	case errors.Is(err, syscall.EADDRNOTAVAIL), errors.As(err, &unknown) && unknown.IsNotFound:
		return fmt.Errorf("%s is no address of this machine; choose another with --addr", addr)
	case errors.As(err, &wrong), errors.As(err, &unknown):
		return fmt.Errorf("%q is no address to listen on; --addr takes HOST:PORT, such as localhost:8787", addr)
	}
	return fmt.Errorf("listen on %s: %w", addr, err)
}
