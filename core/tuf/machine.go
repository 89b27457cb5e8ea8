package tuf

import "strconv"

// Machine speaks JSON for a Client: it is the update export of the module.
type Machine struct {
	Version string // of the program, for targets that ask for a minimum; "" meets every one

	client *Client
	owner  string // of the rules that the update under way switches off
}

// Rules are what an update changes: the packs in use.
type Rules interface {
	// Load takes a verified pack into use. When it fails, the pack before stays the
	// one the state vouches for.
	Load(pack []byte) error
	// SwitchOff names all rules that one publisher wants applied no more; other
	// owners' rules stay as they are.
	SwitchOff(owner string, rules []string)
}

// Step takes one step. header is JSON that says what to do, body depends on it:
//
//	{"op":"open","now":"2026-11-25T12:00:00Z","target":"base.pack"}
//	  begins an update; body is {"root":…,"state":…}: the shipped root as a JSON
//	  object or as text, and the state kept from the last time or null. More members
//	  of the header, all optional, stay on the device: "channel" and "random" (Local
//	  says what they are), and "repository", which tells apart the rules that several
//	  repositories switch off. What the state switches off is switched off at once
//	{"op":"restore"}
//	  after an open, if wanted: body is the target kept from an earlier update, which
//	  is verified against the state and loaded. What open needed is still needed
//	{"op":"give","status":200}
//	  body is the file that was needed, status the HTTP status it came with
//
// The answer is one of
//
//	{"need":{"path":"timestamp.json","max":16384,"kind":"metadata"}}
//	{"done":{"target":…,"changed":…,"length":…,"sha256":…,"expires":…,"version":{…},"state":…}}
//	{"restored":{…}}, which has what done has but the state
//	  Both say in "from" what the target was called in its channel. They may have "custom",
//	  the signed field; "off", rules switched off; "percent" of clients that the newest
//	  pack is for while it is not for all, and whether this one still "waits" for it; and
//	  "none", with a "reason" of the publisher's: the newest is not for this client, which
//	  goes on with the pack of that "sha256", kept from an earlier update, or with the one
//	  it came with where it is ""
//	{"error":{"code":…,"message":…,"state":…}}, where state is there when metadata was
//	  verified before the error: it is worth persisting, for it guards against rollback
//
// A pack is loaded, and rules are switched off, before the answer that reports it.
func (m *Machine) Step(header, body []byte, rules Rules) []byte {
	h, err := parse(header)
	if err != nil {
		return m.failed(refuse(Format, "The header of the step is not well-formed: "+err.Error()+"."))
	}
	op, _ := h.get("op")
	switch {
	case op.text == "open":
		if err := m.open(h, body); err != nil {
			return m.failed(err)
		}
		if held := m.client.held.result; held.Target != "" { // else what is off stays off until there is word
			rules.SwitchOff(m.owner, held.Off)
		}
		return m.answer()
	case op.text != "give" && op.text != "restore":
		return m.failed(refuse(Sequence, "A step is one of open, restore and give."))
	case m.client == nil:
		return m.failed(refuse(Sequence, "No update is under way. Open one first."))
	case op.text == "restore":
		return m.restore(body, rules)
	}
	status, _ := h.get("status")
	need, _ := m.client.Need()
	if err := m.client.Give(int(min(max(status.num, 0), 999)), body); err != nil {
		return m.failed(err)
	}
	if result, done := m.client.Done(); done {
		if need.Kind == "target" {
			if err := rules.Load(body); err != nil {
				why := refuse(Pack, "The rules that were fetched cannot be loaded: "+err.Error())
				m.client.reject(why)
				return m.failed(why)
			}
		}
		rules.SwitchOff(m.owner, result.Off)
	}
	return m.answer()
}

func (m *Machine) open(h value, body []byte) (err error) {
	m.client = nil
	now, _ := h.get("now")
	target, _ := h.get("target")
	date, ok := parseDate(now.text)
	if !ok {
		return refuse(Format, "The time of the update is missing; give it as 2026-11-25T12:00:00Z.")
	}
	b, err := parse(body)
	if err != nil {
		return refuse(Format, "What the update begins with is not well-formed: "+err.Error()+".")
	}
	shipped, _ := b.get("root")
	state, _ := b.get("state")
	root := []byte(shipped.text)
	if shipped.kind == object {
		root = body[shipped.from:shipped.to]
	}
	channel, _ := h.get("channel")
	random, _ := h.get("random")
	repository, _ := h.get("repository")
	m.owner = repository.text + " " + target.text
	local := Local{Channel: channel.text, Random: random.text, Version: m.Version}
	m.client, err = OpenFor(root, []byte(state.text), date, target.text, local)
	return err
}

func (m *Machine) restore(body []byte, rules Rules) []byte {
	r, err := m.client.Restore(body)
	if err != nil {
		return errorAnswer(err, nil)
	}
	if err := rules.Load(body); err != nil {
		return errorAnswer(refuse(Pack, "The rules that were kept cannot be loaded: "+err.Error()), nil)
	}
	return append(appendResult([]byte(`{"restored":{`), r), "}}"...)
}

// answer tells what is needed next, or the outcome.
func (m *Machine) answer() []byte {
	if need, ok := m.client.Need(); ok {
		b := append(appendPair([]byte(`{"need":{`), "path", need.Path), ',')
		b = append(appendCount(b, "max", need.Max), ',')
		return append(appendPair(b, "kind", need.Kind), "}}"...)
	}
	r, _ := m.client.Done()
	b := append(appendResult([]byte(`{"done":{`), r), ',')
	b = append(appendPair(b, "state", string(m.client.State())), "}}"...)
	m.client = nil
	return b
}

// failed ends the update with an error.
func (m *Machine) failed(err error) []byte {
	var state []byte
	if m.client != nil && m.client.advanced() {
		state = m.client.State()
	}
	m.client = nil
	return errorAnswer(err, state)
}

func errorAnswer(err error, state []byte) []byte {
	b := append(appendPair([]byte(`{"error":{`), "code", string(CodeOf(err))), ',')
	b = appendPair(b, "message", err.Error())
	if state != nil {
		b = appendPair(append(b, ','), "state", string(state))
	}
	return append(b, "}}"...)
}

// appendResult appends the members of a result.
func appendResult(b []byte, r Result) []byte {
	b = append(appendPair(b, "target", r.Target), `,"changed":`...)
	b = append(strconv.AppendBool(b, r.Changed), ',')
	b = append(appendCount(b, "length", r.Length), ',')
	b = append(appendPair(b, "sha256", r.SHA256), ',')
	b = append(appendPair(b, "expires", formatDate(r.Expires)), `,"version":{`...)
	b = append(appendCount(b, "root", r.Versions.Root), ',')
	b = append(appendCount(b, "timestamp", r.Versions.Timestamp), ',')
	b = append(appendCount(b, "snapshot", r.Versions.Snapshot), ',')
	b = append(appendCount(b, "targets", r.Versions.Targets), '}')
	b = appendPair(append(b, ','), "from", r.From)
	if r.None != "" {
		b = appendPair(append(b, ','), "none", r.None)
		b = appendPair(append(b, ','), "reason", r.Reason)
	}
	if r.Percent < 100 {
		b = appendCount(append(b, ','), "percent", r.Percent)
		b = strconv.AppendBool(append(b, `,"waits":`...), r.Waits)
	}
	if len(r.Off) > 0 {
		b = appendTexts(append(b, ','), "off", r.Off)
	}
	if r.Custom != nil {
		b = append(append(b, `,"custom":`...), r.Custom...)
	}
	return b
}
