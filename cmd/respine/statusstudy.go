package main

import (
	"fmt"

	"respine/pipeline"
)

type statusCommand struct {
	Study string `arg:"" name:"study" help:"Folder of the study."`
	JSON  bool   `name:"json" help:"One JSON object a line."`
}

func (statusCommand) Help() string {
	return `Says where every measurement of a study stands: done, running, failed and why, or to do. It measures nothing.

Example:

  respine status mystudy --json`
}

func (c statusCommand) Run(e *env) error {
	s, err := openStudy(c.Study)
	if err != nil {
		return err
	}
	defer s.Store.Close()
	all, left, err := s.Status()
	if err != nil {
		return err
	}
	for _, v := range left {
		all = append(all, pipeline.Status{Unit: v.What, State: "left out", Error: v.Why})
	}
	if c.JSON {
		for _, v := range all {
			if err := writeLine(e.stdout, v); err != nil {
				return err
			}
		}
		return nil
	}
	var rows [][]string
	for _, v := range all {
		took := ""
		if v.Seconds > 0 {
			took = fmt.Sprintf("%.1f s", v.Seconds)
		}
		rows = append(rows, []string{v.Unit, v.State, took, v.Error})
	}
	return writeColumns(e.stdout, []string{"measurement", "state", "took", "why"}, rows)
}
