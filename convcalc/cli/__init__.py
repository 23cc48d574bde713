"""Floor 7: the commands, one file each. The only place that prints, exits or reads the environment."""
