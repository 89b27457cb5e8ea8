package release

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/theupdateframework/go-tuf/v2/metadata"

	"github.com/bedside-md/bedside/core/tuf"
)

// Receipt is what the server says is current after a publish: versions.
type Receipt struct {
	Root      int64 `json:"root"`
	Timestamp int64 `json:"timestamp"`
	Snapshot  int64 `json:"snapshot"`
	Targets   int64 `json:"targets"`
}

// Refusal is a server's answer that it did not do what was asked.
type Refusal struct {
	Status  int    // of HTTP
	Code    string // as core/tuf names it, or the server; may be ""
	Message string
}

func (r *Refusal) Error() string {
	if r.Message == "" {
		return "the server answered " + strconv.Itoa(r.Status) + " " + http.StatusText(r.Status)
	}
	return fmt.Sprintf("the server refused (%d %s): %s", r.Status, r.Code, r.Message)
}

// maxAnswer bounds what is read of a server's answer, bytes.
const maxAnswer = tuf.MaxTarget

// Publish uploads the targets of r and then posts its metadata to the server at
// baseURL, such as "https://rules.example.org". Nothing becomes visible to clients
// before the server has verified all of it. With a nil client http.DefaultClient
// is used. The error is a *Refusal when the server answered with one.
func Publish(ctx context.Context, client *http.Client, baseURL, token string, r *Release) (Receipt, error) {
	s := server{client, baseURL, token}
	var sums []string
	for sum := range r.Blobs {
		sums = append(sums, sum)
	}
	slices.Sort(sums)
	for _, sum := range sums {
		_, err := s.do(ctx, http.MethodPut, "/publish/targets/"+sum, "application/octet-stream", r.Blobs[sum])
		var refusal *Refusal
		if errors.As(err, &refusal) && refusal.Status == http.StatusConflict {
			continue // it is there: what goes by this hash has this content
		}
		if err != nil {
			return Receipt{}, fmt.Errorf("upload the target %s…: %w", sum[:min(len(sum), 12)], err)
		}
	}
	body, err := json.Marshal(struct {
		Root      [][]byte          `json:"root"` // []byte is written in base64
		Targets   []byte            `json:"targets"`
		Snapshot  []byte            `json:"snapshot"`
		Delegated map[string][]byte `json:"delegated,omitempty"`
	}{append([][]byte{}, r.Roots...), r.Targets, r.Snapshot, r.Delegated})
	if err != nil {
		return Receipt{}, fmt.Errorf("write the release: %w", err)
	}
	answer, err := s.do(ctx, http.MethodPost, "/publish", "application/json", body)
	if err != nil {
		return Receipt{}, fmt.Errorf("publish the release: %w", err)
	}
	var receipt Receipt
	if err := json.Unmarshal(answer, &receipt); err != nil {
		return Receipt{}, fmt.Errorf("read the server's receipt: %w", err)
	}
	return receipt, nil
}

// Fetch reads the current metadata of the repository at baseURL; ok is false when
// nothing is published there yet. It is not verified: BuildNext does that.
func Fetch(ctx context.Context, client *http.Client, baseURL string) (current Current, ok bool, err error) {
	s := server{client, baseURL, ""}
	timestamp, err := s.metadata(ctx, "timestamp.json")
	var refusal *Refusal
	if errors.As(err, &refusal) && refusal.Status == http.StatusNotFound {
		return Current{}, false, nil
	}
	if err != nil {
		return Current{}, false, err
	}
	for n := 1; ; n++ {
		root, err := s.metadata(ctx, strconv.Itoa(n)+".root.json")
		if n > 1 && errors.As(err, &refusal) && tuf.IsAbsent(refusal.Status) {
			break
		}
		if err != nil {
			return Current{}, false, err
		}
		summary, err := tuf.Inspect(root)
		if err != nil || summary.Role != "root" || summary.Version != int64(n) {
			return Current{}, false, fmt.Errorf("what the server gives for %d.root.json is not that root; is this the address of an update server?", n)
		}
		current.Root = root
		current.Roots = append(current.Roots, root)
	}
	current.Timestamp = timestamp
	if current.Snapshot, err = s.named(ctx, timestamp, "snapshot"); err != nil {
		return Current{}, false, err
	}
	if current.Targets, err = s.named(ctx, current.Snapshot, "targets"); err != nil {
		return Current{}, false, err
	}
	snapshot, err := tuf.Inspect(current.Snapshot)
	if err != nil {
		return Current{}, false, fmt.Errorf("read the current snapshot: %w", err)
	}
	targets, err := metadata.Targets().FromBytes(current.Targets)
	if err != nil || targets.Signed.Delegations == nil {
		return current, true, nil // whoever needs it reads it again
	}
	current.Delegated = map[string][]byte{}
	for _, d := range targets.Signed.Delegations.Roles {
		version, ok := snapshot.Meta[d.Name+".json"]
		if !ok {
			continue
		}
		if current.Delegated[d.Name], err = s.metadata(ctx, strconv.FormatInt(version, 10)+"."+d.Name+".json"); err != nil {
			return Current{}, false, err
		}
	}
	return current, true, nil
}

// server is a server to talk to.
type server struct {
	client  *http.Client
	baseURL string
	token   string
}

func (s server) metadata(ctx context.Context, path string) ([]byte, error) {
	b, err := s.do(ctx, http.MethodGet, "/tuf/"+path, "", nil)
	if err != nil {
		return nil, fmt.Errorf("fetch %s: %w", path, err)
	}
	return b, nil
}

// named fetches the version of a role's file that index names.
func (s server) named(ctx context.Context, index []byte, role string) ([]byte, error) {
	summary, err := tuf.Inspect(index)
	if err != nil {
		return nil, fmt.Errorf("find the current %s: %w", role, err)
	}
	return s.metadata(ctx, strconv.FormatInt(summary.Meta[role+".json"], 10)+"."+role+".json")
}

// do sends a request and returns the body of the answer.
func (s server) do(ctx context.Context, method, path, contentType string, body []byte) ([]byte, error) {
	req, err := http.NewRequestWithContext(ctx, method, strings.TrimRight(s.baseURL, "/")+path, bytes.NewReader(body))
	if err != nil {
		return nil, err
	}
	if contentType != "" {
		req.Header.Set("Content-Type", contentType)
	}
	if s.token != "" {
		req.Header.Set("Authorization", "Bearer "+s.token)
	}
	client := s.client
	if client == nil {
		client = http.DefaultClient
	}
	resp, err := client.Do(req)
	if err != nil {
		return nil, err
	}
	defer resp.Body.Close()
	answer, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer+1))
	switch {
	case err != nil:
		return nil, fmt.Errorf("read the server's answer: %w", err)
	case len(answer) > maxAnswer:
		return nil, errors.New("the server's answer is too long")
	case resp.StatusCode >= 300:
		return nil, refusalOf(resp.StatusCode, answer)
	}
	return answer, nil
}

func refusalOf(status int, answer []byte) error {
	var e struct {
		Error struct{ Code, Message string }
	}
	_ = json.Unmarshal(answer, &e) // a proxy's answer may be no JSON: the status speaks
	return &Refusal{Status: status, Code: e.Error.Code, Message: e.Error.Message}
}
