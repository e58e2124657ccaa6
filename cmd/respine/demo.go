package main

type demoCommand struct {
	Out string `default:"respine-demo" placeholder:"DIR" help:"Folder for the demonstration (${default})."`
}

func (demoCommand) Help() string { return "Example:\n\n  respine demo --out demo" }

func (c demoCommand) Run(e *env) error { return nil }
