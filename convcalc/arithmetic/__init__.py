"""Floor 1: the window, volumes, and the numbers that formulas can be read with. Knows no files and no layers."""
