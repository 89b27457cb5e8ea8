package tuf

// InRollout lets tests count the clients of a share.
var InRollout = inRollout
