package headless

// Built returns the module and the pack that TestMain made.
func Built() (module, pack []byte) { return shipped, basePack }
