package tuf

import (
	"strings"
)

// matches reports whether d is for the target of that name (specification 4.5).
func (d *delegation) matches(target string) bool {
	for _, p := range d.paths {
		if matchPath(p, target) {
			return true
		}
	}
	if len(d.prefixes) > 0 {
		sum := sum256([]byte(target))
		digits := enhex(sum[:])
		for _, p := range d.prefixes {
			if strings.HasPrefix(digits, p) {
				return true
			}
		}
	}
	return false
}

// matchPath matches a path against a pattern in which * stands for any characters
// and ? for one, neither for a slash.
func matchPath(pattern, path string) bool {
	star, mark := -1, 0 // after the latest *, and where in path it stands for no more
	p, s := 0, 0
	for s < len(path) {
		switch {
		case p < len(pattern) && pattern[p] == '*':
			p++
			star, mark = p, s
		case p < len(pattern) && (pattern[p] == path[s] || pattern[p] == '?' && path[s] != '/'):
			p++
			s++
		case star >= 0 && path[mark] != '/':
			mark++
			p, s = star, mark
		default:
			return false
		}
	}
	return strings.Trim(pattern[p:], "*") == ""
}

// maxRoles bounds the roles visited in search of one target (specification 5.6.7.1).
const maxRoles = 32

// visit is a role to look into, and the role that delegated to it.
type visit struct{ role, parent string }

// search is the pre-order depth-first search for a target (specification 5.6.7).
type search struct {
	target  string
	stack   []visit
	visited map[string]bool
}

func newSearch(target string) *search {
	return &search{target: target, stack: []visit{{role: roleTargets, parent: roleRoot}}, visited: map[string]bool{}}
}

// next returns the role to look into; ok is false when the search has ended.
func (s *search) next() (v visit, ok bool) {
	for len(s.stack) > 0 && len(s.visited) < maxRoles {
		v := s.stack[len(s.stack)-1]
		if !s.visited[v.role] { // 5.6.7.1: each role once, so that cycles end
			return v, true
		}
		s.stack = s.stack[:len(s.stack)-1]
	}
	return visit{}, false
}

// look looks into the role that next returned; found is true when it lists the target.
func (s *search) look(t *targets) (m targetMeta, found bool) {
	v := s.stack[len(s.stack)-1]
	s.stack = s.stack[:len(s.stack)-1]
	s.visited[v.role] = true
	if m, found = t.files[s.target]; found {
		return m, true
	}
	// 5.6.7.2: delegations in order of appearance; nothing comes after a terminating one.
	var below []visit
	for i := range t.delegations {
		d := &t.delegations[i]
		if !d.matches(s.target) {
			continue
		}
		below = append(below, visit{role: d.name, parent: v.role})
		if d.terminating {
			s.stack = s.stack[:0]
			break
		}
	}
	for i := len(below) - 1; i >= 0; i-- {
		s.stack = append(s.stack, below[i])
	}
	return targetMeta{}, false
}
