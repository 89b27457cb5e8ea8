package core

// Version is the version of Bedside that this module and this binary carry.
const Version = "0.1.0"
