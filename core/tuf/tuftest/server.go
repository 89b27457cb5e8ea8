package tuftest

import (
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"sync/atomic"
	"time"
)

// Phase is what a case is served for.
type Phase string

// The phases of a case, in their order.
const (
	Before  Phase = "before" // what clients took
	Hostile Phase = "hostile"
	Later   Phase = "later" // honest again
)

// Server serves one case of a table at a time, below /tuf/. For clients in another
// process it is told over HTTP what to serve:
//
//	GET /cases               [{"name":…,"code":…,"fresh":…,"brief":…}]; brief is of the choice
//	PUT /serve/N/PHASE       serves case N, and answers {"root":…,"now":…,"later":…,"says":…}:
//	                         the trusted root, the time in milliseconds, whether there
//	                         is a later phase, and how core/tuf refuses the attack here
type Server struct {
	attacks  []Attack
	one, two string
	serving  atomic.Pointer[served]
	prepared map[int]Case
}

type served struct {
	files map[string][]byte
	wire  map[string]Wire
}

// NewServer returns a server of every attack on clients that hold pack one and are
// promised pack two.
func NewServer(one, two string) *Server {
	return &Server{attacks: append(Attacks(), WireAttacks()...), one: one, two: two, prepared: map[int]Case{}}
}

// Len is the number of cases.
func (s *Server) Len() int { return len(s.attacks) }

// Brief returns a choice of cases for hosts on which the whole table would take
// minutes: of what is done to each role's file alike, one role's, in turn.
func (s *Server) Brief() []int {
	alike := map[string][]int{}
	var order []string
	for i, a := range s.attacks {
		what := a.Name
		if role, rest, ok := strings.Cut(a.Name, ": "); ok && isRole(role) {
			what = rest
		}
		if alike[what] == nil {
			order = append(order, what)
		}
		alike[what] = append(alike[what], i)
	}
	var chosen []int
	for n, what := range order {
		chosen = append(chosen, alike[what][n%len(alike[what])])
	}
	return chosen
}

func isRole(name string) bool {
	return slices.ContainsFunc(files, func(f struct{ path, role string }) bool { return f.role == name })
}

// Case returns a case, made ready when it is first asked for. It is not to be called
// from several goroutines.
func (s *Server) Case(i int) Case {
	c, ok := s.prepared[i]
	if !ok {
		c = Prepare(s.attacks[i], time.Now(), s.one, s.two)
		if wire, ok := c.Wire[pack]; ok {
			c.Wire[TargetPath(TargetName, []byte(s.two))] = wire
		}
		s.prepared = map[int]Case{i: c} // one is enough
	}
	return c
}

// Serve changes what is served.
func (s *Server) Serve(c Case, phase Phase) {
	now := &served{files: c.Before}
	switch phase {
	case Hostile:
		now = &served{files: c.Files, wire: c.Wire}
	case Later:
		now = &served{files: c.Later}
	}
	s.serving.Store(now)
}

// ServeHTTP implements http.Handler.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch path := r.URL.Path; {
	case path == "/cases":
		s.list(w)
	case strings.HasPrefix(path, "/serve/"):
		s.choose(w, strings.Split(path, "/"))
	default:
		s.file(w, r, strings.TrimPrefix(path, "/tuf/"))
	}
}

func (s *Server) file(w http.ResponseWriter, r *http.Request, path string) {
	w.Header().Set("Access-Control-Allow-Origin", "*")
	now := s.serving.Load()
	status, body := answer(now.files, path)
	wire, ok := now.wire[path]
	if !ok {
		wire, ok = now.wire[everything]
	}
	if ok {
		wire(w, r, status, body)
		return
	}
	w.WriteHeader(status)
	w.Write(body)
}

func (s *Server) list(w http.ResponseWriter) {
	type entry struct {
		Name  string `json:"name"`
		Code  string `json:"code"`
		Fresh bool   `json:"fresh"`
		Brief bool   `json:"brief"`
	}
	brief := s.Brief()
	var all []entry
	for i, a := range s.attacks {
		all = append(all, entry{a.Name, string(a.Code), a.Fresh, slices.Contains(brief, i)})
	}
	json.NewEncoder(w).Encode(all)
}

func (s *Server) choose(w http.ResponseWriter, path []string) {
	n, err := strconv.Atoi(path[2])
	if err != nil || n < 0 || n >= s.Len() || len(path) != 4 {
		w.WriteHeader(http.StatusNotFound)
		return
	}
	c, phase := s.Case(n), Phase(path[3])
	s.Serve(c, phase)
	at := c.BeforeAt
	if phase == Hostile {
		at = c.FilesAt
	}
	json.NewEncoder(w).Encode(map[string]any{"root": string(c.Root), "now": at.UnixMilli(), "later": c.Later != nil, "says": c.says()})
}

// says is the sentence with which the client of this process refuses the files.
func (c Case) says() string {
	var state []byte
	if !c.Fresh {
		var err error
		_, state, err = Update(c.Root, nil, c.BeforeAt, c.Before)
		must(err)
	}
	if _, _, err := Update(c.Root, state, c.FilesAt, c.Files); err != nil {
		return err.Error()
	}
	return ""
}
