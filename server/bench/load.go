package main

import (
	"bufio"
	"fmt"
	"io"
	"net"
	"net/textproto"
	"strconv"
	"strings"
	"sync"
	"time"
)

// connections ask at once, each for one thing after the other.
const connections = 16

// cost sends requests of a kind and returns the processor time that the server took
// for each, in microseconds.
func (s *subject) cost(kind string, requests int) (us float64, err error) {
	path, status, header := s.timestamp, "200", ""
	switch kind {
	case "304":
		status, header = "304", "If-None-Match: "+s.etag+"\r\n"
	case "pack":
		path = s.pack
	}
	request := []byte("GET " + path + " HTTP/1.1\r\nHost: localhost\r\nUser-Agent: bench\r\nAccept: */*\r\n" + header + "\r\n")
	if err := s.ask(request, status, connections); err != nil { // so that all is in place
		return 0, err
	}
	before, err := s.processor()
	if err != nil {
		return 0, err
	}
	if err := s.ask(request, status, requests); err != nil {
		return 0, err
	}
	after, err := s.processor()
	return float64(after-before) / float64(time.Microsecond) / float64(requests), err
}

func (s *subject) ask(request []byte, status string, requests int) error {
	var all sync.WaitGroup
	failed := make(chan error, connections)
	for range connections {
		all.Go(func() {
			if err := s.askOn(request, status, requests/connections); err != nil {
				failed <- err
			}
		})
	}
	all.Wait()
	close(failed)
	return <-failed
}

// askOn asks on one connection.
func (s *subject) askOn(request []byte, status string, requests int) error {
	conn, err := net.Dial("tcp", s.address)
	if err != nil {
		return err
	}
	defer conn.Close()
	in := textproto.NewReader(bufio.NewReaderSize(conn, 64<<10))
	for range requests {
		if _, err := conn.Write(request); err != nil {
			return err
		}
		length := int64(0)
		line, err := in.ReadLine()
		if err != nil || !strings.HasPrefix(line, "HTTP/1.1 "+status) {
			return fmt.Errorf("answer %q: %w", line, err)
		}
		for line != "" {
			if line, err = in.ReadLine(); err != nil {
				return err
			}
			if value, ok := strings.CutPrefix(line, "Content-Length: "); ok {
				if length, err = strconv.ParseInt(value, 10, 64); err != nil {
					return err
				}
			}
		}
		if _, err := io.CopyN(io.Discard, in.R, length); err != nil {
			return err
		}
	}
	return nil
}
