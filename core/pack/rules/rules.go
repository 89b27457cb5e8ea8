// Package rules holds the built-in rules, lexicons and identifier formats as
// admins write them. It is data: nothing here runs.
package rules

import "embed"

// FS holds the rule files, *.yaml, and the lexicons.
//
//go:embed *.yaml judge.model lexicons
var FS embed.FS
