"""From labels as they came to one file: planned one by one, drawn together, and every label read back from the file.

One bad label never stops the others: it has no page in the file and says why.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fahuo.kit.pdf import PdfFile, PdfUnreadable, merge, opened
from fahuo.kit.pdf_pages import Stamp, StampUnreadable, compose
from fahuo.labels.carrier import pick_line
from fahuo.labels.carrier.foreign import Foreign, Normalised, NormalLabel
from fahuo.labels.carrier.overlay import overlay
from fahuo.labels.carrier.pick_line import Strip
from fahuo.labels.carrier.placing import Place, place
from fahuo.labels.carrier.read_back import Expected, check_seen, expected_of, read_back
from fahuo.labels.carrier.regions import Region, regions
from fahuo.labels.carrier.source import Source, Unprintable, source_of
from fahuo.labels.carrier.view import SeenCode, View, look
from fahuo.labels.dots import Head
from fahuo.labels.outcome import CODE_NOT_FOUND, EMPTY, TOO_MANY_PAGES, UNREADABLE, WRONG_NUMBER, LabelCheck, failed
from fahuo.trade.label import LabelSize
from fahuo.trade.problem import Problem

# The label and up to three pages of customs form behind it; a file with more holds something else.
MAX_PAGES = 4
# A page costs more the more pages are in the file already; so few at once that this does not matter.
PAGES_AT_ONCE = 12
# Of our own files, unlike of carriers', we know what is in them: a thousand pictures take some hundred megabytes.
LARGEST_FILE = 2**31


@dataclass(frozen=True, slots=True)
class Plan:
    """How one label will be drawn: a stamp for each page, and what to look for on the page with the number."""

    stamps: tuple[Stamp, ...]
    numbered: int
    expected: Expected
    decoded: tuple[str, ...]
    strip: Strip | None
    line_left_off: bool
    # The code as it was seen; None when the label will be printed smaller or turned.
    unchanged: SeenCode | None


def normalise(
    labels: Sequence[Foreign], size: LabelSize = LabelSize.MM_100X150, head: Head = Head.DPI_203
) -> Normalised:
    """Put labels of any kind onto pages of exactly this size, in one PDF in sequence, and read each back from it.

    A label that does not pass has no page and its problem; the number of results is always that of labels.
    """
    plans: list[Plan | LabelCheck] = [planned(label, size, head) for label in labels]
    while True:
        content, checks = _drawn_and_read_back(labels, plans, size, head)
        if all(check.passed for check in checks if check):
            return Normalised(content, tuple(_result(plan, check) for plan, check in zip(plans, checks, strict=True)))
        # Drawn anew without those that failed, so that nothing of them is left in the file.
        plans = [plan if check is None or check.passed else check for plan, check in zip(plans, checks, strict=True)]


def check(
    content: bytes, *, barcode: str, size: LabelSize = LabelSize.MM_100X150, head: Head = Head.DPI_203
) -> LabelCheck:
    """Tell whether a carrier's label, as it came, can be normalised and then reads as `barcode`.

    Blanks in the number do not count. Code 128, QR, Data Matrix and PDF417 are read, lying or standing.
    """
    label = Foreign(content, barcode)
    plan, views = _planned(label, size, head)
    if isinstance(plan, LabelCheck):
        return plan
    if plan.unchanged is not None and head is Head.DPI_203:
        seen = views[plan.stamps[plan.numbered].page].image
        if check_seen(seen, plan.unchanged).passed:
            return LabelCheck(passed=True, decoded=plan.decoded)
    return normalise([label], size, head).results[0].check


def planned(label: Foreign, size: LabelSize, head: Head) -> Plan | LabelCheck:
    """Decide how one label is drawn, or say why it cannot be."""
    return _planned(label, size, head)[0]


def _planned(label: Foreign, size: LabelSize, head: Head) -> tuple[Plan | LabelCheck, Sequence[View]]:
    """Return the plan with what was seen, which is too large to be kept for a batch."""
    try:
        source = source_of(label.content)
        with opened(source.pdf) as file:
            views = _views(file, source, label)
        return _plan(source, views, label, size, head), views
    except Unprintable as error:
        return LabelCheck(passed=False, problem=error.problem), ()
    except PdfUnreadable as error:
        return failed(UNREADABLE, detail=str(error)), ()


def _views(file: PdfFile, source: Source, label: Foreign) -> list[View]:
    if file.page_count > 2 * MAX_PAGES:
        raise Unprintable(Problem(TOO_MANY_PAGES, "label", str(file.page_count)))
    views: list[View] = []
    for page in range(file.page_count):
        is_found = any(code.says(label.barcode) for view in views for code in view.codes)
        wanted = "" if is_found else label.barcode
        is_thorough = bool(label.pick_line) and not is_found
        views.append(look(file, page, wanted, is_thorough=is_thorough, is_dots=source.is_dots))
    return views


def _plan(source: Source, views: list[View], label: Foreign, size: LabelSize, head: Head) -> Plan | LabelCheck:
    decoded = tuple(dict.fromkeys(code.text for view in views for code in view.codes))
    parts = [region for view in views for region in regions(view, label.barcode, size)]
    if not parts:
        raise Unprintable(Problem(EMPTY, "label", "a blank page"))
    numbered = next((place for place, part in enumerate(parts) if part.bears(label.barcode)), None)
    if numbered is None and decoded:
        return failed(WRONG_NUMBER, field="barcode", detail=" ".join(decoded)[:80], decoded=decoded)
    if numbered is None:
        return failed(CODE_NOT_FOUND, field="barcode", detail=label.barcode)
    if len(parts) > MAX_PAGES:
        raise Unprintable(Problem(TOO_MANY_PAGES, "label", str(len(parts))))
    places, strip = _places(parts, numbered, label, size, head)
    code = next(code for code in parts[numbered].codes if code.says(label.barcode))
    return Plan(
        stamps=tuple(placed.stamp(source.pdf) for placed in places),
        numbered=numbered,
        expected=expected_of(places[numbered], code),
        decoded=decoded,
        strip=strip,
        line_left_off=bool(label.pick_line) and strip is None,
        unchanged=code if places[numbered].is_as_it_was else None,
    )


def _places(
    parts: Sequence[Region], numbered: int, label: Foreign, size: LabelSize, head: Head
) -> tuple[list[Place], Strip | None]:
    places = [place(part, pick_line.paper(size), head) for part in parts]
    if not label.pick_line:
        return places, None
    places[numbered], strip = pick_line.with_room(places[numbered], size, head)
    return places, strip


def _drawn_and_read_back(
    labels: Sequence[Foreign], plans: Sequence[Plan | LabelCheck], size: LabelSize, head: Head
) -> tuple[bytes, list[LabelCheck | None]]:
    try:
        content = _drawn(labels, plans, size)
    except StampUnreadable as error:
        return b"", _check_of_stamp(plans, error)
    return content, _read_back(content, labels, plans, head)


def _check_of_stamp(plans: Sequence[Plan | LabelCheck], error: StampUnreadable) -> list[LabelCheck | None]:
    """Return a failed check for the label to which the bad stamp belongs, None for all others."""
    owners = [number for number, plan in enumerate(plans) if isinstance(plan, Plan) for _ in plan.stamps]
    bad = owners[error.stamp]
    return [failed(UNREADABLE, detail=str(error)) if number == bad else None for number in range(len(plans))]


def _drawn(labels: Sequence[Foreign], plans: Sequence[Plan | LabelCheck], size: LabelSize) -> bytes:
    stamps: list[Stamp] = []
    lines: list[tuple[str, Strip] | None] = []
    for label, plan in zip(labels, plans, strict=True):
        if isinstance(plan, Plan):
            stamps += plan.stamps
            lines += [_line(label, plan, page) for page in range(len(plan.stamps))]
    files = []
    for start in range(0, len(stamps), PAGES_AT_ONCE):
        some = slice(start, start + PAGES_AT_ONCE)
        try:
            files.append(compose(stamps[some], size.width_mm, size.height_mm, overlay(lines[some], size)))
        except StampUnreadable as error:
            raise StampUnreadable(start + error.stamp, str(error)) from error
    return merge(files, largest=LARGEST_FILE) if len(files) > 1 else b"".join(files)


def _line(label: Foreign, plan: Plan, page: int) -> tuple[str, Strip] | None:
    return (label.pick_line, plan.strip) if plan.strip and page == plan.numbered else None


def _read_back(
    content: bytes, labels: Sequence[Foreign], plans: Sequence[Plan | LabelCheck], head: Head
) -> list[LabelCheck | None]:
    """Check each label that has pages; None for the others."""
    if not content:
        return [None] * len(plans)
    checks: list[LabelCheck | None] = []
    page = 0
    with opened(content, largest=LARGEST_FILE) as file:
        for label, plan in zip(labels, plans, strict=True):
            if isinstance(plan, Plan):
                checks.append(read_back(file, page + plan.numbered, plan.expected, label.barcode, head))
                page += len(plan.stamps)
            else:
                checks.append(None)
    return checks


def _result(plan: Plan | LabelCheck, check: LabelCheck | None) -> NormalLabel:
    if isinstance(plan, Plan) and check:
        decoded = tuple(dict.fromkeys((*check.decoded, *plan.decoded)))
        return NormalLabel(len(plan.stamps), LabelCheck(passed=True, decoded=decoded), plan.line_left_off)
    assert isinstance(plan, LabelCheck)
    return NormalLabel(0, plan)
