"""Labels as ZPL, each shipment's bytes apart so that a printer is given one after the other; read back from them."""

from __future__ import annotations

from collections.abc import Sequence

from fahuo.labels import carrier, zpl
from fahuo.labels.dots import Head
from fahuo.labels.fitness import problems_of
from fahuo.labels.outcome import UNREADABLE
from fahuo.shipments.services.drawing import Drawn, Labelling, fault_of
from fahuo.trade.label import LabelSize
from fahuo.trade.problem import Problem


class Drawer:
    """Draws portion by portion; every label is read back from the bytes that are sent."""

    def __init__(self, size: LabelSize, head: Head) -> None:
        self._size, self._head = size, head
        self._labels: list[tuple[int, bytes, int]] = []  # shipment, its bytes, its formats

    def draw(self, labels: Sequence[Labelling]) -> dict[int, Problem]:
        """Draw labels, in the sequence of the file; return why some cannot be, by shipment."""
        problems: dict[int, Problem] = {}
        written = self._ours(labels, problems) | self._theirs(labels, problems)
        for one in labels:
            if one.shipment_id in written:
                content = written[one.shipment_id]
                self._labels.append((one.shipment_id, content, content.count(b"^XA")))
        return problems

    def joined(self) -> Drawn:
        """Return the labels one after the other."""
        pages: dict[int, tuple[int, int]] = {}
        page = 1
        for shipment_id, _, formats in self._labels:
            pages[shipment_id] = (page, formats)
            page += formats
        content = b"".join(content for _, content, _ in self._labels)
        return Drawn(content, pages, lengths=tuple(len(content) for _, content, _ in self._labels))

    def _ours(self, labels: Sequence[Labelling], problems: dict[int, Problem]) -> dict[int, bytes]:
        fit: list[Labelling] = []
        for one in labels:
            if one.content is None:
                continue
            if unfit := problems_of(one.content, self._size, self._head):
                problems[one.shipment_id] = unfit[0]
            else:
                fit.append(one)
        if not fit:
            return {}
        written = zpl.write([one.content for one in fit if one.content], self._size, self._head)
        checks = zpl.check(b"".join(written), [one.expectation for one in fit], self._size, self._head)
        good: dict[int, bytes] = {}
        for one, content, check in zip(fit, written, checks, strict=True):
            if check.passed:
                good[one.shipment_id] = content
            else:
                problems[one.shipment_id] = check.problem or Problem(UNREADABLE, "label")
        return good

    def _theirs(self, labels: Sequence[Labelling], problems: dict[int, Problem]) -> dict[int, bytes]:
        foreign = [one for one in labels if one.foreign is not None]
        if not foreign:
            return {}
        written = carrier.as_zpl([one.foreign for one in foreign if one.foreign], self._size, self._head)
        good: dict[int, bytes] = {}
        for one, content in zip(foreign, written, strict=True):
            problem = content if isinstance(content, Problem) else self._fault(content, one.barcode)
            if isinstance(content, bytes) and problem is None:
                good[one.shipment_id] = content
            elif problem is not None:
                problems[one.shipment_id] = problem
        return good

    def _fault(self, content: bytes, number: str) -> Problem | None:
        try:
            faults = [fault_of(image, number) for image in zpl.draw(content, self._head)]
        except zpl.ZplUnreadable as error:
            return Problem(UNREADABLE, "label", str(error)[:80])
        return None if None in faults else next(iter(faults), Problem(UNREADABLE, "label", "no label"))
