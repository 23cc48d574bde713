"""The wheel carries the zoo: built from the project, unpacked elsewhere, it knows its networks."""

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with what the wheel holds."""
    folder = tmp_path_factory.mktemp("wheel")
    project = folder / "project"
    project.mkdir()
    for name in ("convcalc", "architectures"):
        shutil.copytree(ROOT / name, project / name, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, project / name)
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=project, check=True, capture_output=True)
    (wheel,) = folder.glob("convcalc-*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    shutil.rmtree(project)
    return folder / "site"


def test_the_zoo_travels_inside(unpacked: Path, tmp_path: Path) -> None:
    code = "import convcalc; print(convcalc.__file__); print(convcalc.analyze('alexnet').totals.params)"
    env = {**os.environ, "PYTHONPATH": str(unpacked)}
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, env=env, capture_output=True, text=True, check=True)
    file, params = done.stdout.split()
    assert Path(file).is_relative_to(unpacked)
    assert params == "60965224"


def test_it_says_that_it_is_typed_and_licensed(unpacked: Path) -> None:
    assert (unpacked / "convcalc" / "py.typed").exists()
    assert list(unpacked.glob("convcalc-*.dist-info/licenses/LICENSE"))
