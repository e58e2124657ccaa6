package turnover

// AllBranches stands for the total over branches.
const AllBranches = -1

// Interval counts what happened on one branch, or in total, between a session
// and the next used one: sessions in which no site could be judged are passed
// over. Only sites judged in both sessions count, so NA = Kept + Lost and
// NB = Kept + Gained.
type Interval struct {
	From, To       int // sessions
	DayFrom, DayTo float64
	Branch         int // AllBranches for the total
	Kind           Kind

	NA, NB, Kept, Lost, Gained int
	// NotJudged sites were present in one session and not judgeable in the
	// other; they are in no other count.
	NotJudged int
	// NFirst is the number present in the first used session.
	NFirst   int
	CommonUm float64 // path judgeable in both sessions

	Formation      Ratio // gained / NA
	FormationFirst Ratio // gained / NFirst, the other convention in use
	Elimination    Ratio // lost / NA
	Turnover       Ratio // (gained + lost) / (NA + NB)
	DensityA       Ratio // NA / CommonUm, per um
	DensityB       Ratio // NB / CommonUm, per um
}

// Intervals counts every pair of neighbouring used sessions: a row per branch,
// then the total. It panics on a table that Check refuses.
func Intervals(p Presence, kind Kind) []Interval {
	p.mustCheck()
	branches, used := p.Branches(), p.used()
	var out []Interval
	for k := 1; k < len(used); k++ {
		from, to := used[k-1], used[k]
		total := p.newInterval(from, to, AllBranches, kind)
		for _, b := range branches {
			row := p.newInterval(from, to, b, kind)
			for _, s := range p.Sites {
				if s.Branch == b && s.Kind == kind {
					row.count(s, used[0])
				}
			}
			row.CommonUm = p.commonUm(from, to, b)
			total.add(row)
			out = append(out, row.divided())
		}
		out = append(out, total.divided())
	}
	return out
}

func (p Presence) mustCheck() {
	if err := p.Check(); err != nil {
		panic(err.Error())
	}
}

func (p Presence) newInterval(from, to, branch int, kind Kind) Interval {
	return Interval{From: from, To: to, Branch: branch, Kind: kind,
		DayFrom: p.Sessions[from].Day, DayTo: p.Sessions[to].Day}
}

// count adds one site; first is the first used session.
func (v *Interval) count(s Site, first int) {
	if s.States[first] == Present {
		v.NFirst++
	}
	a, b := s.States[v.From], s.States[v.To]
	switch {
	case a == Present && b == Present:
		v.Kept++
	case a == Present && b == Absent:
		v.Lost++
	case a == Absent && b == Present:
		v.Gained++
	case a == Present || b == Present:
		v.NotJudged++
	}
}

func (v *Interval) add(w Interval) {
	v.Kept += w.Kept
	v.Lost += w.Lost
	v.Gained += w.Gained
	v.NotJudged += w.NotJudged
	v.NFirst += w.NFirst
	v.CommonUm += w.CommonUm
}

// divided returns the row with its sums and ratios.
func (v Interval) divided() Interval {
	v.NA, v.NB = v.Kept+v.Lost, v.Kept+v.Gained
	na, nb, lost, gained := float64(v.NA), float64(v.NB), float64(v.Lost), float64(v.Gained)
	const atStart = "nothing present at the start and judged in both sessions"
	const path = "no path judgeable in both sessions"
	v.Formation = ratio(gained, na, atStart)
	v.FormationFirst = ratio(gained, float64(v.NFirst), "nothing present in the first session")
	v.Elimination = ratio(lost, na, atStart)
	v.Turnover = ratio(gained+lost, na+nb, "nothing present and judged in both sessions")
	v.DensityA = ratio(na, v.CommonUm, path)
	v.DensityB = ratio(nb, v.CommonUm, path)
	return v
}

// Density is how many stand on one branch, or in total, in one session.
type Density struct {
	Session      int
	Day          float64
	Branch       int // AllBranches for the total
	Kind         Kind
	Present      int
	NotJudgeable int   // sites that could not be judged in this session
	PerUm        Ratio // present per judgeable micrometre of this session
}

// Densities returns the density in every session: a row per branch, then the
// total. Unlike Interval's, it uses all that is judgeable in the session.
func Densities(p Presence, kind Kind) []Density {
	p.mustCheck()
	var out []Density
	for s := range p.Sessions {
		total := Density{Session: s, Day: p.Sessions[s].Day, Branch: AllBranches, Kind: kind}
		um := 0.0
		for _, b := range p.Branches() {
			row := Density{Session: s, Day: p.Sessions[s].Day, Branch: b, Kind: kind}
			for _, site := range p.Sites {
				if site.Branch != b || site.Kind != kind {
					continue
				}
				switch site.States[s] {
				case Present:
					row.Present++
				case NotJudgeable:
					row.NotJudgeable++
				}
			}
			length := p.lengthUm(s, b)
			row.PerUm = ratio(float64(row.Present), length, "no judgeable path")
			total.Present += row.Present
			total.NotJudgeable += row.NotJudgeable
			um += length
			out = append(out, row)
		}
		total.PerUm = ratio(float64(total.Present), um, "no judgeable path")
		out = append(out, total)
	}
	return out
}
