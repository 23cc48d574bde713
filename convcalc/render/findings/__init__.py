"""The formats of a check: one file a format, a row each in `formats.py`."""
