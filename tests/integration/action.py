"""The action for GitHub, its steps run as the runner runs those of a composite action: `python -m tests.integration.action`."""

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from tests.cli.test_twenty import FOUND, REPOSITORY
from tests.integration.repository import ROOT, copy
from tests.render.findings.readers import READERS, commands

EXPRESSION = re.compile(r"\$\{\{\s*(.*?)\s*\}\}")
ENVIRONMENT = ("PATH", "HOME", "LANG", "PIP_INDEX_URL", "PIP_EXTRA_INDEX_URL", "PIP_FIND_LINKS", "PIP_CONFIG_FILE")


class Job(NamedTuple):
    """What a job left behind: the exit code of its first step that failed (else 0), the log, and the summary."""

    code: int
    log: str
    summary: str


class Runner:
    """A runner with a workspace, which has checked out the action next to it."""

    def __init__(self, folder: Path) -> None:
        self.action = copy(folder / "actions" / "convcalc")
        self.workspace, self.temp = folder / "workspace", folder / "temp"
        self.temp.mkdir()
        definition = yaml.safe_load((self.action / "action.yml").read_text(encoding="utf-8"))
        self.inputs: dict[str, dict[str, Any]] = definition["inputs"]
        self.steps: list[dict[str, Any]] = definition["runs"]["steps"]
        assert definition["runs"]["using"] == "composite"
        self.done: set[str] = set()
        """The steps that installed something, which the runner is spared after the first job."""

    def job(self, **given: str) -> Job:
        """Run all steps with these inputs, the others as they are by default."""
        inputs = {name: given.get(name.replace("-", "_"), what["default"]) for name, what in self.inputs.items()}
        summary = self.temp / "summary.md"
        summary.unlink(missing_ok=True)
        env = {name: os.environ[name] for name in ENVIRONMENT if name in os.environ} | {
            "GITHUB_ACTIONS": "true",
            "CI": "true",
            "GITHUB_ACTION_PATH": str(self.action),
            "GITHUB_WORKSPACE": str(self.workspace),
            "GITHUB_STEP_SUMMARY": str(summary),
            "GITHUB_PATH": str(self.temp / "path"),
            "RUNNER_TEMP": str(self.temp),
        }
        log, code = "", 0
        for step in self.steps:
            if step["name"] in self.done:
                continue
            done = self._step(step, inputs, env | {"PATH": self._path(env["PATH"])})
            if step["name"].startswith("Install"):
                self.done.add(step["name"])
            log += done.stdout
            sys.stderr.write(done.stderr)
            if code := done.returncode:
                break
        return Job(code, log, summary.read_text(encoding="utf-8") if summary.exists() else "")

    def _step(self, step: dict[str, Any], inputs: dict[str, str], env: dict[str, str]) -> subprocess.CompletedProcess[str]:
        """One step; bash is called as the documentation says that `shell: bash` is."""
        assert step["shell"] == "bash"
        assert not EXPRESSION.search(step["run"]), "an input in a command could run anything"
        own = {name: self._resolved(value, inputs) for name, value in step.get("env", {}).items()}
        folder = self.workspace / self._resolved(step.get("working-directory", "."), inputs)
        script = self.temp / "step.sh"
        script.write_text(step["run"], encoding="utf-8")
        command = ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(script)]
        return subprocess.run(command, cwd=folder, env=env | own, capture_output=True, text=True, check=False)

    def _path(self, path: str) -> str:
        """The search path with what earlier steps put before it."""
        added = self.temp / "path"
        lines = added.read_text(encoding="utf-8").splitlines() if added.exists() else []
        return os.pathsep.join([*reversed(lines), path])

    def _resolved(self, text: str, inputs: dict[str, str]) -> str:
        return EXPRESSION.sub(lambda found: inputs[found[1].removeprefix("inputs.")], text)


def must(holds: bool, job: Job) -> None:
    """End with what the job left unless it is as it should be."""
    if not holds:
        raise SystemExit(f"exit code {job.code}\n{job.log}\n{job.summary}")


def main() -> None:
    """Try it: a fine repository, one with twenty mistakes, and inputs that would like to run."""
    with tempfile.TemporaryDirectory() as temporary:
        runner = Runner(Path(temporary))
        shutil.copytree(REPOSITORY, runner.workspace)
        shutil.copytree(ROOT / "architectures", runner.workspace / "architectures")

        job = runner.job(python=sys.executable)
        must(job.code == 0 and "architectures checked" in job.log and "architectures checked" in job.summary, job)
        print("the zoo passes, with a summary")

        paths = "backbones\nheads\nmore nets\n"
        job = runner.job(python=sys.executable, paths=paths, sarif="out/find ings.sarif")
        must(job.code == 2 and "there is no folder out" not in job.log, job)
        job = runner.job(python=sys.executable, paths=paths, sarif="find ings.sarif")
        must(job.code == 1 and Counter(READERS["github"](job.log)) == FOUND, job)
        must(job.summary.count("| error |") + job.summary.count("| warning |") == sum(FOUND.values()), job)
        report = (runner.workspace / "find ings.sarif").read_text(encoding="utf-8")
        must(Counter(READERS["sarif"](report)) == FOUND and json.loads(report)["version"] == "2.1.0", job)
        print("twenty mistakes: annotations, summary and SARIF have all of them")

        job = runner.job(python=sys.executable, paths=".", working_directory="heads", args="--rounding=floor\n")
        must(job.code == 1 and {c.properties["file"].split("/")[0] for c in commands(job.log)} == {"heads"}, job)
        print("in a folder of the repository paths are still those of the repository")

        evil = "$(touch hacked)\n`touch hacked`\n; touch hacked\n\"; touch hacked; \"\n' && touch hacked '\n"
        job = runner.job(python=sys.executable, paths=evil, args="", sarif="$(touch hacked).sarif")
        must(job.code == 2, job)
        job = runner.job(python=sys.executable, args=evil)
        must(job.code == 2 and not list(runner.workspace.rglob("hacked")), job)
        print("nothing that an input says is run")


if __name__ == "__main__":
    main()
