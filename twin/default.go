package twin

// Default returns the constants of the preset moda-sava-2019. Explain says of
// each claim what is assumed, calibrated and predicted; docs/twin.md says of
// each constant where it comes from.
func Default() Params {
	return Params{
		Wiring: Wiring{Neurons: 120, Assemblies: 4, Branches: 3, LengthUm: 40, SitesPerUm: 1.8,
			OwnShare: 0.15, Own: 0.67, Other: 0.13},
		Spines: Spines{HazardPerHour: 0.037, Maturity: 4.2, Volume: 0.8, Cooperation: 0.04, CooperationUm: 5,
			MaturePerHour: 0.45, DecayHours: 2, DecayBelow: 0.1, HalfC: 0.1, VolumeSD: 0.55, VolumeHours: 72, NewVolume: 0.1},
		Contagion: Contagion{PerHour: 0.028, ReachUm: 0.5, Hours: 24, Half: 0.4},
		Formation: Formation{PerHour: 4.1e-4, Coactivity: 3.5, Bouton: 2.5, BoutonHours: 480,
			Growth: 6, GrowthHours: 24, GrowthUm: 1.5, JitterUm: 0.3},
		Stress: Stress{OnHours: 72, OffHours: 240, Elimination: 0, PSDDeficit: 0.05, Formation: 0.3},
		Ketamine: Ketamine{AcuteHours: 14, Disinhibit: 0.5, CascadeHours: 7, Formation: 1.5, Half: 0.22, Hill: 6,
			Recovery: 0.3},
		Light:    Light{ShrinkLog: 1.5, TagHours: 24, TagGain: 0.2, UnripeShare: 0.05, Untargeted: 0.1},
		Coupling: Coupling{Weight: 37.2, Hours: 96, Seconds: 40},
		Behaviour: Behaviour{AccumulatorSec: 0.6, ThresholdHz: 3, WidthHz: 0.45, RestPerSec: 0.02, PullPerSec: 4,
			DelaySec: 1.3, StopPerSec: 0.19, Tonic: 1, StartFactor: 3, StartSec: 60},
		Sucrose:   Sucrose{Logit: 1.9, PerAnhedon: 1.2, DriveHours: 96, Ketamine: 0.06, IntakeG: 5.5},
		PSD95:     PSD95{PerMaturity: 1, NoiseLog: 0.3},
		Variation: Variation{Density: 0.1, Turnover: 0.22, Stress: 0.15, Ketamine: 0.15, Excitation: 0.035, Struggle: 0.38, Sucrose: 0.6, SideBias: 0.35},
		Imaging: Imaging{Branches: 60, CalciumSec: 600, EventCells: 1.0 / 6, SuspensionSec: 360, ScoredSec: 240,
			TransientHz: 3, TransientSec: 0.3, SettleHours: 120, SpineGapUm: 0.3, RevisitHours: 6},
	}
}
