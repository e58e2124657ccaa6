package twin

// Default returns the constants of the preset moda-sava-2019. Explain says of
// each claim what is assumed, calibrated and predicted; docs/twin.md says of
// each constant where it comes from.
func Default() Params {
	return Params{
		Wiring: Wiring{Neurons: 120, Assemblies: 4, Branches: 3, LengthUm: 40, SitesPerUm: 1.8,
			OwnShare: 0.15, Own: 0.60, Other: 0.075},
		Spines: Spines{HazardPerHour: 0.018, Maturity: 4, Volume: 0.8, Cooperation: 0.04, CooperationUm: 5,
			MaturePerHour: 0.25, DecayHours: 4, DecayBelow: 0.2, HalfC: 0.1, VolumeSD: 0.55, VolumeHours: 72, NewVolume: -0.25},
		Contagion: Contagion{PerHour: 0.024, ReachUm: 0.8, Hours: 24, Half: 0.5},
		Formation: Formation{PerHour: 4.5e-4, Coactivity: 0.5, Bouton: 7, BoutonHours: 480,
			Growth: 3, GrowthHours: 10, GrowthUm: 2, JitterUm: 0.3},
		Stress: Stress{OnHours: 72, OffHours: 240, Elimination: 0, PSDDeficit: 0.08, Formation: 0.3},
		Ketamine: Ketamine{AcuteHours: 14, Disinhibit: 0.5, CascadeHours: 6.5, Formation: 5, Half: 0.22, Hill: 4,
			Recovery: 0.2},
		Light:    Light{ShrinkLog: 1.5, TagHours: 36, TagGain: 0.3, UnripeShare: 0.3, Untargeted: 0.1},
		Coupling: Coupling{Weight: 40, Hours: 36, Seconds: 60},
		Behaviour: Behaviour{AccumulatorSec: 0.6, ThresholdHz: 2.5, WidthHz: 0.5, RestPerSec: 0.04, PullPerSec: 1.5,
			DelaySec: 1.1, StopPerSec: 0.23, Tonic: 1, StartFactor: 3, StartSec: 60},
		Sucrose:   Sucrose{Logit: 1.7, PerAnhedon: 1.1, DriveHours: 96, Ketamine: 0.06, IntakeG: 5.5},
		PSD95:     PSD95{PerMaturity: 1, NoiseLog: 0.3},
		Variation: Variation{Density: 0.09, Turnover: 0.15, Stress: 0.15, Ketamine: 0.15, Excitation: 0.04, Struggle: 0.25, Sucrose: 0.4, SideBias: 0.35},
		Imaging: Imaging{Branches: 60, CalciumSec: 600, EventCells: 1.0 / 6, SuspensionSec: 360, ScoredSec: 240,
			TransientHz: 3, TransientSec: 0.3, SettleHours: 120, SpineGapUm: 0.3, RevisitHours: 4},
	}
}
