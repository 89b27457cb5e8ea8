package tuftest

import (
	"bytes"
	"encoding/hex"
	"strings"

	"github.com/bedside-md/bedside/core/tuf"
)

// boundaries are the kinds of places where a JSON file can be cut: the first such
// place is found by the text before it and the one after.
var boundaries = []struct{ name, before, after string }{
	{"after the first brace", "{", ""},
	{"inside a key", `"sig`, "natures"},
	{"after a key", `"signatures"`, ""},
	{"after a colon", `"signatures":`, ""},
	{"after a bracket", "[", ""},
	{"inside a string", `"keyid":"`, ""},
	{"after a string", `"keyid"`, ""},
	{"after a comma", ",", ""},
	{"after a closing brace", "}", ""},
	{"after a closing bracket", "]", ""},
	{"inside a number", `"version":1`, "2"},
	{"after a number", `"version":12`, ""},
	{"inside a literal", "tr", "ue"},
	{"after a literal", "true", ""},
	{"inside an escape", `\`, "u00e9"},
	{"inside the digits of an escape", `\u00`, "e9"},
	{"inside a letter of two bytes", "\xc3", "\xa9"},
}

// cut are files that end early, at every kind of place.
func cut() (all []Attack) {
	for _, f := range files {
		for _, b := range boundaries {
			all = append(all, Attack{Name: f.role + ": cut " + b.name, Code: tuf.Format, Do: func(r *Repo, _ map[string][]byte) {
				// Something of every kind is in the file before its end.
				file := strings.TrimSuffix(string(r.Files[f.path]), "}") + `,"x":{"version":12,"b":true,"c":"\u00e9","d":"é"}}`
				at := strings.Index(file, b.before+b.after)
				if at < 0 {
					panic("no place " + b.name + " in " + f.path)
				}
				r.Files[f.path] = []byte(file[:at+len(b.before)])
			}})
		}
	}
	return all
}

// flipped are files in which one bit is wrong, where no other check would see it.
func flipped() (all []Attack) {
	for _, f := range files {
		flip := func(after string, bit byte) func(*Repo, map[string][]byte) {
			return func(r *Repo, _ map[string][]byte) {
				b := bytes.Clone(r.Files[f.path])
				at := bytes.Index(b, []byte(after))
				if at < 0 {
					panic(after + " is not in " + f.path)
				}
				b[at+len(after)] ^= bit
				r.Files[f.path] = b
			}
		}
		all = append(all,
			Attack{Name: f.role + ": a bit of its version flipped", Code: tuf.Signature, Do: flip(`"version":`, 4)},
			Attack{Name: f.role + ": a bit of its expiry flipped", Code: tuf.Signature, Do: flip(`"expires":"20`, 1)},
			Attack{Name: f.role + ": a bit of its role flipped", Code: tuf.Signature, Do: flip(`"_type":"`, 1)},
			Attack{Name: f.role + ": a bit of every signature flipped", Code: tuf.Signature, Do: func(r *Repo, _ map[string][]byte) {
				r.Files[f.path] = eachSignature(r.Files[f.path], func(sig []byte) { sig[40] ^= 8 })
			}},
			Attack{Name: f.role + ": the highest bit of every signature flipped", Code: tuf.Signature, Do: func(r *Repo, _ map[string][]byte) {
				r.Files[f.path] = eachSignature(r.Files[f.path], func(sig []byte) { sig[63] ^= 0x80 })
			}},
			Attack{Name: f.role + ": every signature of noughts", Code: tuf.Signature, Do: func(r *Repo, _ map[string][]byte) {
				r.Files[f.path] = eachSignature(r.Files[f.path], func(sig []byte) { clear(sig) })
			}},
			Attack{Name: f.role + ": every signature written a second way, its s beyond the order", Code: tuf.Signature, Do: func(r *Repo, _ map[string][]byte) {
				r.Files[f.path] = eachSignature(r.Files[f.path], func(sig []byte) { addOrder(sig[32:]) })
			}},
		)
	}
	return all
}

// addOrder adds the order of Ed25519's group (RFC 8032, 5.1) to a number of 32 bytes, the
// least first: the same number to whoever does not look.
func addOrder(s []byte) {
	order := mustGet(hex.DecodeString("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010"))
	carry := 0
	for i := range s {
		carry += int(s[i]) + int(order[i])
		s[i] = byte(carry)
		carry >>= 8
	}
}

// eachSignature edits the signatures of a file.
func eachSignature(file []byte, edit func(sig []byte)) []byte {
	const mark = `"sig":"`
	out := bytes.Clone(file)
	for at := 0; ; {
		i := bytes.Index(out[at:], []byte(mark))
		if i < 0 {
			return out
		}
		at += i + len(mark)
		sig := mustGet(hex.DecodeString(string(out[at : at+128])))
		edit(sig)
		hex.Encode(out[at:], sig)
	}
}

// bloated are files made to cost their reader more than they should.
func bloated() (all []Attack) {
	for _, f := range files {
		before := func(text string) func(*Repo, map[string][]byte) {
			return func(r *Repo, _ map[string][]byte) { r.Replace(f.path, `"signed":`, text+`"signed":`) }
		}
		all = append(all,
			Attack{Name: f.role + ": objects deeply nested", Code: tuf.Format, Do: before(`"x":` + strings.Repeat(`{"a":`, 900) + "1" + strings.Repeat("}", 900) + ",")},
			Attack{Name: f.role + ": nested without an end", Code: tuf.Format, Do: before(`"x":` + strings.Repeat("[", 9000))},
			Attack{Name: f.role + ": a number of 4,000 digits", Code: tuf.Format, Do: before(`"x":1` + strings.Repeat("0", 4000) + ",")},
			Attack{Name: f.role + ": a number with an exponent", Code: tuf.Format, Do: before(`"x":1e999999999,`)},
			Attack{Name: f.role + ": a negative nought", Code: tuf.Format, Do: before(`"x":-0,`)},
			Attack{Name: f.role + ": a number with leading noughts", Code: tuf.Format, Do: before(`"x":007,`)},
			Attack{Name: f.role + ": a thousand signatures", Code: tuf.Format, Do: func(r *Repo, _ map[string][]byte) {
				r.Replace(f.path, `"signatures":[`, `"signatures":[`+strings.Repeat(`{"keyid":"","sig":""},`, 300))
			}},
		)
	}
	return append(all,
		Attack{Name: "targets: a hundred thousand values", Code: tuf.Format, Do: func(r *Repo, _ map[string][]byte) {
			r.Replace("3.targets.json", `"signed":`, `"x":[`+strings.Repeat("0,", 140_000)+`0],"signed":`)
		}},
		Attack{Name: "root: a threshold beyond 64 bits", Code: tuf.Format, Do: func(r *Repo, _ map[string][]byte) {
			r.Replace("2.root.json", `"threshold":`, `"threshold":99999999999999999999`)
		}},
		Attack{Name: "targets: a length beyond 64 bits", Code: tuf.Format, Do: func(r *Repo, _ map[string][]byte) {
			r.Replace("3.targets.json", `"length":`, `"length":99999999999999999999`)
		}},
		Attack{Name: "targets: an endless chain of delegations", Code: tuf.Target, Do: func(r *Repo, _ map[string][]byte) {
			parent := "targets"
			for i := range 40 {
				role := "r" + strings.Repeat("x", i)
				r.Delegate(parent, role, false, "*.pack")
				parent = role
			}
			r.AddTarget(parent, TargetName, r.Latest)
			delete(r.Targets["targets"].Signed.Targets, TargetName)
			for role, t := range r.Targets {
				if strings.HasPrefix(role, "r") {
					t.Signed.Version = 3
				}
			}
			r.WriteAll()
		}},
		Attack{Name: "targets: delegations in a circle", Code: tuf.Target, Do: func(r *Repo, _ map[string][]byte) {
			r.Delegate("targets", "a", false, "*.pack")
			r.Delegate("a", "b", false, "*.pack")
			r.Delegate("b", "a", false, "*.pack")
			delete(r.Targets["targets"].Signed.Targets, TargetName)
			r.WriteAll()
		}},
	)
}
