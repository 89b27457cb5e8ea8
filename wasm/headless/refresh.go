package headless

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"time"
)

// Source is where rule updates come from, and what is trusted there.
type Source struct {
	URL     string           // the update URL; ends with a slash
	Root    []byte           // the root metadata that came with the program
	Target  string           // the pack that is wanted; "" is "base.pack"
	Channel string           // "" is stable; else "beta" or "org/NAME"
	Random  string           // a number of this host's own, drawn once and kept; "" takes part in every roll-out
	Keeper  Keeper           // nil: nothing outlasts the process
	Client  *http.Client     // nil is one of its own; redirects are never followed
	Timeout time.Duration    // longest wait for one file; 0 is 30 s
	Now     func() time.Time // nil is time.Now
}

// Keeper keeps what an update leaves behind, for the next one and the next run. What
// it gives back is not believed but verified.
type Keeper interface {
	// Load returns the state and the pack that were saved last, nil for none.
	Load(ctx context.Context) (state, pack []byte, err error)
	// Save keeps both in one step; a nil pack is the one before.
	Save(ctx context.Context, state, pack []byte) error
}

// Stepper takes the steps of an update: a *Module, or core/tuf's Machine natively.
// It returns the answer and, when that is an error, an *Error too.
type Stepper interface {
	Update(ctx context.Context, header, body []byte) ([]byte, error)
}

// Updated is what an update came to.
type Updated struct {
	Changed bool      // false: the newest pack is the one that was known
	None    string    // why the newest pack is not for this host, one of core/tuf's reasons; "" when it is
	Off     []string  // rules that are not applied any more, whatever pack they are in
	Pack    []byte    // the new pack, verified and loaded; nil when not changed
	Expires time.Time // when the first of the metadata runs out
}

// maxSteps is more than any honest update takes.
const maxSteps = 512

// answer is an answer of the update export.
type answer struct {
	Need *struct {
		Path, Kind string
		Max        int64
	}
	Done *struct {
		Changed bool
		None    string
		Off     []string
		Expires time.Time
		State   string
	}
	Restored *struct{}
	Error    *struct{ State *string }
}

// Refresh carries out one update. Whatever fails, the packs in the module stay as
// they were; the error is an *Error with one of core/tuf's codes when the update was
// refused or could not be fetched.
func Refresh(ctx context.Context, s Stepper, from Source) (Updated, error) {
	var state []byte
	if from.Keeper != nil {
		var err error
		if state, _, err = from.Keeper.Load(ctx); err != nil {
			return Updated{}, fmt.Errorf("read what the last update left: %w", err)
		}
	}
	a, err := begin(ctx, s, from, state)
	var pack []byte
	for step := 0; err == nil && a.Need != nil; step++ {
		if step == maxSteps {
			return Updated{}, &Error{"format", "The update server asks for more steps than an update may take."}
		}
		var status int
		var body []byte
		var missed string
		if status, body, missed = from.fetch(ctx, a.Need.Path, a.Need.Max); a.Need.Kind == "target" {
			pack = body
		}
		// A file that could not be fetched ends the update like one that is not there.
		if a, err = take(ctx, s, fmt.Sprintf(`{"op":"give","status":%d}`, status), body); missed != "" && err != nil {
			err = &Error{"unavailable", missed}
		}
	}
	if err != nil {
		if from.Keeper != nil && a.Error != nil && a.Error.State != nil {
			err = errors.Join(err, from.Keeper.Save(ctx, []byte(*a.Error.State), nil))
		}
		return Updated{}, err
	}
	u := Updated{Changed: a.Done.Changed, None: a.Done.None, Off: a.Done.Off, Expires: a.Done.Expires}
	if u.Changed {
		u.Pack = pack
	}
	if from.Keeper != nil {
		if err := from.Keeper.Save(ctx, []byte(a.Done.State), u.Pack); err != nil {
			return u, fmt.Errorf("keep the update: %w", err)
		}
	}
	return u, nil
}

// Restore loads the pack that an earlier update brought, without the network.
func Restore(ctx context.Context, s Stepper, from Source) error {
	state, pack, err := from.Keeper.Load(ctx)
	if err != nil {
		return fmt.Errorf("read what the last update left: %w", err)
	}
	if _, err := begin(ctx, s, from, state); err != nil {
		return err
	}
	_, err = take(ctx, s, `{"op":"restore"}`, pack)
	return err
}

func begin(ctx context.Context, s Stepper, from Source, state []byte) (answer, error) {
	now := time.Now
	if from.Now != nil {
		now = from.Now
	}
	target := from.Target
	if target == "" {
		target = "base.pack"
	}
	header, err := json.Marshal(map[string]string{
		"op": "open", "now": now().UTC().Format(time.RFC3339), "target": target,
		"channel": from.Channel, "random": from.Random, "repository": from.URL,
	})
	if err != nil {
		return answer{}, err
	}
	body, err := json.Marshal(map[string]string{"root": string(from.Root), "state": string(state)})
	if err != nil {
		return answer{}, err
	}
	return take(ctx, s, string(header), body)
}

func take(ctx context.Context, s Stepper, header string, body []byte) (a answer, err error) {
	out, err := s.Update(ctx, []byte(header), body)
	if out == nil && err != nil {
		return a, err
	}
	if bad := json.Unmarshal(out, &a); bad != nil {
		return a, fmt.Errorf("read the answer of update: %w", bad)
	}
	if err == nil && a.Need == nil && a.Done == nil && a.Restored == nil {
		err = errors.New("the module does not say what it did")
	}
	return a, err
}

// fetch gets a file below the update URL, one byte more than max at the most. missed
// is the sentence that says why there is none.
func (from Source) fetch(ctx context.Context, path string, max int64) (status int, body []byte, missed string) {
	timeout := from.Timeout
	if timeout == 0 {
		timeout = 30 * time.Second
	}
	ctx, cancel := context.WithTimeout(ctx, timeout)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, from.URL+path, nil)
	if err != nil || strings.Contains(path, "..") {
		return 0, nil, "The update asks for a file outside the rule server."
	}
	client := http.Client{}
	if from.Client != nil {
		client = *from.Client
	}
	client.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	resp, err := client.Do(req)
	if err != nil {
		return 0, nil, "The rule server could not be reached."
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		return resp.StatusCode, nil, ""
	}
	body, err = io.ReadAll(io.LimitReader(resp.Body, max+1))
	if err != nil && int64(len(body)) <= max {
		return 0, nil, "The rule server broke off in the middle of a file."
	}
	return resp.StatusCode, body, ""
}
