"""The hook for pre-commit, tried in a repository that uses it: `python -m tests.integration.pre_commit`.

A copy of this repository is where the hook comes from, another is the repository whose files are checked.
"""

import os
import subprocess
import sys
import tempfile
from pathlib import Path

from tests.integration.repository import committed, copy, git

CONFIGURATION = """\
repos:
  - repo: {source}
    rev: {rev}
    hooks:
      - id: convcalc
"""


def pre_commit(folder: Path, home: Path, *words: str) -> subprocess.CompletedProcess[str]:
    """Run pre-commit with a cache of its own."""
    env = {**os.environ, "PRE_COMMIT_HOME": str(home), "PRE_COMMIT_COLOR": "never"}
    for name in ("GITHUB_ACTIONS", "PYTHONPATH"):
        env.pop(name, None)
    command = [sys.executable, "-m", "pre_commit", *words]
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=False)


def must(holds: bool, done: subprocess.CompletedProcess[str]) -> None:
    """End with what was printed unless it is as it should be."""
    if not holds:
        raise SystemExit(f"exit code {done.returncode}\n{done.stdout}\n{done.stderr}")


def main() -> None:
    """Try it: fine files pass, a mistake is found at its place, and what is no architecture is left alone."""
    with tempfile.TemporaryDirectory() as temporary:
        work, home = Path(temporary), Path(temporary) / "home"
        source = copy(work / "source")
        rev = committed(source)
        user = copy(work / "user")
        (user / ".pre-commit-config.yaml").write_text(CONFIGURATION.format(source=source, rev=rev), encoding="utf-8")
        committed(user)

        manifest = pre_commit(source, home, "validate-manifest", ".pre-commit-hooks.yaml")
        must(manifest.returncode == 0, manifest)
        fine = pre_commit(user, home, "run", "--all-files", "--verbose")
        must(
            fine.returncode == 0 and f"{len(list(user.glob('architectures/*.yaml')))} architectures checked" in fine.stdout,
            fine,
        )
        print("the files of this repository pass")

        network = user / "architectures" / "lenet5.yaml"
        text = network.read_text(encoding="utf-8")
        network.write_text(text.replace("kernel: 5", "kernal: 5", 1), encoding="utf-8")
        line, column = next(
            (i, row.index("kernal") + 1)
            for i, row in enumerate(network.read_text(encoding="utf-8").splitlines(), 1)
            if "kernal" in row
        )
        (user / "elsewhere.yaml").write_text("layers: [relv]\n", encoding="utf-8")
        git(user, "add", "--all")
        wrong = pre_commit(user, home, "run")
        must(wrong.returncode == 1 and "error[unknown-key]" in wrong.stdout, wrong)
        must(f"architectures/lenet5.yaml:{line}:{column}" in wrong.stdout and "elsewhere.yaml" not in wrong.stdout, wrong)
        print(f"a mistake in line {line}, column {column} is found, and other YAML is left alone")


if __name__ == "__main__":
    main()
