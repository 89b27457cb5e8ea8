package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net/http"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"github.com/bedside-md/bedside/server"
)

// auditCmd reads the audit log of an update server.
type auditCmd struct {
	Verify auditVerifyCmd `cmd:"" help:"Check that the audit log is whole and holds what is served."`
	List   auditListCmd   `cmd:"" help:"Print the audit log, an entry a line."`
}

// auditSource is whose log is read: a server's over the network, or that of a data
// directory, which a server may be using meanwhile.
type auditSource struct {
	URL  string `name:"url" placeholder:"URL" xor:"source" help:"The server, such as https://rules.example.org."`
	Data string `placeholder:"DIR" xor:"source" help:"The data directory of a server on this machine. (default: ~/.local/state/bedside)"`
}

type auditVerifyCmd struct {
	auditSource
	Head string `placeholder:"HASH" help:"A hash that was printed earlier: check that the log goes on from there."`
}

// Run implements the command.
func (cmd *auditVerifyCmd) Run(c *console) error {
	r, err := cmd.read()
	if err != nil {
		c.complain("%v", err)
		return exit(exitFound)
	}
	if cmd.Head != "" && cmd.Head != r.Head {
		held := false
		for _, e := range r.Entries {
			held = held || e.Previous == cmd.Head
		}
		if !held {
			c.complain("the audit log does not hold %s: it is another log, or was written anew", cmd.Head)
			return exit(exitFound)
		}
	}
	if len(r.Entries) == 0 {
		fmt.Fprintln(c.out, "The audit log is empty: nothing was published yet.")
		return nil
	}
	last := r.Entries[len(r.Entries)-1]
	fmt.Fprintf(c.out, "The audit log is whole: %s, the last of %s.\nIts head is %s\n",
		count(len(r.Entries), "entry", "entries"), last.Time.Format(time.RFC3339), r.Head)
	return nil
}

type auditListCmd struct{ auditSource }

// Run implements the command.
func (cmd *auditListCmd) Run(c *console) error {
	r, err := cmd.read()
	for _, e := range r.Entries {
		fmt.Fprintf(c.out, "%d\t%s\t%s", e.Number, e.Time.Format(time.RFC3339), e.Event)
		if v := e.Versions; v != nil {
			fmt.Fprintf(c.out, "\troot %d, targets %d, snapshot %d, timestamp %d", v.Root, v.Targets, v.Snapshot, v.Timestamp)
		}
		if e.Of != 0 {
			fmt.Fprintf(c.out, "\tentry %d", e.Of)
		}
		fmt.Fprintln(c.out)
	}
	if err != nil {
		c.complain("%v", err)
		return exit(exitFound)
	}
	return nil
}

func (s auditSource) read() (server.AuditReport, error) {
	if s.URL != "" {
		return readAuditFrom(strings.TrimRight(s.URL, "/"))
	}
	dir, err := (&serveCmd{Data: s.Data}).dataDir()
	if err != nil {
		return server.AuditReport{}, err
	}
	if _, err := os.Stat(dir); err != nil {
		return server.AuditReport{}, unreadable(dir, err)
	}
	return readAuditIn(filepath.Join(dir, "repository"))
}

func readAuditIn(dir string) (server.AuditReport, error) {
	get := func(name string) ([]byte, error) {
		b, err := os.ReadFile(filepath.Join(dir, name))
		if errors.Is(err, fs.ErrNotExist) {
			return nil, nil
		}
		return b, err
	}
	// First what is served: a server at work writes its log first.
	current, err := get(filepath.Join("tuf", "timestamp.json"))
	if err != nil {
		return server.AuditReport{}, err
	}
	return server.VerifyAudit(func(n int64) ([]byte, error) {
		return get(filepath.FromSlash(server.AuditFileName(n)))
	}, current)
}

func readAuditFrom(url string) (server.AuditReport, error) {
	client := &http.Client{Timeout: time.Minute}
	get := func(path string) ([]byte, error) {
		resp, err := client.Get(url + path)
		if err != nil {
			return nil, fmt.Errorf("%s cannot be reached: %w", url, err)
		}
		defer resp.Body.Close()
		switch resp.StatusCode {
		case http.StatusOK:
			return io.ReadAll(io.LimitReader(resp.Body, 1<<20))
		case http.StatusNotFound:
			return nil, nil
		}
		return nil, fmt.Errorf("%s answered %s for %s", url, resp.Status, path)
	}
	current, err := get("/tuf/timestamp.json")
	if err != nil {
		return server.AuditReport{}, err
	}
	return server.VerifyAudit(func(n int64) ([]byte, error) {
		return get("/audit/" + strconv.FormatInt(n, 10) + ".json")
	}, current)
}
