"""Floor 4: what follows from an architecture, as data: volumes, counts, fits, and which windows would fit."""
