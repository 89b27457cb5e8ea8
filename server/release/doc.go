// Package release is the publisher's side of rule updates: it makes and opens keys,
// drafts releases, tells how they differ from what is published, has them signed by
// several people with go-tuf's metadata, and sends them to a server. README.md is
// the admin's page.
//
// It must never be linked into the module or the worker, nor hand a server any
// private key but the timestamp's; posts that packs are tried on stay in the process.
package release
