// Package main is a server of attacks on updates, for clients under test that do not
// run in Go. It says where it listens in one line; tuftest.Server tells what it
// answers. It must not be reachable from elsewhere.
package main

import (
	"fmt"
	"log"
	"net"
	"net/http"

	"github.com/bedside-md/bedside/core/tuf/tuftest"
)

func main() {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	fmt.Println(listener.Addr().(*net.TCPAddr).Port)
	log.Fatal(http.Serve(listener, tuftest.NewServer(tuftest.Packs())))
}
