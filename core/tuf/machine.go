package tuf

// Machine speaks JSON for a Client: the update export of the module.
type Machine struct{}

// Step takes one step. header is JSON that says what to do:
//
//	{"op":"open","now":"2026-11-25T12:00:00Z","target":"base.pack"}
//	  body: {"root":<shipped root, a JSON object or its text>,"state":<string or null>}
//	{"op":"give","status":200}
//	  body: the file that was asked for
//	{"op":"restore","target":"base.pack"}
//	  after an open: body is the pack kept from an earlier update, to be verified
//	  against the state without a network
//
// and the answer is {"need":…}, {"done":…} or {"error":…}. load is called with a
// verified pack before the answer that reports it.
func (m *Machine) Step(header, body []byte, load func(pack []byte) error) []byte { return nil }
