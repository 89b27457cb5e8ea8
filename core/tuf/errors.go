package tuf

import "errors"

// Code names why something was refused. Codes are stable: hosts and tests match
// them, and errors.Is(err, tuf.Expired) tells whether an error carries one.
type Code string

// The codes.
const (
	Expired     Code = "expired"     // metadata has run out: a freeze, or an idle publisher
	Rollback    Code = "rollback"    // older than what was trusted before
	Signature   Code = "signature"   // too few valid signatures
	Length      Code = "length"      // another length than announced, or above the limit
	Hash        Code = "hash"        // another SHA-256 than announced
	Version     Code = "version"     // another version than announced
	Format      Code = "format"      // not well-formed, or against the rules of the format
	Role        Code = "role"        // one role's metadata in the place of another's
	Spec        Code = "spec"        // written for an incompatible version of the specification
	Key         Code = "key"         // a key id that is not its key's, or a key the server lacks
	Target      Code = "target"      // no role lists the wanted target
	Unavailable Code = "unavailable" // the server did not deliver a file
	Conflict    Code = "conflict"    // a version that is published already with other content
	Sequence    Code = "sequence"    // the host asked for a step out of turn
	Pack        Code = "pack"        // the verified target is not a pack this module can load
)

// Error makes a Code usable as the target of errors.Is.
func (c Code) Error() string { return string(c) }

// Error is a refusal. Its message is one sentence for people.
type Error struct {
	Code    Code
	Message string
}

func (e *Error) Error() string { return e.Message }

// Is reports whether target is the code of e.
func (e *Error) Is(target error) bool {
	c, ok := target.(Code)
	return ok && c == e.Code
}

// CodeOf returns the code an error carries, "" when it carries none.
func CodeOf(err error) Code {
	if e, ok := errors.AsType[*Error](err); ok {
		return e.Code
	}
	return ""
}

// refuse makes a refusal.
func refuse(code Code, message string) error {
	return &Error{Code: code, Message: message}
}
