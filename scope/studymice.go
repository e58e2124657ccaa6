package scope

import (
	"context"
	"fmt"
	"hash/fnv"
	"slices"

	"golang.org/x/sync/errgroup"

	"respine/study"
	"respine/twin"
)

// StudyMouse is one animal of a study with its twin.
type StudyMouse struct {
	study.Animal
	Sessions []StudySession
	twin.Mouse
}

// SimulateStudy lives every animal of a study, some at a time, and hands each to
// visit, with its place among the animals, in no fixed order and from several
// goroutines. An animal follows from its ID, its arm and the seed alone: neither
// the other animals nor the number of workers change a bit of it. Errors are
// those of visit and of ctx.
func SimulateStudy(ctx context.Context, s study.Study, p twin.Params, seed uint64, workers int, visit func(i int, m StudyMouse) error) error {
	if p == (twin.Params{}) {
		p = twin.Default()
	}
	numbers := map[int]string{}
	for _, a := range s.Animals {
		n := animalNumber(a.ID)
		if other, taken := numbers[n]; taken {
			return fmt.Errorf("animals %s and %s would be the same mouse\nhint: rename one of them", other, a.ID)
		}
		numbers[n] = a.ID
	}
	arms := StudyArms(s, p.Imaging.SettleHours)
	group, ctx := errgroup.WithContext(ctx)
	group.SetLimit(max(1, workers))
	for i, a := range s.Animals {
		group.Go(func() error {
			arm := arms[slices.IndexFunc(s.Arms, func(b study.Arm) bool { return b.ID == a.Arm })]
			m, err := twin.Simulate(ctx, p, arm.Protocol, seed, animalNumber(a.ID))
			if err != nil {
				return fmt.Errorf("animal %s: %w", a.ID, err)
			}
			m.Name = a.ID
			return visit(i, StudyMouse{Animal: a, Sessions: arm.Sessions, Mouse: m})
		})
	}
	return group.Wait()
}

// animalNumber is the mouse that an ID names: 31 bits of its FNV-1a hash.
func animalNumber(id string) int {
	h := fnv.New64a()
	h.Write([]byte(id))
	return int(h.Sum64() >> 33)
}
