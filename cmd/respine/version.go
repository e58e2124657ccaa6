package main

import (
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"os"
	"runtime"

	"respine/img"
)

// version is stamped by the linker.
var version = "devel"

type versionCommand struct{}

func (versionCommand) Help() string { return "Example:\n\n  respine version" }

func (versionCommand) Run(e *env) error {
	_, err := fmt.Fprintf(e.stdout, "respine %s\n%s %s/%s\nkernels %s\n",
		version, runtime.Version(), runtime.GOOS, runtime.GOARCH, img.KernelPath())
	return err
}

// programHash identifies the running program by its content, so that a result
// is never taken for that of another build.
func programHash() (string, error) {
	path, err := os.Executable()
	if err != nil {
		return "", err
	}
	return hashFile(path)
}

// hashFile returns the SHA-256 of a file in hexadecimal.
func hashFile(path string) (string, error) {
	f, err := os.Open(path)
	if err != nil {
		return "", err
	}
	defer f.Close()
	h := sha256.New()
	if _, err := io.Copy(h, f); err != nil {
		return "", fmt.Errorf("%s: %w", path, err)
	}
	return hex.EncodeToString(h.Sum(nil)), nil
}
