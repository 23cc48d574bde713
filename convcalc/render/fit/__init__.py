"""Which inputs fit, and how large a batch, for people."""
