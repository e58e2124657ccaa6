package formula

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"
)

// token is a word of a formula. kind is 'n' for a name, '0' for a number, 0 for
// the end, and 'o' for everything else.
type token struct {
	kind byte
	text string
	at   int // byte offset
}

// scan splits a formula into words. A name is letters, digits, _ and ., or
// anything between backquotes.
func scan(text string) ([]token, error) {
	var out []token
	for at := 0; at < len(text); {
		r, size := utf8.DecodeRuneInString(text[at:])
		switch {
		case unicode.IsSpace(r):
			at += size
		case r == '`':
			end := strings.IndexByte(text[at+1:], '`')
			if end < 1 {
				return nil, wrong(text, at, "the backquote is not closed", "")
			}
			out = append(out, token{'n', text[at+1 : at+1+end], at})
			at += end + 2
		case unicode.IsDigit(r) || r == '.' && at+1 < len(text) && text[at+1] >= '0' && text[at+1] <= '9':
			n := numberLength(text[at:])
			out = append(out, token{'0', text[at : at+n], at})
			at += n
		case isNameRune(r):
			n := strings.IndexFunc(text[at:], func(r rune) bool { return !isNameRune(r) && !unicode.IsDigit(r) })
			if n < 0 {
				n = len(text) - at
			}
			out = append(out, token{'n', text[at : at+n], at})
			at += n
		case strings.HasPrefix(text[at:], "||"):
			out = append(out, token{'o', "||", at})
			at += 2
		case strings.ContainsRune("~+-*/:^|(),", r):
			out = append(out, token{'o', string(r), at})
			at += size
		default:
			return nil, wrong(text, at, fmt.Sprintf("%q has no meaning here", r), "a column with such a name is written in backquotes")
		}
	}
	return append(out, token{0, "", len(text)}), nil
}

func isNameRune(r rune) bool { return unicode.IsLetter(r) || r == '_' || r == '.' }

// numberLength returns how many bytes of text are a number such as 1, 0.5, 2e-3.
func numberLength(text string) int {
	n := 0
	digits := func() {
		for n < len(text) && text[n] >= '0' && text[n] <= '9' {
			n++
		}
	}
	digits()
	if n < len(text) && text[n] == '.' {
		n++
		digits()
	}
	if m := n; n < len(text) && (text[n] == 'e' || text[n] == 'E') {
		n++
		if n < len(text) && (text[n] == '+' || text[n] == '-') {
			n++
		}
		if n == len(text) || text[n] < '0' || text[n] > '9' {
			return m
		}
		digits()
	}
	return max(n, 1)
}

// wrong is an error at a place of the formula, counted from 1.
func wrong(text string, at int, cause, hint string) error {
	if hint != "" {
		hint = "\nhint: " + hint
	}
	return fmt.Errorf("formula: %s, position %d: %s%s", text, utf8.RuneCountInString(text[:at])+1, cause, hint)
}
