package release

import (
	"crypto/ed25519"
	"errors"
	"fmt"
	"net"
	"os"
	"regexp"
	"strings"

	"golang.org/x/crypto/ssh"
	"golang.org/x/crypto/ssh/agent"
)

// An ssh-agent signs without giving the key away, be it in its memory or on a
// hardware token. With an ssh-ed25519 key its signature is plain Ed25519 over the
// message (RFC 8709), which is what TUF wants.

// agentSigner is an Ed25519 key in the agent.
type agentSigner struct {
	PublicKey
	comment string
	key     ssh.PublicKey
}

// Agent is a connection to the ssh-agent of this session. Close it after use.
type Agent struct {
	conn   net.Conn
	client agent.ExtendedAgent
}

// OpenAgent connects to the ssh-agent that SSH_AUTH_SOCK names.
func OpenAgent() (*Agent, error) {
	socket := os.Getenv("SSH_AUTH_SOCK")
	if socket == "" {
		return nil, errors.New("no ssh-agent runs in this session (SSH_AUTH_SOCK is not set); start one and add your key with ssh-add, or sign with --key")
	}
	conn, err := net.Dial("unix", socket)
	if err != nil {
		return nil, fmt.Errorf("reach the ssh-agent: %w", err)
	}
	return &Agent{conn, agent.NewClient(conn)}, nil
}

// Close ends the connection.
func (a *Agent) Close() error { return a.conn.Close() }

// Keys returns the agent's Ed25519 keys under their comments.
func (a *Agent) Keys() ([]PublicKey, error) {
	keys, err := a.keys()
	var out []PublicKey
	for _, k := range keys {
		out = append(out, k.PublicKey)
	}
	return out, err
}

func (a *Agent) keys() ([]agentSigner, error) {
	listed, err := a.client.List()
	if err != nil {
		return nil, fmt.Errorf("list the keys of the ssh-agent: %w", err)
	}
	var out []agentSigner
	for _, k := range listed {
		parsed, err := ssh.ParsePublicKey(k.Marshal())
		if err != nil || parsed.Type() != ssh.KeyAlgoED25519 {
			continue
		}
		public, err := sshPublicKey(parsed, k.Comment)
		if err != nil {
			return nil, err
		}
		out = append(out, agentSigner{public, k.Comment, parsed})
	}
	return out, nil
}

// sshPublicKey takes a key of SSH for what it is, an Ed25519 key under its comment.
func sshPublicKey(key ssh.PublicKey, comment string) (PublicKey, error) {
	if crypto, ok := key.(ssh.CryptoPublicKey); ok {
		if raw, ok := crypto.CryptoPublicKey().(ed25519.PublicKey); ok {
			return publicKey(nameOf(comment), raw)
		}
	}
	return PublicKey{}, fmt.Errorf("it is an SSH key of the kind %s; only Ed25519 keys sign releases, and \"ssh-keygen -t ed25519\" makes one", key.Type())
}

var notInNames = regexp.MustCompile(`[^\p{L}0-9._@-]+`)

// nameOf makes a key's name of a comment, such as "alice@ward".
func nameOf(comment string) string {
	name := strings.Trim(notInNames.ReplaceAllString(comment, "-"), "-._@")
	if r := []rune(name); len(r) > 64 {
		name = string(r[:64])
	}
	if name == "" {
		return "ssh-key"
	}
	return name
}

// Signer returns the agent's key of a comment or the beginning of a key ID.
func (a *Agent) Signer(which string) (*Signer, error) {
	keys, err := a.keys()
	if err != nil {
		return nil, err
	}
	var found []agentSigner
	var names []string
	for _, k := range keys {
		names = append(names, k.String())
		if which == k.comment || which == k.Name || len(which) >= 6 && strings.HasPrefix(k.ID, which) {
			found = append(found, k)
		}
	}
	switch {
	case len(keys) == 0:
		return nil, errors.New("the ssh-agent holds no Ed25519 key; make one with \"ssh-keygen -t ed25519\" and add it with ssh-add")
	case len(found) == 0:
		return nil, fmt.Errorf("the ssh-agent holds no Ed25519 key called %q; it holds %s", which, strings.Join(names, ", "))
	case len(found) > 1:
		return nil, fmt.Errorf("several keys of the ssh-agent are called %q; name one by the beginning of its ID: %s", which, strings.Join(names, ", "))
	}
	k := found[0]
	return &Signer{k.PublicKey, func(message []byte) ([]byte, error) {
		s, err := a.client.Sign(k.key, message)
		if err != nil {
			return nil, fmt.Errorf("the ssh-agent does not sign: %w", err)
		}
		return s.Blob, nil
	}}, nil
}
