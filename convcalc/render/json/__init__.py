"""The JSON contract, version 1: what tools read. Absent means not built yet, null means unknown."""
