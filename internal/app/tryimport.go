package app

// TrialFolder is where an export is tried that nobody has named a configuration for.
const TrialFolder = "otklik-import"
