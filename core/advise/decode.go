package advise

import "errors"

// UnmarshalText reads a verdict by its name, so that programs outside core can
// decode a report with encoding/json into a Report.
func (v *Verdict) UnmarshalText(name []byte) error {
	parsed, ok := ParseVerdict(string(name))
	if !ok {
		return errors.New("unknown verdict \"" + string(name) + "\"")
	}
	*v = parsed
	return nil
}
