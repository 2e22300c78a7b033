"""Labels of every kind from every carrier: what the adapter passes on is what the labels room can print."""

from __future__ import annotations

import pytest

from fahuo.carriers.emulation.faults import FaultKind
from fahuo.carriers.emulation.label_kinds import KINDS
from fahuo.carriers.tests.stage import BOOKING, Scene, booking, play
from fahuo.kit.label_bytes import sniff
from fahuo.labels.carrier import check

GOOD = sorted(kind for kind in KINDS if kind)


@pytest.mark.parametrize("kind", GOOD)
@pytest.mark.parametrize("code", BOOKING)
def test_a_label_of_this_kind_can_be_printed(code: str, kind: FaultKind) -> None:
    async def story(scene: Scene) -> None:
        scene.fail(f"{'label' if scene.emulator.labels_take_time else '*'}:{kind}:9")
        waybill = await scene.carrier.create(booking(code))
        label = waybill.label or await scene.carrier.label(waybill)
        assert label.format is sniff(label.content).format
        assert check(label.content, barcode=waybill.barcode).problem is None

    play(code, story)
