"""Direction is checked, not agreed: import-linter runs here, and each contract is shown to catch its violation."""

from __future__ import annotations

import ast
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.architecture.sources import PACKAGE, ROOT, Source, called, product

CONTRACTS = ROOT / ".importlinter"
LINT = "from importlinter.cli import lint_imports_command; lint_imports_command()"

# What nobody may write, the module that tries it, and the contract that must notice.
VIOLATIONS = {
    "Rooms import downwards only": ("kit/stray_rooms.py", "import fahuo.orders.models"),
    "Inside a feature: edges, services, queries, models, domain": (
        "orders/services/stray_feature.py",
        "import fahuo.orders.web",
    ),
    "Words and rules know no tool": ("trade/stray_words.py", "import httpx"),
    "Decisions know no tool: no database, no network, no clock": (
        "orders/domain/stray_domain.py",
        "import fahuo.kit.clock",
    ),
    "Whoever talks to the outside, and whoever draws, knows no database": (
        "labels/stray_database.py",
        "import fahuo.shipments.models",
    ),
    "Carriers are independent of each other": (
        "carriers/adapters/stray/carrier.py",
        "import fahuo.carriers.adapters.neighbour.carrier",
    ),
    "Platforms are independent of each other": (
        "platforms/adapters/stray/mapping.py",
        "import fahuo.platforms.adapters.neighbour.mapping",
    ),
    "Only the registry reaches into a carrier's folder": (
        "shipments/services/stray_carrier_door.py",
        "import fahuo.carriers.adapters.neighbour.carrier",
    ),
    "Only the registry reaches into a platform's folder": (
        "orders/services/stray_platform_door.py",
        "import fahuo.platforms.adapters.neighbour.mapping",
    ),
    "The product never imports its tests": ("goods/stray_tests.py", "import tests.fixtures.people"),
    "No cycles between neighbours, at any depth": ("trade/stray_cycle_a.py", "import fahuo.trade.stray_cycle_b"),
}
BYSTANDERS = {
    "carriers/adapters/neighbour/carrier.py": "",
    "platforms/adapters/neighbour/mapping.py": "",
    "trade/stray_cycle_b.py": "import fahuo.trade.stray_cycle_a",
}
# Modules that import by name, each to keep a registry of folders or a quick start; nobody else may.
IMPORTERS_BY_NAME = {
    "fahuo/carriers/registry.py",
    "fahuo/platforms/registry.py",
    "fahuo/site/cli/lazy_group.py",
}


def test_the_contracts_are_kept() -> None:
    result = _lint(ROOT)
    assert result.returncode == 0, f"\n{result.stdout}{result.stderr}"


@pytest.fixture(scope="module")
def broken_copy(tmp_path_factory: pytest.TempPathFactory) -> subprocess.CompletedProcess[str]:
    """The linter's answer to a copy of the product with one illegal import per contract."""
    root = tmp_path_factory.mktemp("broken")
    shutil.copytree(PACKAGE, root / "fahuo", ignore=lambda folder, names: _not_code(Path(folder), names))
    shutil.copy(CONTRACTS, root)
    for path, line in [*VIOLATIONS.values(), *BYSTANDERS.items()]:
        _write(root / "fahuo", path, line)
    _write(root, "tests/fixtures/people.py", "")
    (root / "fahuo/platforms/registry.py").touch()
    return _lint(root)


@pytest.mark.parametrize("contract", sorted(VIOLATIONS))
def test_a_contract_catches_its_violation(contract: str, broken_copy: subprocess.CompletedProcess[str]) -> None:
    path, line = VIOLATIONS[contract]
    assert broken_copy.returncode == 1, broken_copy.stderr
    verdicts, _, details = broken_copy.stdout.partition("Broken contracts")
    assert f"{contract} BROKEN" in " ".join(verdicts.split())
    section = re.split(r"-{10,}", details.partition(contract)[2])[1]
    # The chain of imports may be cut short in the report; the file that strayed is always named.
    assert Path(path).stem in section or line.split(".")[-1] in section


def test_every_contract_has_a_violation_here() -> None:
    names = [line.partition("=")[2].strip() for line in CONTRACTS.read_text().splitlines() if line.startswith("name =")]
    assert sorted(names) == sorted(VIOLATIONS)


def test_nobody_imports_by_name_behind_the_linters_back() -> None:
    culprits = [
        source.at(node)
        for source in product()
        if source.name not in IMPORTERS_BY_NAME
        for node in ast.walk(source.tree)
        if called(node) in {"importlib.import_module", "import_module", "__import__"}
    ]
    assert not culprits, "imports by name: " + ", ".join(culprits)


def test_the_product_does_not_import_tests_beside_it() -> None:
    culprits = [
        source.at(node) for source in product() for node, name in _imports(source) if "tests" in name.split(".")
    ]
    assert not culprits, "the product imports tests: " + ", ".join(culprits)


def _imports(source: Source) -> list[tuple[ast.AST, str]]:
    found: list[tuple[ast.AST, str]] = []
    for node in ast.walk(source.tree):
        if isinstance(node, ast.Import):
            found += [(node, alias.name) for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            found += [(node, f"{node.module}.{alias.name}") for alias in node.names]
    return found


def _lint(root: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", LINT, "--no-logo", "--no-cache"]
    environment = {**os.environ, "PYTHONPATH": str(root), "COLUMNS": "200"}
    return subprocess.run(command, cwd=root, env=environment, capture_output=True, text=True, check=False)


def _not_code(folder: Path, names: list[str]) -> list[str]:
    return [name for name in names if not (name.endswith(".py") or (folder / name).is_dir()) or name == "__pycache__"]


def _write(root: Path, path: str, line: str) -> None:
    target = root / path
    target.parent.mkdir(parents=True, exist_ok=True)
    for folder in target.parents:
        if folder == root:
            break
        (folder / "__init__.py").touch()
    target.write_text(line + "\n")
