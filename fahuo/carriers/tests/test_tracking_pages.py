"""Carriers' own pages about a parcel: data of the manifest, and nothing in a number leads anywhere else."""

from __future__ import annotations

from urllib.parse import urlsplit

import pytest

from fahuo.carriers import registry
from fahuo.carriers.capability import ManifestError, read_manifest

PAGES = {code: page for code in registry.codes() if (page := registry.manifest(code).tracking_page)}


@pytest.mark.parametrize("code", PAGES)
def test_a_page_is_the_carriers_and_says_where_it_is_known_from(code: str):
    page = PAGES[code]
    hostile = page.of("1@evil.example/../?x=#<'\"")
    assert urlsplit(hostile).netloc == urlsplit(page.url).netloc
    assert hostile.endswith("1%40evil.example%2F..%2F%3Fx%3D%23%3C%27%22")
    assert page.source
    assert page.checked_on


@pytest.mark.parametrize(
    "url", ["http://x.example/{number}", "https://x.example/", "https://x.example/{number}{number}"]
)
def test_a_pattern_that_is_none_is_refused(tmp_path, url: str):
    folder = tmp_path / "acme"
    folder.mkdir()
    (folder / "manifest.toml").write_text(
        'code = "acme"\nname_en = "A"\nname_zh = "A"\ncountries = ["CN"]\ncapabilities = []\nwebsite = ""\n'
        f'documentation = ""\nfields = []\n[base_urls]\nproduction = "https://a.x"\n[tracking_page]\nurl = "{url}"\n'
        'source = "s"\nchecked_on = "2026-11-22"\n'
    )
    with pytest.raises(ManifestError):
        read_manifest(folder)
