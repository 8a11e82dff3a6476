package config

// Files are the files that the configuration names as sources of secrets, certificates and settings: what no output may
// replace. The office's own model, which `otklik train` writes again, is not among them. Empty names are left out.
func (c *Config) Files() []string {
	named := []string{c.Store.KeyFile, c.Store.OldKeysFile, c.Backup.RecipientsFile, c.Reading.Topics,
		c.Reading.Places, c.Reading.Assistant.APIKeyFile}
	for _, e := range c.Platforms {
		named = append(named, e.CAFile)
	}
	for _, o := range c.Officials {
		for _, ch := range o.Channels {
			for _, s := range ch.secrets {
				named = append(named, *s.File)
			}
		}
	}
	for _, path := range c.deliveryPaths() {
		named = append(named, *path)
	}
	var files []string
	for _, path := range named {
		if path != "" {
			files = append(files, path)
		}
	}
	return files
}
