package app

// Municipalities are those that a digest may name: of the officials, the office's own file and the registers.
func (s *Service) Municipalities() []string {
	var names []string
	for _, official := range s.Config.Officials {
		if official.Municipality != "" {
			names = append(names, official.Municipality)
		}
	}
	return append(names, s.Reader.Municipalities()...)
}
