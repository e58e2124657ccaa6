package study

import "slices"

// Keep returns the study with the first n animals of every arm, and their
// recordings. Arms with fewer stay as they are.
func (s Study) Keep(n int) Study {
	if n < 1 {
		panic("study: Keep of no animals")
	}
	kept, perArm := map[string]bool{}, map[string]int{}
	for _, a := range s.Animals {
		perArm[a.Arm]++
		kept[a.ID] = perArm[a.Arm] <= n
	}
	s.Animals = slices.DeleteFunc(slices.Clone(s.Animals), func(a Animal) bool { return !kept[a.ID] })
	s.Recordings = slices.DeleteFunc(slices.Clone(s.Recordings), func(r Recording) bool { return !kept[r.Animal] })
	return s
}
