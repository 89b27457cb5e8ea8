package main

import (
	"bytes"
	_ "embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"text/template"
	"time"
)

type rulesNewCmd struct {
	Dir  string `arg:"" help:"Where to write the rules; the directory is made if it is not there."`
	Name string `required:"" placeholder:"NAME" help:"What the pack is called, such as tidewater-general: small letters, digits and '-'."`
}

//go:embed rules_new.yaml.tmpl
var newRulesText string

var newRules = template.Must(template.New("rules").Parse(newRulesText))

var packName = regexp.MustCompile(`^[a-z][a-z0-9-]{1,40}$`)

// Run writes a file of rules that lint, test and build as they are.
func (cmd *rulesNewCmd) Run(c *console) error {
	if !packName.MatchString(cmd.Name) || cmd.Name == "base" {
		return fmt.Errorf("%q is no name for a pack of your own: use small letters, digits and '-', and not base", cmd.Name)
	}
	words := strings.Split(cmd.Name, "-")
	for i, w := range words {
		if w != "" {
			words[i] = strings.ToUpper(w[:1]) + w[1:]
		}
	}
	var text bytes.Buffer
	err := newRules.Execute(&text, map[string]string{
		"Dir": cmd.Dir, "Name": cmd.Name, "Prefix": strings.ReplaceAll(cmd.Name, "-", "_"), "Version": time.Now().Format("2006.01.02+"),
		"Cite": strings.ToUpper(cmd.Name) + "-1", "Title": strings.Join(words, " "), "URL": "https://" + cmd.Name + ".example/social-media",
	})
	if err != nil {
		return fmt.Errorf("write the rules: %w", err)
	}
	file := filepath.Join(cmd.Dir, cmd.Name+".yaml")
	if err := os.MkdirAll(cmd.Dir, 0o755); err != nil {
		return unwritable(file, err)
	}
	if err := writeNew(file, text.Bytes(), 0o644); errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("there is a file %s already; nothing was changed", file)
	} else if err != nil {
		return err
	}
	fmt.Fprintf(c.out, "%s: one rule to begin with. Change it, then:\n\n  bedside rules test --base builtin %s\n", file, cmd.Dir)
	return nil
}
