package spine

// remove
func (t *Tracker) SetPresence(p PresenceParams) { t.params.Presence = p }

var labNoErr bool

func (t *Tracker) NoErr(b bool) { labNoErr = b }
