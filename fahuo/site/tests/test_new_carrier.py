"""`fahuo new-carrier`: a folder that fails until it is filled in, and needs no edit elsewhere."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from fahuo.carriers import adapters
from fahuo.carriers.capability import read_manifest
from fahuo.carriers.quality import read_quality
from fahuo.site.cli.new_carrier import command

ROOT = Path(__file__).resolve().parents[3]
ADAPTERS = Path(adapters.__path__[0])
# What somebody wrote: the parts of `pigeonpost` that the scaffold leaves open, ready to be laid over it.
WRITTEN = Path(__file__).parent / "new_carrier"
# Every process that is started with this beside it finds adapters in this folder too: nothing else tells it.
FINDS = "from fahuo.carriers import adapters\nadapters.__path__.insert(0, {place!r})\n"
SUITES = [f"fahuo/carriers/tests/test_{name}.py" for name in ("contract", "contract_extras", "registry")]


def new_carrier(*arguments: str) -> Result:
    return CliRunner().invoke(command, list(arguments))


def suites(place: Path) -> subprocess.CompletedProcess[str]:
    """Run the contract suite and the carrier's own tests, as somebody would who wrote it."""
    (place / "site").mkdir(exist_ok=True)
    (place / "site/sitecustomize.py").write_text(FINDS.format(place=str(place / "adapters")))
    path = os.pathsep.join([str(place / "site"), str(ROOT)])
    line = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", "-p", "no:xdist", "-k", "pigeonpost", "--tb=line"]
    where = ["--rootdir", str(ROOT), "-c", str(ROOT / "pyproject.toml"), *SUITES, str(place / "adapters/pigeonpost")]
    return subprocess.run(
        [*line, *where], cwd=ROOT, env={**os.environ, "PYTHONPATH": path}, capture_output=True, text=True, check=False
    )


def fill_in(folder: Path) -> None:
    for written in WRITTEN.rglob("*.txt"):
        (folder / written.relative_to(WRITTEN).with_suffix("")).write_text(written.read_text())


@pytest.mark.slow
def test_a_new_carrier_fails_until_it_is_filled_in_and_needs_no_edit_elsewhere(tmp_path: Path) -> None:
    made = new_carrier("pigeonpost", "--name", "Pigeon Post", "--name-zh", "飞鸽", "--into", str(tmp_path / "adapters"))
    assert made.exit_code == 0, made.output
    before = suites(tmp_path)
    assert before.returncode == 1, before.stdout + before.stderr
    open_parts = {
        "adapters.pigeonpost.signing: write sign()",
        "adapters.pigeonpost.mapping: write to_order()",
        "pigeonpost.tests.test_signing: write me.",
        "pigeonpost.tests.test_mapping: write me.",
        "pigeonpost.tests.test_answers: write me.",
    }
    assert {part for part in open_parts if part not in before.stdout} == set(), before.stdout
    fill_in(tmp_path / "adapters/pigeonpost")
    after = suites(tmp_path)
    assert after.returncode == 0, after.stdout + after.stderr


@pytest.mark.parametrize("code", ["ab", "a_carrier_of_20_signs"[:20]])
def test_what_is_written_is_whole_and_in_style(tmp_path: Path, code: str) -> None:
    made = new_carrier(code, "--into", str(tmp_path))
    assert made.exit_code == 0, made.output
    folder = tmp_path / code
    everywhere = set.intersection(*(set(read_quality(one)) for one in ADAPTERS.iterdir() if read_quality(one)))
    assert (read_manifest(folder).code, (tmp_path / f"{code}.md").is_file()) == (code, True)
    assert everywhere <= set(read_quality(folder)), "the rules of the ledger are the same everywhere"
    assert {grade.status for grade in read_quality(folder).values()} == {"todo"}
    needed = {"manifest.toml", "quality.toml", "services.csv", "fixtures", "tests"}
    needed |= {f"{name}.py" for name in ("signing", "wire", "client", "mapping", "tracking", "carrier", "emulator")}
    assert needed <= {path.name for path in folder.iterdir()}
    style = ["--config", str(ROOT / "pyproject.toml")]
    ours = ["--config", 'lint.isort.known-first-party=["fahuo"]', "--extend-ignore", "D103,D104"]
    for line in (["check", *style, *ours], ["format", *style, "--check"]):
        found = subprocess.run(
            [sys.executable, "-m", "ruff", *line, str(folder)], capture_output=True, text=True, check=False
        )
        assert found.returncode == 0, found.stdout + found.stderr


@pytest.mark.parametrize(
    ("code", "exit_code", "said"),
    [
        ("yanwen", 1, "There is a carrier 'yanwen' already."),
        ("Pigeon", 2, "is no code"),
        ("pigeon-post", 2, "is no code"),  # a hyphen parts a family from its member
        ("p", 2, "is no code"),
        ("1st", 2, "is no code"),
        ("class", 2, "is no code"),
        ("a" * 21, 2, "is no code"),
        ("../x", 2, "is no code"),
    ],
)
def test_a_code_that_cannot_be(tmp_path: Path, code: str, exit_code: int, said: str) -> None:
    refused = new_carrier(code, "--into", str(tmp_path))
    assert (refused.exit_code, said in refused.output) == (exit_code, True), refused.output
    assert list(tmp_path.iterdir()) == []


def test_nothing_is_written_over(tmp_path: Path) -> None:
    (tmp_path / "pigeonpost.md").write_text("mine")
    refused = new_carrier("pigeonpost", "--into", str(tmp_path))
    assert (refused.exit_code, "is there already" in refused.output) == (1, True)
    assert [path.name for path in tmp_path.iterdir()] == ["pigeonpost.md"]
    assert (tmp_path / "pigeonpost.md").read_text() == "mine"


@pytest.mark.parametrize("place", [(), ("--into", "here")])
def test_outside_a_checkout_it_says_so(place: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import fahuo

    monkeypatch.setattr(fahuo, "__file__", str(tmp_path / "site-packages/fahuo/__init__.py"))
    monkeypatch.chdir(tmp_path)
    refused = new_carrier("pigeonpost", *place)
    assert (refused.exit_code, "no checkout" in refused.output) == (1, True)
    assert list(tmp_path.iterdir()) == []
