"""Carriers are found by their folders."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from fahuo.carriers import adapters, registry
from fahuo.carriers.capability import TRAITS, Capability, ManifestError, read_manifest
from fahuo.carriers.contract import Account, Carrier
from fahuo.carriers.errors import NotAuthorised
from fahuo.carriers.service_table import ServiceTableError, read_services
from fahuo.carriers.services.lines import GatedCarrier
from fahuo.trade.label import BarSymbology

ROOT = Path(adapters.__path__[0]).parents[2]
NAMES = {Capability.PUSH: "parse_push"}


def test_every_folder_is_a_carrier() -> None:
    folders = [path.name for path in Path(adapters.__path__[0]).iterdir() if (path / "__init__.py").is_file()]
    assert registry.codes() == tuple(sorted(folders))
    assert {"yunexpress", "yanwen"} <= set(registry.codes())


def test_a_manifest_is_read_without_the_adapters_code() -> None:
    line = (
        "import sys; from fahuo.carriers import registry\n"
        "for code in registry.codes(): registry.manifest(code); registry.services(code)\n"
        "print([name for name in sys.modules if name.startswith('fahuo.carriers.adapters.')])"
    )
    said = subprocess.run([sys.executable, "-c", line], capture_output=True, text=True, check=True)
    assert said.stdout == "[]\n"


def test_an_unknown_code_says_which_are_known() -> None:
    with pytest.raises(registry.UnknownCarrier, match=r"No carrier 'pigeon'\. Known: .*yanwen, yunexpress"):
        registry.manifest("pigeon")
    with pytest.raises(registry.UnknownCarrier):
        registry.emulator("../../etc")


def test_a_new_folder_is_all_it_takes(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "pigeon"
    folder.mkdir()
    (folder / "__init__.py").touch()
    (folder / "manifest.toml").write_text(MANIFEST)
    (folder / "services.csv").write_text(SERVICES)
    (folder / "carrier.py").write_text("def open_carrier(account, client):\n    return ('pigeon', account.base_url)\n")
    monkeypatch.setattr(adapters, "__path__", [str(tmp_path), *adapters.__path__])
    registry._folders.cache_clear()
    try:
        assert "pigeon" in registry.codes()
        assert registry.manifest("pigeon").can(Capability.CREATE)
        assert [service.key for service in registry.services("pigeon")] == ["pigeon/P1"]
        account = Account("pigeon", "https://pigeon.example", {"key": "k"})
        assert registry.open_carrier(account, httpx.AsyncClient()) == ("pigeon", "https://pigeon.example")
    finally:
        registry._folders.cache_clear()
        sys.modules.pop("fahuo.carriers.adapters.pigeon.carrier", None)


@pytest.mark.parametrize(
    ("credentials", "base_url", "emulated", "message"),
    [
        ({"app_id": "a", "app_secret": ""}, "https://x.example", False, "lacks: app_secret, source_key"),
        ({"app_id": "a", "app_secret": "b", "source_key": "c"}, "http://x.example", False, "must use an https://"),
    ],
)
def test_an_account_that_cannot_work_is_not_opened(
    credentials: dict[str, str], base_url: str, emulated: bool, message: str
) -> None:
    account = Account("yunexpress", base_url, credentials, emulated=emulated)
    with pytest.raises(NotAuthorised, match=message):
        registry.open_carrier(account, httpx.AsyncClient())


def test_an_account_does_not_show_its_credentials() -> None:
    assert "s3cret" not in repr(Account("yunexpress", "https://x.example", {"app_secret": "s3cret"}))


@pytest.mark.parametrize("code", registry.codes())
def test_a_manifest_promises_what_the_adapter_can(code: str) -> None:
    page = registry.manifest(code)
    account = Account(code, page.base_urls.get("production", "https://forwarder.example"), page.demo_credentials)
    carrier = registry.open_carrier(account, httpx.AsyncClient())
    methods = {
        capability: NAMES.get(capability, capability.value) for capability in Capability if capability not in TRAITS
    }
    able = {capability for capability, method in methods.items() if _overrides(carrier, method)}
    assert page.capabilities - TRAITS == able
    assert all(url.startswith("https://") for name, url in page.base_urls.items() if name in ("production", "sandbox"))
    assert page.family is not bool(page.base_urls)
    assert page.name_zh


def test_every_call_of_the_contract_passes_the_gate() -> None:
    """What the gate does not know would be said to be unsupported, for every carrier."""
    methods = {NAMES.get(one, one.value) for one in Capability if one not in TRAITS}
    assert {method for method in methods if getattr(GatedCarrier, method) is getattr(Carrier, method)} == set()


def _overrides(carrier: Carrier, method: str) -> bool:
    return getattr(type(carrier), method) is not getattr(Carrier, method)


@pytest.mark.parametrize("code", registry.codes())
def test_services_carry_their_carrier_and_say_they_are_samples(code: str) -> None:
    services, page = registry.services(code), registry.manifest(code)
    assert {service.carrier for service in services} <= {code}
    assert bool(services) is (page.can(Capability.CREATE) and not page.family), "whoever books has services"
    if not services:
        return
    assert any(service.ddp for service in services) is page.can(Capability.DDP)
    head = (Path(adapters.__path__[0]) / code / "services.csv").read_text().splitlines()[0]
    assert head.startswith("# SAMPLES, unverified")


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (("name_zh", "name_cn"), "name_zh is missing"),
        (('"create"', '"fly"'), "'fly' is not a valid Capability"),
        (('code = "pigeon"', 'code = "dove"'), "code is 'dove', the folder is 'pigeon'"),
        (('demo = "demo"', ""), "demo"),
        (('production = "https://pigeon.example"', ""), "base_urls lacks production"),
        (("[base_urls]", "[base_urls"), "manifest.toml"),
        (('code = "pigeon"', 'code = "pigeon"\nsymbology = "MORSE"'), "'MORSE' is not a valid BarSymbology"),
    ],
)
def test_a_bad_manifest_is_named(tmp_path: Path, change: tuple[str, str], message: str) -> None:
    folder = tmp_path / "pigeon"
    folder.mkdir()
    (folder / "manifest.toml").write_text(MANIFEST.replace(*change))
    with pytest.raises(ManifestError, match=message):
        read_manifest(folder)


def test_bars_are_code_128_unless_the_carrier_says_otherwise(tmp_path: Path) -> None:
    folder = tmp_path / "pigeon"
    folder.mkdir()
    (folder / "manifest.toml").write_text(MANIFEST)
    assert read_manifest(folder).symbology is BarSymbology.CODE128
    (folder / "manifest.toml").write_text('symbology = "ITF"\n' + MANIFEST)
    assert read_manifest(folder).symbology is BarSymbology.ITF


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ("P1,a,b,WARP,1,1,1,8000,GENERAL,,,1,2", "'P1'.*WARP"),
        ("P1,a,b,ECONOMY,1.5,1,1,8000,GENERAL,,,1,2", "'P1'.*1.5"),
        ("P1,a,b,ECONOMY,1,1,1,8000,GAS,,,1,2", "'P1'.*GAS"),
        ("P1,a,b,ECONOMY,1", "'P1'"),
        ("P1,a,b,ECONOMY,1,1,1,8000,GENERAL,,,1,2\n" * 2, "'P1' stands there twice"),
    ],
)
def test_a_bad_service_is_named(tmp_path: Path, rows: str, message: str) -> None:
    path = tmp_path / "services.csv"
    path.write_text(f"{SERVICES.splitlines()[0]}\n{rows}\n")
    with pytest.raises(ServiceTableError, match=message):
        read_services(path, "pigeon")


def test_nothing_outside_its_folder_names_a_carrier() -> None:
    """A name in the code would be a second place to change when a carrier comes or goes."""
    culprits = []
    for path in sorted((ROOT / "fahuo").rglob("*.py")):
        if {"tests", "migrations"} & set(path.parts) or path.is_relative_to(adapters.__path__[0]):
            continue
        for node in ast.walk(ast.parse(path.read_text())):
            words = " ".join(str(value) for _, value in ast.iter_fields(node) if isinstance(value, str)).lower()
            if not _is_docstring(node) and any(re.search(rf"(?<![\w-]){code}\b", words) for code in registry.codes()):
                culprits.append(f"{path.relative_to(ROOT)}:{getattr(node, 'lineno', 0)}: {words[:60]}")
    assert not culprits, "\n".join(culprits)


def _is_docstring(node: ast.AST) -> bool:
    """A docstring may give an example; ast sees it as a constant of more than one line or ending in a stop."""
    return isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.rstrip().endswith(".")


MANIFEST = """
code = "pigeon"
name_en = "Pigeon Post"
name_zh = "飞鸽"
countries = ["CN"]
capabilities = ["create"]
website = "https://pigeon.example"
documentation = "https://pigeon.example/docs"
[base_urls]
production = "https://pigeon.example"
[[fields]]
key = "key"
label_en = "Key"
label_zh = "密钥"
secret = true
demo = "demo"
"""
SERVICES = """\
code,name_en,name_zh,level,max_weight_g,max_side_mm,max_girth_mm,volumetric_divisor,cargo,ddp,eori,days_min,days_max
P1,Pigeon,鸽子,ECONOMY,100,,,8000,GENERAL,,,1,2
"""
