package formula

import (
	"slices"
	"strings"
	"testing"
)

// The expansions are those of R's terms(), read off attr(terms(f), "term.labels").
func TestParseExpandsOperators(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"formed ~ arm * interval + (1|animal/branch)", "formed ~ arm + interval + arm:interval + (1 | animal) + (1 | animal:branch)"},
		{"lost/n ~ arm + log(depth_um) + offset(log(days)) + (1 + day|animal) + (1|cage)",
			"lost/n ~ arm + log(depth_um) + offset(log(days)) + (1 + day | animal) + (1 | cage)"},
		{"cbind(lost, kept)~1", "cbind(lost, kept) ~ 1"},
		{"y ~ 0 + a", "y ~ 0 + a"},
		{"y ~ a - 1", "y ~ 0 + a"},
		{"y ~ -1 + a", "y ~ 0 + a"},
		{"y ~ a*b*c - a:b:c", "y ~ a + b + c + a:b + a:c + b:c"},
		{"y ~ (a+b+c)^2", "y ~ a + b + c + a:b + a:c + b:c"},
		{"y ~ a/b", "y ~ a + a:b"},
		{"y ~ (a+b)/c", "y ~ a + b + a:b:c"},
		{"y ~ a/(b+c)", "y ~ a + a:b + a:c"},
		{"y ~ b:a + a", "y ~ a + b:a"},
		{"y ~ a + a", "y ~ a"},
		{"y ~ a:b:c + (x||g)", "y ~ a:b:c + (1 + x || g)"},
		{"y ~ (0+x|g) + (1|a:b)", "y ~ 1 + (0 + x | g) + (1 | a:b)"},
		{"y ~ (1|a/b/c)", "y ~ 1 + (1 | a) + (1 | a:b) + (1 | a:b:c)"},
		{"log( y+1 ) ~ I(x^2)+ exp(-x*2)", "log(y + 1) ~ I(x^2) + exp(-x * 2)"},
		{"I(lost/n) ~ factor(day)", "I(lost/n) ~ factor(day)"},
		{"`spine length` ~ `1st day` + (1|`the animal`)", "`spine length` ~ `1st day` + (1 | `the animal`)"},
		{"größe ~ tag_1.5", "größe ~ tag_1.5"},
	} {
		f, err := Parse(c.text)
		if err != nil || f.String() != c.want {
			t.Errorf("%s: read as %s, %v, want %s", c.text, f, err, c.want)
		}
	}
}

func TestParseNamesThePlace(t *testing.T) {
	for _, c := range []struct{ text, want string }{
		{"", "position 1: expected a column or a number, found the end"},
		{"y", "position 2: expected ~"},
		{"y ~", "position 4: expected a column, found the end"},
		{"y ~ a + (1|b", "position 13: expected ), found the end"},
		{"y ~ a b", `position 7: expected the end, found "b"`},
		{"y ~ lgo(x)", "position 5: there is no function lgo\nhint: did you mean log?"},
		{"y ~ spline(x)", "the functions are I, abs"},
		{"größe ~ a ! b", "position 11: '!' has no meaning here"},
		{"y ~ 2 + a", "position 5: the number 2 is no term"},
		{"y ~ x^2", "hint: a square of a number is written I(x^2)"},
		{"y ~ ((1|g)|h)", "position 6: a random term inside another"},
		{"y ~ (offset(x)|h)", "an offset inside a random term"},
		{"y ~ (0|g)", "without anything that varies"},
		{"y ~ (1|g+h)", `expected ), found "+"`},
		{"y ~ (1|)", `expected a grouping column, found ")"`},
		{"y ~ `a", "the backquote is not closed"},
		{"y ~ factor(log(x))", "factor() takes a column"},
		{"y ~ a $ b", "a column with such a name is written in backquotes"},
	} {
		_, err := Parse(c.text)
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%q: %v, want %q", c.text, err, c.want)
		}
	}
}

// terms lists the fixed terms, the variables of each by the alphabet: their
// order within a term follows first appearance, which expansion may change.
func (f Formula) terms() (out []string) {
	for _, t := range f.fixed.terms {
		var names []string
		for i, v := range f.fixed.vars {
			if t>>i&1 == 1 {
				names = append(names, v.String())
			}
		}
		slices.Sort(names)
		out = append(out, strings.Join(names, ":"))
	}
	return out
}

// FuzzParse: any text is an error or a formula that reads back as the same model.
func FuzzParse(f *testing.F) {
	for _, s := range []string{"formed ~ arm * interval + (1|animal/branch)", "lost/n ~ 0 + log(x)^2 + offset(d) + (x||g)", "cbind(a,b) ~ (a+b):c - `d e`", "y~((((", "y ~ 1e9 - x/y/z"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		a, err := Parse(text)
		if err != nil {
			return
		}
		b, err := Parse(a.String())
		if err != nil || !slices.Equal(a.terms(), b.terms()) || len(a.random) != len(b.random) || len(a.offsets) != len(b.offsets) {
			t.Errorf("%q reads as %s, and that as %s, %v", text, a, b, err)
		}
	})
}
