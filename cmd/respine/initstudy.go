package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"

	"respine/study"
)

type initCommand struct {
	Study  string `arg:"" name:"folder" help:"Folder of the new study."`
	Preset string `placeholder:"NAME" help:"Begin with the manifest of a preset, such as moda-sava-2019, instead of the commented template."`
}

func (initCommand) Help() string {
	return `Makes a folder with a commented study.yaml to be changed to your study, folders for recordings and for tables scored by hand, and study.schema.json, by which editors complete keys and show what they mean. Nothing that is there is changed.

Example:

  respine init mystudy`
}

// studyFolders are what a new study has beside its manifest.
var studyFolders = []string{"recordings", "tables"}

// schemaLine tells editors where the schema is.
const schemaLine = "# yaml-language-server: $schema=study.schema.json\n"

func (c initCommand) Run(e *env) error {
	text := study.Template()
	if c.Preset != "" {
		var err error
		if text, err = study.PresetText(c.Preset); err != nil {
			return usage(err.Error(), "")
		}
	}
	if _, err := os.Lstat(filepath.Join(c.Study, manifestName)); err == nil {
		return usage(fmt.Sprintf("%s has a study.yaml already", c.Study), "respine check "+c.Study+" says what is wrong with it")
	}
	for _, name := range append([]string{"."}, studyFolders...) {
		if err := os.MkdirAll(filepath.Join(c.Study, name), 0o777); err != nil {
			return fmt.Errorf("%s: %w", c.Study, unwrapPath(err))
		}
	}
	for _, f := range []struct {
		name string
		text []byte
	}{{"study.schema.json", study.Schema()}, {manifestName, append([]byte(schemaLine), text...)}} {
		if err := writeNew(filepath.Join(c.Study, f.name), f.text); err != nil {
			return err
		}
	}
	_, err := fmt.Fprintf(e.stdout, "%s\nnext: change it to your study, then respine check %s\n", filepath.Join(c.Study, manifestName), c.Study)
	return err
}

// manifestName is that of the manifest in the folder of a study.
const manifestName = "study.yaml"

// writeNew writes a file that is not there yet; one that is stays as it is.
func writeNew(path string, text []byte) error {
	f, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if errors.Is(err, fs.ErrExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("%s: %w", path, unwrapPath(err))
	}
	_, err = f.Write(text)
	if err = errors.Join(err, f.Close()); err != nil {
		return errors.Join(err, os.Remove(path))
	}
	return nil
}
