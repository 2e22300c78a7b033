"""Labels as one PDF: drawn in portions, joined page by page, and read back from the file that is handed out."""

from __future__ import annotations

from collections.abc import Sequence

from fahuo.kit.pdf import LARGEST_BATCH, PdfUnreadable, opened
from fahuo.kit.pdf_join import Leaf, join
from fahuo.labels import carrier
from fahuo.labels.dots import Head
from fahuo.labels.fitness import problems_of
from fahuo.labels.outcome import UNREADABLE
from fahuo.labels.own_check import check_own
from fahuo.labels.render import render
from fahuo.shipments.services.drawing import Drawn, Labelling, fault_of
from fahuo.trade.label import LabelSize
from fahuo.trade.problem import Problem

CHECKED_AT_ONCE = 100  # PDFium lets nobody else in while a file is open


class Drawer:
    """Draws portion by portion; `joined` gives the whole file."""

    def __init__(self, size: LabelSize, head: Head) -> None:
        self._size, self._head = size, head
        self._files: list[bytes] = []
        self._labels: list[tuple[Labelling, list[Leaf]]] = []

    def draw(self, labels: Sequence[Labelling]) -> dict[int, Problem]:
        """Draw labels, in the sequence of the file; return why some cannot be, by shipment."""
        problems: dict[int, Problem] = {}
        leaves = self._ours(labels, problems) | self._theirs(labels, problems)
        self._labels += [(one, leaves[one.shipment_id]) for one in labels if one.shipment_id in leaves]
        return problems

    def joined(self) -> Drawn:
        """Join what was drawn and read it back; what does not pass is taken out, and the rest joined and read anew."""
        problems: dict[int, Problem] = {}
        labels = self._labels
        while labels:
            content = join(self._files, [leaf for _, leaves in labels for leaf in leaves])
            pages = _pages(labels)
            failed = self._read_back(content, [one for one, _ in labels], pages)
            if not failed:
                return Drawn(content, pages, problems)
            problems |= failed
            labels = [(one, leaves) for one, leaves in labels if one.shipment_id not in failed]
        return Drawn(problems=problems)

    def _ours(self, labels: Sequence[Labelling], problems: dict[int, Problem]) -> dict[int, list[Leaf]]:
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
        self._files.append(render([one.content for one in fit if one.content], self._size, self._head))
        source = len(self._files) - 1
        return {one.shipment_id: [Leaf(source, page)] for page, one in enumerate(fit)}

    def _theirs(self, labels: Sequence[Labelling], problems: dict[int, Problem]) -> dict[int, list[Leaf]]:
        foreign = [(one.shipment_id, one.foreign) for one in labels if one.foreign is not None]
        if not foreign:
            return {}
        normal = carrier.normalise([label for _, label in foreign], self._size, self._head)
        source, page = len(self._files), 0
        leaves: dict[int, list[Leaf]] = {}
        for (shipment_id, _), result in zip(foreign, normal.results, strict=True):
            if result.check.passed and result.pages:
                leaves[shipment_id] = [Leaf(source, page + further) for further in range(result.pages)]
            else:
                problems[shipment_id] = result.check.problem or Problem(UNREADABLE, "label")
            page += result.pages
        if normal.content:
            self._files.append(normal.content)
        return leaves

    def _read_back(
        self, content: bytes, labels: Sequence[Labelling], pages: dict[int, tuple[int, int]]
    ) -> dict[int, Problem]:
        failed: dict[int, Problem] = {}
        for start in range(0, len(labels), CHECKED_AT_ONCE):
            portion = labels[start : start + CHECKED_AT_ONCE]
            failed |= self._check_ours(content, [one for one in portion if one.content is not None], pages)
            failed |= self._check_theirs(content, [one for one in portion if one.content is None], pages)
        return failed

    def _check_ours(
        self, content: bytes, labels: Sequence[Labelling], pages: dict[int, tuple[int, int]]
    ) -> dict[int, Problem]:
        places = [pages[one.shipment_id][0] - 1 for one in labels]
        checks = check_own(content, [one.expectation for one in labels], self._size, self._head, places)
        return {
            one.shipment_id: check.problem or Problem(UNREADABLE, "label")
            for one, check in zip(labels, checks, strict=True)
            if not check.passed
        }

    def _check_theirs(
        self, content: bytes, labels: Sequence[Labelling], pages: dict[int, tuple[int, int]]
    ) -> dict[int, Problem]:
        if not labels:
            return {}
        failed: dict[int, Problem] = {}
        with opened(content, largest=LARGEST_BATCH) as file:
            for one in labels:
                first, count = pages[one.shipment_id]
                faults: list[Problem] = []
                for page in range(first - 1, first - 1 + count):
                    try:
                        fault = fault_of(file.rasterise(page, self._head.dpi), one.barcode)
                    except PdfUnreadable as error:
                        fault = Problem(UNREADABLE, "label", str(error))
                    if fault is None:
                        break
                    faults.append(fault)
                else:
                    failed[one.shipment_id] = faults[0]
        return failed


def _pages(labels: Sequence[tuple[Labelling, list[Leaf]]]) -> dict[int, tuple[int, int]]:
    pages: dict[int, tuple[int, int]] = {}
    page = 1
    for one, leaves in labels:
        pages[one.shipment_id] = (page, len(leaves))
        page += len(leaves)
    return pages
