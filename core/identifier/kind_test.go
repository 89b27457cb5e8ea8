package identifier_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/bedside-md/bedside/core/identifier"
)

func TestKindsOfAFormat(t *testing.T) {
	f := identifier.Format{ID: "ca.on.hcn", Category: "identifier.number"}
	for kind, want := range map[string]bool{
		"ca.on.hcn": true, "hcn": true, "ca": true, "on.hcn": true, "number": true, "identifier.number": true,
		"": false, "hc": false, "a.on": false, "on.ca": false, "contact": false, "identifier": false,
	} {
		assert.Equal(t, want, f.Is(kind), kind)
	}
}
