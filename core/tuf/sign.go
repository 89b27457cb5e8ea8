package tuf

import "crypto/ed25519"

// Signer signs timestamps: it is the one key a server holds.
type Signer struct {
	key ed25519.PrivateKey
	id  string
}
