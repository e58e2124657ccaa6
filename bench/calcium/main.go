// Command calcium writes a long movie without its bytes: a copy of a TIFF file whose
// pages come several times in a row, every time from the same place of the file.
// bench/calcium.sh measures the time and memory of respine calcium with it.
//
//	go run ./bench/calcium --movie m.tif --times 50 --out long.tif
package main

import (
	"encoding/binary"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
)

func main() {
	movie := flag.String("movie", "", "the movie, a little-endian classic TIFF file")
	times := flag.Int("times", 1, "how often it comes in a row")
	out := flag.String("out", "", "the long movie")
	flag.Parse()
	if err := repeat(*movie, *out, *times); err != nil {
		fmt.Fprintln(os.Stderr, "calcium:", err)
		os.Exit(1)
	}
}

// repeat copies a file and appends all its directories that many times; those it had
// are no longer pointed to. A directory tells where pixels lie from the beginning of
// the file, so its copies tell the same.
func repeat(from, to string, times int) error {
	in, err := os.Open(from)
	if err != nil {
		return err
	}
	defer in.Close()
	pages, err := directories(in)
	if err != nil {
		return fmt.Errorf("%s: %w", from, err)
	}
	out, err := os.Create(to)
	if err != nil {
		return err
	}
	end, err := io.Copy(out, in)
	if err != nil {
		return errors.Join(err, out.Close())
	}
	end += end % 2 // directories begin at even places
	var copies []byte
	for range times {
		for _, p := range pages {
			next := end + int64(len(copies)+len(p)+4) // even, as a directory is long
			copies = binary.LittleEndian.AppendUint32(append(copies, p...), uint32(next))
		}
	}
	if end+int64(len(copies)) > 1<<32-1 {
		return errors.Join(errors.New("the file would be longer than 4 GiB"), out.Close())
	}
	clear(copies[len(copies)-4:])
	_, err = out.WriteAt(copies, end)
	_, e := out.WriteAt(binary.LittleEndian.AppendUint32(nil, uint32(end)), 4)
	return errors.Join(err, e, out.Close())
}

// description is the tag that tells, among other things, how many frames there are,
// and otherTag a text that nobody reads.
const (
	description = 270
	otherTag    = 269
)

// directories returns the directories of a file without the place of the next one,
// and with their descriptions under another tag. It leaves the file at its
// beginning.
func directories(f io.ReadSeeker) (pages [][]byte, err error) {
	read := func(at int64, n int) []byte {
		b := make([]byte, n)
		if err == nil {
			_, err = f.Seek(at, io.SeekStart)
		}
		if err == nil {
			_, err = io.ReadFull(f, b)
		}
		return b
	}
	if head := read(0, 8); err == nil && string(head[:4]) != "II*\x00" {
		return nil, errors.New("no little-endian classic TIFF file")
	}
	for at := int64(binary.LittleEndian.Uint32(read(4, 4))); at != 0 && err == nil; {
		n := int(binary.LittleEndian.Uint16(read(at, 2)))
		page := read(at, 2+12*n)
		for tag := page[2:]; len(tag) > 0; tag = tag[12:] {
			if binary.LittleEndian.Uint16(tag) == description {
				binary.LittleEndian.PutUint16(tag, otherTag)
			}
		}
		pages = append(pages, page)
		at = int64(binary.LittleEndian.Uint32(read(at+int64(len(page)), 4)))
	}
	if err == nil {
		_, err = f.Seek(0, io.SeekStart)
	}
	return pages, err
}
