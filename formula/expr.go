package formula

import (
	"math"
	"slices"
	"strconv"
	"strings"
)

// expr is arithmetic over columns: op is "name", "number", "call", "(", "neg"
// or one of + - * / ^.
type expr struct {
	op    string
	name  string // of a column or a function
	value float64
	args  []expr
}

// functions may be called in a formula; I is the identity, factor makes
// categories of numbers.
var functions = []string{"I", "abs", "exp", "factor", "log", "log10", "log1p", "log2", "sqrt"}

// String writes the expression as R does.
func (e expr) String() string {
	switch e.op {
	case "name":
		if plainName(e.name) {
			return e.name
		}
		return "`" + e.name + "`"
	case "number":
		return strconv.FormatFloat(e.value, 'g', -1, 64)
	case "call":
		return e.name + "(" + e.args[0].String() + ")"
	case "(":
		return "(" + e.args[0].String() + ")"
	case "neg":
		return "-" + e.args[0].String()
	case "/", "^":
		return e.args[0].String() + e.op + e.args[1].String()
	}
	return e.args[0].String() + " " + e.op + " " + e.args[1].String()
}

// plainName reports whether a name needs no backquotes.
func plainName(s string) bool {
	words, err := scan(s)
	return err == nil && len(words) == 2 && words[0].kind == 'n' && words[0].text == s && !strings.HasPrefix(s, "`")
}

// columns adds the columns the expression reads to names, each once.
func (e expr) columns(names []string) []string {
	if e.op == "name" && !slices.Contains(names, e.name) {
		names = append(names, e.name)
	}
	for _, a := range e.args {
		names = a.columns(names)
	}
	return names
}

// isFactor reports whether the expression makes categories whatever its column
// holds.
func (e expr) isFactor() bool { return e.op == "call" && e.name == "factor" }

// eval computes the expression from the values of its columns.
func (e expr) eval(of func(column string) float64) float64 {
	switch e.op {
	case "name":
		return of(e.name)
	case "number":
		return e.value
	}
	x := e.args[0].eval(of)
	switch e.op {
	case "neg":
		return -x
	case "(":
		return x
	case "call":
		return apply(e.name, x)
	}
	y := e.args[1].eval(of)
	switch e.op {
	case "+":
		return x + y
	case "-":
		return x - y
	case "*":
		return x * y
	case "/":
		return x / y
	}
	return math.Pow(x, y)
}

func apply(name string, x float64) float64 {
	switch name {
	case "log":
		return math.Log(x)
	case "log2":
		return math.Log2(x)
	case "log10":
		return math.Log10(x)
	case "log1p":
		return math.Log1p(x)
	case "exp":
		return math.Exp(x)
	case "sqrt":
		return math.Sqrt(x)
	case "abs":
		return math.Abs(x)
	}
	return x // I
}
