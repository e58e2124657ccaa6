package twin

// Params are the constants of the model, grouped by idea. Rates are per hour,
// lengths um, times hours unless a name says otherwise. The zero Params means
// Default(); a Params with anything set is taken literally, so that an ablation
// can set a constant to zero. Explain says where each value comes from.
type Params struct {
	Wiring    Wiring
	Spines    Spines
	Contagion Contagion
	Formation Formation
	Stress    Stress
	Ketamine  Ketamine
	Light     Light
	Coupling  Coupling
	Behaviour Behaviour
	Sucrose   Sucrose
	PSD95     PSD95
	Variation Variation
	Imaging   Imaging
}

// Wiring is the cortex before anything happens: where axons pass dendrites, and
// which of those places carry a spine.
type Wiring struct {
	Neurons    int     // excitatory cells
	Assemblies int     // groups of cells that fire together
	Branches   int     // per cell
	LengthUm   float64 // of a branch
	SitesPerUm float64 // places where a spine could reach a bouton (potential synapses)
	OwnShare   float64 // of the sites are with an axon of the own assembly by design; the rest with any axon
	Own, Other float64 // share of sites occupied at the start, by assembly of the axon
}

// Spines is how a spine grows, matures and is lost without stress or drug.
type Spines struct {
	HazardPerHour  float64 // h0, of an unripe, lonely spine of mean size
	Maturity       float64 // b_m, drop of the log-hazard with maturity 0 to 1
	Volume         float64 // b_v, drop of the log-hazard per unit of log-volume
	Cooperation    float64 // b_c, drop of the log-hazard per ripe neighbour
	CooperationUm  float64 // lambda, reach of the cooperation
	MaturePerHour  float64 // k_m, at co-activity 1
	DecayHours     float64 // tau_m of the loss of maturity below DecayBelow; 0 for none
	DecayBelow     float64 // c*, co-activity drive below which maturity is lost
	HalfC          float64 // correlation at which the co-activity drive c is half: c = r²/(r² + half²)
	VolumeSD       float64 // of log-volume
	VolumeHours    float64 // relaxation of log-volume
	NewVolume      float64 // mean log-volume at birth
	ConstantC      float64 // when above 0, the co-activity drive of every pair of cells
	ConstantNewC   float64 // the same, of the spines born since the first hour alone
	ConstantVolume bool    // sizes stay at their mean
}

// Contagion is the local signal a lost spine leaves behind, which under stress
// raises the hazard of its neighbours.
type Contagion struct {
	PerHour float64 // r_q: the most it adds to the hazard of a neighbour at full stress
	ReachUm float64 // l_q
	Hours   float64 // tau_q
	Half    float64 // the field at which half of that is reached
}

// Formation is how new spines come.
type Formation struct {
	PerHour     float64 // k_f per vacant site
	Coactivity  float64 // a_c
	Bouton      float64 // R_b: how much likelier a bouton without spine is to get one than a passing axon. 1 forgets, but among few contacts a lost one is met again; 0 never meets it
	BoutonHours float64 // how long a bouton outlives its spine
	Growth      float64 // a_g: formation among young neighbours is at most 1 + a_g times what it is alone
	GrowthHours float64 // tau_g
	GrowthUm    float64 // reach
	JitterUm    float64 // SD of where a spine leaves the shaft, about its bouton
}

// Stress is what chronic corticosterone or restraint does to spines.
type Stress struct {
	OnHours, OffHours float64
	Elimination       float64 // a_S
	PSDDeficit        float64 // b_S
	Formation         float64 // drop of formation at full stress
	Direct            float64 // of inhibition in the network; 0 in the study's reading
}

// Ketamine is the acute circuit state and the slow plasticity cascade.
type Ketamine struct {
	AcuteHours   float64 // tau_A
	Disinhibit   float64 // a_A, dendritic disinhibition at the full acute state
	CascadeHours float64 // tau_B of each of three stages
	Formation    float64 // a_B: at the full cascade formation is 1 + a_B times what it is without
	Half, Hill   float64 // of the cascade's action
	Recovery     float64 // k_BS: loss of stress per hour and unit of cascade
}

// Light is what photoactivation does.
type Light struct {
	ShrinkLog   float64 // taken off log-volume of the spines it reaches
	TagHours    float64 // spines born or ripened since then carry AS-PaRAC1
	TagGain     float64 // maturity gained in that time that counts as potentiated
	UnripeShare float64 // of its maturity a shrunken spine keeps
	Untargeted  float64 // share of all spines an untargeted probe reaches
}

// Coupling ties spines to the network and back.
type Coupling struct {
	Weight  float64 // of own-assembly spines per cell at the start, to which the network scales its synapses once, before the study, as cells keep their drive (Turrigiano 2008, doi 10.1016/j.cell.2008.10.008)
	Hours   float64 // over which structure averages co-activity
	Seconds float64 // of network time in each look at co-activity; 0 never looks: cells of one assembly are taken to be co-active
	Frozen  bool    // the network keeps the weights it had in the first hour
}

// Behaviour turns population activity into struggles.
type Behaviour struct {
	AccumulatorSec float64 // of population activity
	ThresholdHz    float64 // half-way point of the accumulator's pull
	WidthHz        float64
	RestPerSec     float64 // hazard of struggling at rest
	PullPerSec     float64 // added by a full accumulator
	DelaySec       float64 // from decision to movement
	StopPerSec     float64 // hazard of stopping
	Tonic          float64 // drive of the network while suspended
	StartFactor    float64 // hazard of struggling at the start, over the later one
	StartSec       float64 // how fast that wears off
	Uncoupled      bool    // the accumulator does not see the network
}

// Sucrose is the separate slow state that sucrose preference is read from.
type Sucrose struct {
	Logit      float64 // of preference without stress
	PerAnhedon float64 // drop of the logit at full anhedonia
	DriveHours float64 // from stress to anhedonia
	Ketamine   float64 // recovery per hour in the acute state
	IntakeG    float64 // drunk per day
	FromSpines float64 // when above 0, the logit falls by this times the share lost of the most ensemble weight there was, and the slow state is not read
}

// PSD95 is what a puncta measurement sees of a spine's density.
type PSD95 struct {
	PerMaturity float64 // intensity per unit of maturity and volume
	NoiseLog    float64 // SD of its logarithm between spines
}

// Variation is the spread between mice, mostly standard deviations of
// logarithms.
type Variation struct {
	Density    float64 // of occupied sites and formation together
	Turnover   float64 // of hazard and formation together
	Stress     float64 // of a_S and b_S
	Ketamine   float64 // of a_A and a_B
	Excitation float64 // of Coupling.Weight
	Struggle   float64 // of the hazards of struggling and stopping
	Sucrose    float64 // SD of the logit itself
	SideBias   float64 // SD of the logit between the two sides of a cage
}

// Imaging is what the microscope is pointed at.
type Imaging struct {
	Branches      int     // followed over days
	CalciumSec    float64 // length of a calcium movie
	EventCells    float64 // share of cells that must be active together
	SuspensionSec float64 // length of the tail suspension test
	ScoredSec     float64 // scored at its end
	TransientHz   float64 // population rate, smoothed, above which photometry shows a transient
	TransientSec  float64 // smoothing
	SettleHours   float64 // simulated before the first event of a protocol
	SpineGapUm    float64 // no spine forms nearer than this to one on its side
	RevisitHours  int     // how often a spine's maturity, size and hazard are worked out anew
}
