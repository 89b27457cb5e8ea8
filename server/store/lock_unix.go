//go:build unix

package store

import (
	"errors"
	"os"
	"path/filepath"
	"syscall"
)

// acquire locks dir for as long as the returned file is open. The system lets go
// of the lock when the process ends, however it ends.
func acquire(dir string) (*os.File, error) {
	file, err := os.OpenFile(filepath.Join(dir, lockName), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, err
	}
	for {
		err = syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
		switch {
		case err == nil:
			return file, nil
		case errors.Is(err, syscall.EINTR):
			continue
		case errors.Is(err, syscall.EWOULDBLOCK):
			err = ErrInUse
		}
		file.Close()
		return nil, err
	}
}

// syncDir makes a new name in a directory last through a crash.
func (f *Files) syncDir(dir string) error {
	file, err := f.root.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(file.Sync(), file.Close())
}
