package release

// Tests seal many keys; none of them is worth a second.
func init() { workFactor = 10 }
