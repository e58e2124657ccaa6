package main

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"strings"

	"respine/claim"
	"respine/pipeline"
	"respine/store"
	"respine/table"
)

// runName is the command as users type it.
const runName = "run"

// resultsName is the folder of a study in which a run leaves its results.
const resultsName = "results"

// publish puts the tables, the verdicts and the report of a run into DIR/results,
// whole or not at all. Nothing is written where nothing changed.
func publish(dir string, masked bool, run pipeline.Run) (string, error) {
	out := filepath.Join(dir, resultsName)
	k := key([]any{run.Tables.Key, run.Claims.Key, run.Report.Key})
	earlier, complete, err := readState(out, runName)
	if mistake, ok := errors.AsType[usageError](err); ok {
		what, _, _ := strings.Cut(mistake.text, "\nhint: ")
		return out, usage(what, "move it out of "+out+" and run again: what was measured is kept")
	}
	if err != nil {
		return out, err
	}
	results := []store.Result{run.Tables, run.Claims, run.Report}
	if complete && earlier.Key == k && maps.Equal(earlier.Files, hashes(results)) {
		return out, nil
	}
	f, err := newFolder(out)
	if err != nil {
		return out, err
	}
	defer f.discard()
	for _, r := range results {
		for _, v := range r.Note.Files {
			hash, err := copyHashed(f.path(v.Name), r.Path(v.Name))
			if err != nil {
				return out, err
			}
			if hash != v.Hash {
				return out, fmt.Errorf("%s was changed after it was made; nothing was published\nhint: respine verify %s, and run again: what is damaged is then made anew", r.Path(v.Name), dir)
			}
		}
	}
	note := state{Made: runName, Key: k, Masked: masked}
	if len(run.LeftOut) > 0 {
		note.Code = exitPartly
	}
	return out, f.commit(note)
}

// hashes are those of the files of results, by name.
func hashes(results []store.Result) map[string]string {
	out := map[string]string{}
	for _, r := range results {
		for _, f := range r.Note.Files {
			out[f.Name] = f.Hash
		}
	}
	return out
}

// copyTo copies a file, making its folder.
func copyTo(to, from string) error {
	_, err := copyHashed(to, from)
	return err
}

// copyHashed copies a file, making its folder, and returns the SHA-256 of what it
// copied.
func copyHashed(to, from string) (string, error) {
	if err := os.MkdirAll(filepath.Dir(to), 0o755); err != nil && !errors.Is(err, fs.ErrExist) {
		return "", err
	}
	in, err := os.Open(from)
	if err != nil {
		return "", err
	}
	defer in.Close()
	out, err := os.Create(to)
	if err != nil {
		return "", err
	}
	h := sha256.New()
	_, err = io.Copy(io.MultiWriter(out, h), in)
	return hex.EncodeToString(h.Sum(nil)), errors.Join(err, out.Close())
}

// firstReason is what the first part of a claim lacks; the report has all of them.
func firstReason(because string) string {
	first, _, several := strings.Cut(because, "; ")
	if part, rest, ok := strings.Cut(first, ": "); ok && several && !strings.Contains(part, " ") {
		first = rest
	}
	return first
}

// writeShort prints the verdicts of a run, a line a claim; below them those that are not
// testable, a line for what they lack.
func writeShort(w io.Writer, dir string) error {
	t, err := table.Read(dir, "verdicts")
	if err != nil {
		return err
	}
	var rows [][]string
	var reasons []string
	lacking := map[string][]string{}
	ids, verdicts, statements, because := t.Strings("claim"), t.Strings("verdict"), t.Strings("statement"), t.Strings("because")
	for i, id := range ids {
		if verdicts[i] != string(claim.NotTestable) {
			rows = append(rows, []string{id, verdicts[i], statements[i]})
			continue
		}
		why := firstReason(because[i])
		if lacking[why] == nil {
			reasons = append(reasons, why)
		}
		lacking[why] = append(lacking[why], id)
	}
	if err := writeShortRows(w, rows); err != nil || reasons == nil {
		return err
	}
	if _, err := fmt.Fprintln(w, "\nnot testable"); err != nil {
		return err
	}
	for _, why := range reasons {
		if _, err := fmt.Fprintf(w, "  %s: %s\n", strings.Join(lacking[why], ", "), why); err != nil {
			return err
		}
	}
	return nil
}

// writeShortRows prints the claims that were judged, if any.
func writeShortRows(w io.Writer, rows [][]string) error {
	if rows == nil {
		return nil
	}
	return writeColumns(w, []string{"claim", "verdict", "statement"}, rows)
}
