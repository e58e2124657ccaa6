package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"respine/pipeline"
)

type unblindCommand struct {
	Study string `arg:"" name:"study" help:"Folder of the study."`
	Who   string `required:"" placeholder:"NAME" help:"Who unblinds the study."`
	Why   string `required:"" placeholder:"TEXT" help:"Why now."`
}

func (unblindCommand) Help() string {
	return `Has the next respine run of a study with blinding: masked name animals, show arms and judge claims. That cannot be taken back: who did it and why is written into the audit log of the study.

Example:

  respine unblind mystudy --who "R. Santiago" --why "all sessions are scored"`
}

func (c unblindCommand) Run(e *env) error {
	s, dir, _, err := readStudy(c.Study)
	if err != nil {
		return err
	}
	if c.Who == "" || c.Why == "" {
		return usage("--who and --why must say something", "")
	}
	before, done, err := pipeline.Unblind(s, dir, c.Who, c.Why, time.Now())
	switch {
	case errors.Is(err, pipeline.ErrNotMasked):
		return usage(err.Error(), "write blinding: masked into the manifest before the first run")
	case err != nil:
		return err
	case !done:
		_, err = fmt.Fprintf(e.stdout, "%s was unblinded already, by %s on %s: %s\n", c.Study, before.Who, before.Time.Format(time.DateTime), before.Why)
		return err
	}
	_, err = fmt.Fprintf(e.stdout, "%s is unblinded; respine run %s judges it\n", c.Study, c.Study)
	return err
}

type auditCommand struct {
	Study string `arg:"" name:"study" help:"Folder of the study."`
	JSON  bool   `name:"json" help:"One JSON object a line."`
}

func (auditCommand) Help() string {
	return `Prints the audit log of a study: what was excluded and why, masking and unblinding. It says so if a line was changed or taken away, or added between others, and a file beside the log, audit.head, tells of the last line. That finds accidents and edits of the log alone. It is no proof against whoever may write to the folder of the study, who can write both anew: keep a copy of the log elsewhere if it has to convince others.

Example:

  respine audit mystudy`
}

func (c auditCommand) Run(e *env) error {
	st, err := openStore(c.Study)
	if err != nil {
		return err
	}
	defer st.Close()
	log, err := st.Audit()
	if err != nil {
		return err
	}
	if c.JSON {
		w := json.NewEncoder(e.stdout)
		for _, v := range log {
			if err := w.Encode(v); err != nil {
				return err
			}
		}
		return nil
	}
	var rows [][]string
	for _, v := range log {
		rows = append(rows, []string{v.Time.Format(time.DateTime), v.Who, v.What, v.Of, v.Why})
	}
	return writeColumns(e.stdout, []string{"time", "who", "what", "of", "why"}, rows)
}
