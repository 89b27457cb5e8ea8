// Package release is the publisher's side of rule updates: it makes keys, signs
// root, targets and snapshot metadata with go-tuf, and sends them to a server. It
// must never be linked into the module or the worker, nor hand a server any
// private key but the timestamp's.
package release
