package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"time"
)

// subject is a server under measurement.
type subject struct {
	name, address string
	timestamp     string // paths of what is asked for
	pack          string
	etag          string // of the timestamp
	cmd           *exec.Cmd
	pids          []int // whose processor time counts
}

func startBedside(program, dir string) (*subject, error) {
	cmd := exec.Command(program, "serve", "--addr", "127.0.0.1:0", "--data", filepath.Join(dir, "data"))
	cmd.Stderr = os.Stderr
	out, err := cmd.StdoutPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("%w; \"make build\" makes the program", err)
	}
	s := &subject{name: "bedside", cmd: cmd, pids: []int{cmd.Process.Pid}, timestamp: "/tuf/timestamp.json"}
	for in := bufio.NewScanner(out); in.Scan(); {
		if m := regexp.MustCompile(`Bedside is at http://(\S+)`).FindStringSubmatch(in.Text()); m != nil {
			s.address = strings.Replace(m[1], "localhost", "127.0.0.1", 1)
			break
		}
	}
	var targets struct {
		Signed struct {
			Targets map[string]struct {
				Hashes struct{ SHA256 string }
			}
		}
	}
	body, _, err := s.get("/tuf/1.targets.json")
	if err != nil {
		return nil, err
	}
	if err := json.Unmarshal(body, &targets); err != nil {
		return nil, err
	}
	s.pack = "/tuf/targets/" + targets.Signed.Targets["base.pack"].Hashes.SHA256 + ".base.pack"
	_, s.etag, err = s.get(s.timestamp)
	return s, err
}

// plain asks for no compression, as the load does.
var plain = &http.Client{Transport: &http.Transport{DisableCompression: true}}

func (s *subject) get(path string) (body []byte, etag string, err error) {
	resp, err := plain.Get("http://" + s.address + path)
	if err != nil {
		return nil, "", err
	}
	defer resp.Body.Close()
	if resp.StatusCode != 200 {
		return nil, "", fmt.Errorf("%s: %s", path, resp.Status)
	}
	body, err = io.ReadAll(resp.Body)
	return body, resp.Header.Get("ETag"), err
}

// nginxConfig serves files as fast as nginx can: one worker, no log, open files kept.
const nginxConfig = `
worker_processes 1;
daemon off;
pid %[1]s/nginx.pid;
error_log %[1]s/error.log;
events { worker_connections 256; }
http {
  access_log off;
  sendfile on;
  tcp_nopush on;
  keepalive_requests 100000000;
  keepalive_timeout 120s;
  open_file_cache max=100 inactive=1h;
  types { application/json json; }
  default_type application/octet-stream;
  client_body_temp_path %[1]s/body;
  proxy_temp_path %[1]s/proxy;
  fastcgi_temp_path %[1]s/fastcgi;
  uwsgi_temp_path %[1]s/uwsgi;
  scgi_temp_path %[1]s/scgi;
  server {
    listen %[2]s;
    root %[1]s/www;
    add_header Cache-Control "public, max-age=0, s-maxage=60, must-revalidate";
    add_header X-Content-Type-Options nosniff;
    add_header Access-Control-Allow-Origin "*";
  }
}
`

// startNginx serves the bytes that ours serves.
func startNginx(dir string, ours *subject) (*subject, error) {
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	s := &subject{name: "nginx", address: free.Addr().String(), timestamp: ours.timestamp, pack: ours.pack}
	free.Close()
	for _, path := range []string{s.timestamp, s.pack} {
		body, _, err := ours.get(path)
		if err != nil {
			return nil, err
		}
		name := filepath.Join(dir, "www", filepath.FromSlash(path))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			return nil, err
		}
		if err := os.WriteFile(name, body, 0o644); err != nil {
			return nil, err
		}
	}
	if err := os.Chmod(dir, 0o755); err != nil { // its worker is another user
		return nil, err
	}
	config := filepath.Join(dir, "nginx.conf")
	if err := os.WriteFile(config, fmt.Appendf(nil, nginxConfig, dir, s.address), 0o644); err != nil {
		return nil, err
	}
	s.cmd = exec.Command("nginx", "-c", config)
	s.cmd.Stderr = os.Stderr
	if err := s.cmd.Start(); err != nil {
		return nil, fmt.Errorf("%w; \"make bench-server\" installs nginx where apt can", err)
	}
	for range 200 {
		if _, s.etag, err = s.get(s.timestamp); err == nil {
			break
		}
		time.Sleep(20 * time.Millisecond)
	}
	if err != nil {
		return nil, fmt.Errorf("nginx does not start: %w", err)
	}
	children, err := os.ReadFile(fmt.Sprintf("/proc/%d/task/%d/children", s.cmd.Process.Pid, s.cmd.Process.Pid))
	if err != nil {
		return nil, err
	}
	for _, field := range strings.Fields(string(children)) {
		pid, err := strconv.Atoi(field)
		if err != nil {
			return nil, err
		}
		s.pids = append(s.pids, pid)
	}
	return s, nil
}

func (s *subject) stop() error {
	if err := s.cmd.Process.Signal(os.Interrupt); err != nil {
		return err
	}
	s.cmd.Wait()
	return nil
}

// processor is the time that the server has had of the processor so far.
func (s *subject) processor() (time.Duration, error) {
	var sum time.Duration
	for _, pid := range s.pids {
		tasks, err := filepath.Glob(fmt.Sprintf("/proc/%d/task/*/schedstat", pid))
		if err != nil {
			return 0, err
		}
		for _, task := range tasks {
			b, err := os.ReadFile(task) // nanoseconds on the processor, then others
			if err != nil {
				return 0, err
			}
			ns, err := strconv.ParseInt(strings.Fields(string(b))[0], 10, 64)
			if err != nil {
				return 0, err
			}
			sum += time.Duration(ns)
		}
	}
	return sum, nil
}

// memory is what the server holds, in MB.
func (s *subject) memory() (float64, error) {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.pids[0]))
	if err != nil {
		return 0, err
	}
	m := regexp.MustCompile(`VmRSS:\s+(\d+) kB`).FindSubmatch(b)
	if m == nil {
		return 0, fmt.Errorf("no VmRSS")
	}
	kb, err := strconv.ParseFloat(string(m[1]), 64)
	return kb / 1024, err
}
