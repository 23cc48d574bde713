"""The tree that a network is evaluated to: its nodes, what is counted of them, their paths, and how one goes through it."""
