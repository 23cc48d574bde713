"""Sphinx: how the documentation is built."""

import tomllib
from pathlib import Path

import convcalc

_project = tomllib.loads((Path(__file__).parent.parent / "pyproject.toml").read_text(encoding="utf-8"))["project"]

project = _project["name"]
release = version = convcalc.__version__
author = "The convcalc authors"
copyright = f"2026, {author}"
extensions = ["myst_parser"]
exclude_patterns = ["_build", "decisions/README.md"]
html_theme = "furo"
html_title = "convcalc"
myst_heading_anchors = 3
suppress_warnings = ["misc.highlighting_failure"]
