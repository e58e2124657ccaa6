package twin

import (
	"fmt"
	"reflect"

	"respine/table"
)

// Origin is where the value of a constant comes from.
type Origin int

// The origins.
const (
	Literature Origin = iota // a published value or range
	Fitted                   // tuned by hand until the twin showed what is named
	Free                     // chosen; nothing known speaks for or against it
	Choice                   // a setting of the simulation or of a recording, no biology
)

func (o Origin) String() string { return [...]string{"literature", "fitted", "free", "choice"}[o] }

// Source says of one constant where it comes from.
type Source struct {
	Constant string // Group.Field of Params
	Origin   Origin
	From     string
}

// Sources covers every constant, in the order of Params.
func Sources() []Source {
	out := append(wiringSources(), plasticitySources()...)
	return append(append(out, stateSources()...), readoutSources()...)
}

func wiringSources() []Source {
	return []Source{
		{"Wiring.Neurons", Choice, "size of the network"},
		{"Wiring.Assemblies", Choice, "size of the network"},
		{"Wiring.Branches", Choice, "size of the network"},
		{"Wiring.LengthUm", Choice, "a short stretch of apical tuft"},
		{"Wiring.SitesPerUm", Literature, "density over a filling fraction of 0.12 to 0.34, Stepanyants et al. 2002, doi 10.1016/S0896-6273(02)00652-9"},
		{"Wiring.OwnShare", Free, "that axons of the own assembly pass more often"},
		{"Wiring.Own", Fitted, "0.45 spines per um"},
		{"Wiring.Other", Fitted, "2-day turnover of 7 to 9 %"},
		{"Spines.HazardPerHour", Fitted, "2-day elimination of 7 to 9 %"},
		{"Spines.Maturity", Fitted, "10-day elimination of about 20 % without stress; somewhat under half of new spines elsewhere surviving four days, as in open data of mouse medial frontal cortex (0.35 to 0.70)"},
		{"Spines.Volume", Literature, "direction only: small spines are lost, Yasumatsu et al. 2008, doi 10.1523/JNEUROSCI.0603-08.2008"},
		{"Spines.Cooperation", Free, "direction only, weak"},
		{"Spines.CooperationUm", Literature, "RhoA spreads about 5 um, Murakoshi et al. 2011, doi 10.1038/nature09823"},
		{"Spines.MaturePerHour", Literature, "new spines of four days have synapses, Knott et al. 2006, doi 10.1038/nn1747"},
		{"Spines.DecayHours", Free, ""},
		{"Spines.DecayBelow", Free, ""},
		{"Spines.HalfC", Fitted, "between the correlations of the network within and across assemblies"},
		{"Spines.VolumeSD", Literature, "log-normal sizes, 0.4 to 0.8, Loewenstein et al. 2011, doi 10.1523/JNEUROSCI.6170-10.2011"},
		{"Spines.VolumeHours", Literature, "days, Yasumatsu et al. 2008"},
		{"Spines.NewVolume", Free, "young spines are small"},
		{"Spines.ConstantC", Choice, "switch of the null"},
		{"Spines.ConstantNewC", Choice, "switch of an ablation"},
		{"Spines.ConstantVolume", Choice, "switch of an ablation"},
	}
}

func plasticitySources() []Source {
	return []Source{
		{"Contagion.PerHour", Fitted, "elimination about 1.6 times that without stress"},
		{"Contagion.ReachUm", Fitted, "losses clustered within branches; below the 2 to 3.4 um of heterosynaptic shrinkage, Oh et al. 2015, Cell Reports 10"},
		{"Contagion.Hours", Free, "a day"},
		{"Contagion.Half", Free, ""},
		{"Formation.PerHour", Fitted, "2-day formation of 8 to 9 %"},
		{"Formation.Coactivity", Fitted, "restored spines outliving others"},
		{"Formation.Bouton", Fitted, "about half of new spines within 2 um of a lost place, a sixth more than chance"},
		{"Formation.BoutonHours", Literature, "boutons are steadier than spines, Majewska et al. 2006, Journal of Neuroscience 26"},
		{"Formation.Growth", Fitted, "new spines nearer each other than vacant places are"},
		{"Formation.GrowthHours", Free, ""},
		{"Formation.GrowthUm", Free, ""},
		{"Formation.JitterUm", Free, ""},
	}
}

func stateSources() []Source {
	return []Source{
		{"Stress.OnHours", Free, "days"},
		{"Stress.OffHours", Fitted, "deficits that outlast stress by days"},
		{"Stress.Elimination", Free, "0: all the loss stress brings is local"},
		{"Stress.PSDDeficit", Free, "small beside the loss of spines"},
		{"Stress.Formation", Literature, "direction: stress lowers formation, as press reports of the study say"},
		{"Stress.Direct", Choice, "switch of a rival"},
		{"Ketamine.AcuteHours", Fitted, "an effect at 3 h and little at 48 h"},
		{"Ketamine.Disinhibit", Fitted, "immobility at 3 h; mechanism of Ali et al. 2020, doi 10.1038/s41467-019-13809-8"},
		{"Ketamine.CascadeHours", Fitted, "formation at 12-24 h and not at 0-6 h"},
		{"Ketamine.Formation", Fitted, "births at 12-24 h two to three times those under vehicle"},
		{"Ketamine.Half", Fitted, "formation at 12-24 h and not at 0-6 h"},
		{"Ketamine.Hill", Fitted, "formation at 12-24 h and not at 0-6 h"},
		{"Ketamine.Recovery", Fitted, "an effect that lasts to day 5"},
		{"Light.ShrinkLog", Literature, "direction: Hayashi-Takagi et al. 2015, doi 10.1038/nature15257; size free"},
		{"Light.TagHours", Free, "a day"},
		{"Light.TagGain", Fitted, "light at 24 h taking about half of what the drug gave"},
		{"Light.UnripeShare", Fitted, "light at 24 h taking about half of what the drug gave"},
		{"Light.Untargeted", Free, ""},
		{"Coupling.Weight", Fitted, "immobility of 100 to 130 s of 240 without stress; it gives about five ensemble events a minute"},
		{"Coupling.Hours", Free, "four days"},
		{"Coupling.Seconds", Choice, "network time spent on one look"},
		{"Coupling.Frozen", Choice, "switch of an ablation"},
	}
}

func readoutSources() []Source {
	return []Source{
		{"Behaviour.AccumulatorSec", Free, ""},
		{"Behaviour.ThresholdHz", Fitted, "immobility of 100 to 130 s of 240 without stress"},
		{"Behaviour.WidthHz", Fitted, "stress adding 15 to 25 points of immobility"},
		{"Behaviour.RestPerSec", Fitted, "stress adding 15 to 25 points of immobility"},
		{"Behaviour.PullPerSec", Fitted, "stress adding 15 to 25 points of immobility"},
		{"Behaviour.DelaySec", Fitted, "a lag of about a second"},
		{"Behaviour.StopPerSec", Fitted, "immobility of 100 to 130 s of 240 without stress"},
		{"Behaviour.Tonic", Fitted, "about ten transients a minute while suspended"},
		{"Behaviour.StartFactor", Free, "mice struggle most at the start"},
		{"Behaviour.StartSec", Free, ""},
		{"Behaviour.Uncoupled", Choice, "switch of an ablation"},
		{"Sucrose.Logit", Fitted, "80 to 90 % without stress"},
		{"Sucrose.PerAnhedon", Fitted, "60 to 75 % under stress"},
		{"Sucrose.DriveHours", Free, "days"},
		{"Sucrose.Ketamine", Fitted, "most of the deficit gone at 48 h"},
		{"Sucrose.IntakeG", Literature, "4 to 6 g a day"},
		{"Sucrose.FromSpines", Choice, "switch of a rival"},
		{"PSD95.PerMaturity", Choice, "an arbitrary unit"},
		{"PSD95.NoiseLog", Free, ""},
		{"Variation.Density", Fitted, "SD 0.04 per um between mice, open data"},
		{"Variation.Turnover", Fitted, "SD 2 points of 2-day turnover between mice, open data"},
		{"Variation.Stress", Free, ""},
		{"Variation.Ketamine", Free, ""},
		{"Variation.Excitation", Free, ""},
		{"Variation.Struggle", Fitted, "SD 30 to 40 s of immobility between mice"},
		{"Variation.Sucrose", Fitted, "SD 8 to 12 points of preference between mice"},
		{"Variation.SideBias", Free, ""},
		{"Imaging.Branches", Choice, "enough for more than a hundred lost spines"},
		{"Imaging.CalciumSec", Choice, "long enough for an event rate"},
		{"Imaging.EventCells", Choice, "fixed, so that a fall of activity shows"},
		{"Imaging.SuspensionSec", Literature, "six minutes, Can et al. 2012, doi 10.3791/3769"},
		{"Imaging.ScoredSec", Literature, "the last four, Can et al. 2012"},
		{"Imaging.TransientHz", Choice, "fixed, so that a fall of activity shows"},
		{"Imaging.TransientSec", Choice, ""},
		{"Imaging.SettleHours", Choice, ""},
		{"Imaging.SpineGapUm", Free, "room for a head"},
		{"Imaging.RevisitHours", Choice, "step of slow spine variables"},
	}
}

// SourceTable returns every constant with its value in p and its source.
func SourceTable(p Params) *table.Table {
	t := table.New("constants", table.String("constant", ""), table.String("value", ""), table.String("origin", ""), table.String("source", ""))
	v := reflect.ValueOf(p)
	values := map[string]string{}
	for i := range v.NumField() {
		for j := range v.Field(i).NumField() {
			values[v.Type().Field(i).Name+"."+v.Field(i).Type().Field(j).Name] = fmt.Sprint(v.Field(i).Field(j).Interface())
		}
	}
	for _, s := range Sources() {
		t.Append(s.Constant, values[s.Constant], s.Origin.String(), s.From)
	}
	return t
}
