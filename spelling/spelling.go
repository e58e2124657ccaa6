// Package spelling says how far a word is from the one that was meant, so that an
// error can name it. It compares bytes, and knows no language.
package spelling

// Distance counts the insertions, deletions and replacements of one byte
// that turn a into b (Levenshtein 1966,
// Soviet Physics Doklady 10:707-710), in one row.
func Distance(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		diagonal := row[0]
		row[0] = i + 1
		for j := range len(b) {
			replace := diagonal
			if a[i] != b[j] {
				replace++
			}
			diagonal = row[j+1]
			row[j+1] = min(replace, row[j]+1, diagonal+1)
		}
	}
	return row[len(b)]
}
