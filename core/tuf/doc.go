// Package tuf decides whether an update may be trusted: the client workflow of
// The Update Framework (specification 1.0) as a state machine that takes bytes and
// a time and answers with the next file it needs, or with a verdict. It must not
// fetch, store, keep a clock, or take any file for good that no signature covers.
//
// Comments beside the checks give the clause of the specification that asks for
// them. Keys and signatures are Ed25519, hashes SHA-256.
package tuf
