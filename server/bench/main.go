// Package main measures "bedside serve" beside nginx, which serves the same bytes on
// the same machine: requests for each second of the processor that the server takes.
// It must not be run against a server that anybody uses. Linux only, for /proc.
package main

import (
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"log"
	"os"
	"time"
)

// kinds of requests, and the ratio to nginx that is aimed at.
var kinds = []struct {
	name     string
	requests int
	aim      float64
}{
	{"metadata", 60_000, 0.8},
	{"304", 60_000, 0.8},
	{"pack", 600, 0.9},
}

// result is what one kind came to: microseconds of processor time for each request.
type result struct {
	Kind    string  `json:"kind"`
	Bedside float64 `json:"bedside_us"`
	Nginx   float64 `json:"nginx_us"`
	Ratio   float64 `json:"ratio"`
	Aim     float64 `json:"aim"`
}

// polls is how often a browser asks in a day: every six hours, for the next root and
// the timestamp.
const polls, requestsEach = 4, 2

func main() {
	log.SetFlags(0)
	program := flag.String("program", "build/bedside", "the program to measure")
	rounds := flag.Int("rounds", 5, "times that each is measured; the best counts, which others on the machine disturb least")
	long := flag.Int("long", 1_000_000, "requests during which memory is watched")
	flag.Parse()
	if err := run(*program, *rounds, *long); err != nil {
		log.Fatal(err)
	}
}

func run(program string, rounds, long int) (err error) {
	dir, err := os.MkdirTemp("", "bedside-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	ours, err := startBedside(program, dir)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, ours.stop()) }()
	theirs, err := startNginx(dir, ours)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, theirs.stop()) }()

	var results []result
	fmt.Printf("%-10s %12s %12s %8s %6s\n", "", "bedside µs", "nginx µs", "ratio", "aim")
	for _, kind := range kinds {
		r := result{Kind: kind.name, Aim: kind.aim}
		for range rounds {
			for _, s := range []*subject{ours, theirs} {
				us, err := s.cost(kind.name, kind.requests)
				if err != nil {
					return fmt.Errorf("%s from %s: %w", kind.name, s.name, err)
				}
				best := &r.Bedside
				if s == theirs {
					best = &r.Nginx
				}
				if *best == 0 || us < *best {
					*best = us
				}
			}
		}
		r.Ratio = r.Nginx / r.Bedside
		fmt.Printf("%-10s %12.1f %12.1f %8.2f %6.2f\n", kind.name, r.Bedside, r.Nginx, r.Ratio, kind.aim)
		results = append(results, r)
	}

	before, err := ours.memory()
	if err != nil {
		return err
	}
	began := time.Now()
	if _, err := ours.cost("metadata", long); err != nil {
		return err
	}
	after, err := ours.memory()
	if err != nil {
		return err
	}
	fmt.Printf("\nMemory %.1f MB, and %.1f MB after %d requests more (%.0f a second).\n",
		before, after, long, float64(long)/time.Since(began).Seconds())
	us := results[0].Bedside
	fmt.Printf("A physician's browser asks %d times a day, for %d small files: one core at half load serves %.0f million.\n",
		polls, requestsEach, 86400e6/2/(us*polls*requestsEach)/1e6)
	return json.NewEncoder(os.Stdout).Encode(map[string]any{"results": results, "memory_mb": []float64{before, after}})
}
