"""Numbers that are surely one carrier's, and those that only look like it. Samples are published ones."""

from __future__ import annotations

import pytest

from fahuo.carriers import registry
from fahuo.carriers.capability import ManifestError, read_manifest

SAMPLES = {
    "1Z999AA10123456784": ("ups",),
    "1Z999AA10123456785": (),  # another check digit
    "9205590164917312751089": ("usps",),
    "420902109205590164917312751089": ("usps",),  # as its label has it, behind the ZIP code
    "9205590164917312751088": (),
    "LX876543216US": ("usps",),
    "LX876543217US": (),
    "RR473124829GB": (),  # a postal item of a country whose post is no carrier of ours
    "YT2600512345678901": ("yunexpress", "yunexpress_oms"),
    "4PX3000000000001CN": ("fpx",),
    "794644790132": (),  # twelve digits are several carriers'
}


@pytest.mark.parametrize(("number", "owners"), SAMPLES.items())
def test_a_number_belongs_to_whom_its_form_says(number: str, owners: tuple[str, ...]) -> None:
    assert tuple(code for code in registry.codes() if registry.manifest(code).owns(number)) == owners


def test_a_form_that_cannot_be_checked_is_refused(tmp_path) -> None:
    from fahuo.carriers.tests.test_registry import MANIFEST

    folder = tmp_path / "pigeon"
    folder.mkdir()
    wrong = MANIFEST.replace("website =", "numbers = [{ pattern = 'P[0-9]{4}', check = 'coo' }]\nwebsite =")
    (folder / "manifest.toml").write_text(wrong)
    with pytest.raises(ManifestError, match="no such check digit"):
        read_manifest(folder)
