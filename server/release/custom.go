package release

import (
	"encoding/json"
	"fmt"
	"slices"

	"github.com/theupdateframework/go-tuf/v2/metadata"
)

// Custom is what a target's signed custom field says under "bedside". Clients heed
// Percent, Minimum, Otherwise, Withdrawn and Off (core/tuf); the rest is for people.
type Custom struct {
	Pack      string   `json:"pack,omitempty"`    // the pack's own name
	Version   string   `json:"version,omitempty"` // and version
	Rules     int      `json:"rules,omitempty"`   // and how many it has
	Percent   *int     `json:"percent,omitempty"` // of clients; nil is all
	Minimum   string   `json:"minimum,omitempty"`
	Otherwise string   `json:"otherwise,omitempty"`
	Withdrawn string   `json:"withdrawn,omitempty"` // the reason
	Off       []string `json:"off,omitempty"`       // rules
	Why       string   `json:"why,omitempty"`       // of Off
	Accepted  []string `json:"accepted,omitempty"`  // what the check found and why it was accepted
}

// full reports whether every client that asks takes the target.
func (c Custom) full() bool {
	return c.Withdrawn == "" && c.Minimum == "" && (c.Percent == nil || *c.Percent == 100)
}

// customOf reads the custom field of a target.
func customOf(name string, t *metadata.TargetFiles) (Custom, error) {
	var c struct {
		Bedside Custom `json:"bedside"`
	}
	if t.Custom != nil {
		if err := json.Unmarshal(*t.Custom, &c); err != nil {
			return Custom{}, fmt.Errorf("read what is signed about %s: %w", name, err)
		}
	}
	return c.Bedside, nil
}

// setCustom writes the custom field of a target.
func setCustom(t *metadata.TargetFiles, c Custom) error {
	slices.Sort(c.Off)
	c.Off = slices.Compact(c.Off)
	if len(c.Off) == 0 {
		c.Why = ""
	}
	b, err := json.Marshal(map[string]Custom{"bedside": c})
	if err != nil {
		return fmt.Errorf("write what is to be signed: %w", err)
	}
	raw := json.RawMessage(b)
	t.Custom = &raw
	return nil
}
