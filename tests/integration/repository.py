"""Copies of this repository to try things on."""

import shutil
import subprocess
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
NOT_OURS = shutil.ignore_patterns(".git", ".venv", "__pycache__", ".*_cache", ".hypothesis", "build", "dist", "*.egg-info")


def copy(folder: Path) -> Path:
    """The files of this repository, without what tools leave in it."""
    shutil.copytree(ROOT, folder, ignore=NOT_OURS)
    return folder


def git(folder: Path, *words: str) -> str:
    """What a command of git prints; raises CalledProcessError if it fails."""
    identity = ["-c", "user.name=test", "-c", "user.email=test@localhost", "-c", "init.defaultBranch=main"]
    done = subprocess.run(["git", *identity, *words], cwd=folder, check=True, capture_output=True, text=True)
    return done.stdout.strip()


def committed(folder: Path) -> str:
    """Make the folder a repository with one commit, and give its name."""
    git(folder, "init", "--quiet")
    git(folder, "add", "--all", "--force")
    git(folder, "commit", "--quiet", "--no-verify", "--message", "Everything")
    return git(folder, "rev-parse", "HEAD")
