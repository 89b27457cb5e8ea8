package server

import (
	"mime"
	"net"
	"net/http"
)

// maxRules is the longest overlay that the workbench compiles, in bytes.
const maxRules = 256 << 10

// compile answers the console's workbench, which runs rules that somebody is writing.
// Only rules come here, never a draft; and only from a page of this very server on the
// same machine: no other page can send this type without being asked whether it may.
func (s *Server) compile(w *response, r *http.Request) {
	kind, _, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
	if !s.hasWorkbench(r) || kind != "application/yaml" {
		w.fail(http.StatusForbidden, "closed", "Rules are compiled only for the console of \"bedside serve\" on one's own machine.")
		return
	}
	body, ok := s.body(w, r, maxRules)
	if !ok {
		return
	}
	pack, err := s.config.Compile(body)
	if err != nil {
		w.fail(http.StatusUnprocessableEntity, "rules", err.Error())
		return
	}
	w.Header().Set("Cache-Control", "no-store")
	w.send(http.StatusOK, "application/octet-stream", pack)
}

// workbenchBase answers with the rules that were built into this program, to try a rule
// on where no base rules are published.
func (s *Server) workbenchBase(w *response, r *http.Request) {
	if !s.hasWorkbench(r) || s.config.Base == nil {
		w.fail(http.StatusForbidden, "closed", "These rules are only for the console of \"bedside serve\" on one's own machine.")
		return
	}
	pack, err := s.config.Base()
	if err != nil {
		s.failed(w, err)
		return
	}
	w.Header().Set("Cache-Control", "no-store")
	w.send(http.StatusOK, "application/octet-stream", pack)
}

func (s *Server) hasWorkbench(r *http.Request) bool {
	return s.config.Compile != nil && IsLocal(r.Host)
}

// IsLocal reports whether a host, with or without a port, is this machine by its name
// for itself. Another name may be somebody's who points it here.
func IsLocal(host string) bool {
	name, _, err := net.SplitHostPort(host)
	if err != nil {
		name = host
	}
	ip := net.ParseIP(name)
	return name == "localhost" || ip != nil && ip.IsLoopback()
}
