"""The invented world is what its words say: every sheet makes sense, and every run gets the same."""

from __future__ import annotations

import subprocess
import sys
from hashlib import sha256

import msgspec

from fahuo import rulebook
from fahuo.rating import sheet_codec
from fahuo.rating.domain.sheet_check import sheet_problems
from tests.bench import world

AREAS = {code: area["country"] for code, area in rulebook.value("destinations.remote_areas", on=world.ON).items()}


def fingerprint() -> str:
    content = b"".join(map(sheet_codec.encode, world.sheets().values()))
    return sha256(content + msgspec.json.encode(world.route_requests(20), order="deterministic")).hexdigest()


def test_sizes() -> None:
    assert (len(world.CARRIERS), len(world.services()), len(world.sheets())) == (12, 84, 84)
    assert len(world.DESTINATIONS) == 240
    assert len([service for service in world.services() if service.carrier in world.contracts()]) == 35
    assert {sheet.currency for sheet in world.sheets().values()} == {"CNY", "HKD", "USD", "JPY"}
    assert all(8 <= len(sheet.tariffs) <= 40 for sheet in world.sheets().values())


def test_every_sheet_makes_sense() -> None:
    assert [problem for sheet in world.sheets().values() for problem in sheet_problems(sheet, areas=AREAS)] == []


def test_orders_are_mostly_light() -> None:
    requests = world.rate_requests(2_000)
    light = sum(request.parcel.weight_g < 500 for request in requests)
    assert 1_300 < light < 1_500
    assert all(request.country in world.DESTINATIONS for request in requests)


def test_another_process_gets_the_same() -> None:
    """Sets of words have another sequence in every process; the world must not hang on it."""
    code = "from tests.bench.test_world import fingerprint; print(fingerprint())"
    command = [sys.executable, "-c", code]
    again = subprocess.run(command, capture_output=True, text=True, check=True, env={"PYTHONHASHSEED": "7"})
    assert again.stdout.strip() == fingerprint()
