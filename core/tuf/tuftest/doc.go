// Package tuftest makes update repositories for tests: honest ones, which go-tuf
// writes, and hostile ones, made from them by hand, with a server that lies on the
// wire too. It panics on what cannot happen, and nothing but tests may import it.
package tuftest

func must(err error) {
	if err != nil {
		panic(err)
	}
}

func mustGet[T any](v T, err error) T {
	must(err)
	return v
}
