package server

import (
	"errors"
	"net/http"
	"time"
)

// ready answers whether clients can update from here now.
func (s *Server) ready(w *response, r *http.Request) {
	c, err := s.load(r.Context())
	switch {
	case errors.Is(err, ErrEmpty):
		w.fail(http.StatusServiceUnavailable, "empty", "Nothing is published here yet.")
	case errors.Is(err, ErrDamaged):
		s.config.Log.Error("not ready", "error", err)
		w.fail(http.StatusServiceUnavailable, "damaged", "The server's data is damaged. Its operator finds the cause in the log.")
	case err != nil:
		s.config.Log.Error("not ready", "error", err)
		w.fail(http.StatusServiceUnavailable, "store", "The server cannot read its data. Its operator finds the cause in the log.")
	case c.expires <= s.config.Now().Unix():
		w.fail(http.StatusServiceUnavailable, "expired", "Metadata ran out on "+date(c.expires)+". Clients keep the rules they have until a new release is published.")
	default:
		w.json(http.StatusOK, map[string]any{"ready": true, "versions": receipt(c.versions), "expires": date(c.expires)})
	}
}

// date writes unix seconds as RFC 3339.
func date(seconds int64) string { return time.Unix(seconds, 0).UTC().Format(time.RFC3339) }
