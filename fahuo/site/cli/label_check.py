"""`fahuo labels --check FILE`: what a printer would make of a file of labels, and what a scanner would read on it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from fahuo.kit.barcode import Grey
    from fahuo.labels.dots import Head


def show(path: Path, *, dpi: int) -> int:
    """Print size, codes and robustness of every label; return the exit code: 3 when a page has no code that reads."""
    from fahuo.labels.dots import Head

    head = Head.of(dpi)
    blank = 0
    for number, (page, size) in enumerate(_pages(path, head), start=1):
        lines = _read(page, head)
        blank += not lines
        click.echo(f"{number}  {size}  {'no code can be read' if not lines else ''}".rstrip())
        for line in lines:
            click.echo(f"   {line}")
    return 3 if blank else 0


def _pages(path: Path, head: Head) -> list[tuple[Grey, str]]:
    """Return each label as the head prints it, with its size in millimetres; a file that is none stops here."""
    from fahuo.kit.pdf import LARGEST_BATCH, PdfUnreadable, opened
    from fahuo.labels import zpl
    from fahuo.labels.carrier.source import Unprintable, source_of

    content = path.read_bytes()
    try:
        if b"^XA" in content and not content.startswith(b"%PDF"):
            pages = zpl.draw(content, head)
            return [(page, _mm(page.shape[1] * 25.4 / head.dpi, page.shape[0] * 25.4 / head.dpi)) for page in pages]
        pdf = content if content.startswith(b"%PDF") else source_of(content).pdf
        with opened(pdf, largest=LARGEST_BATCH) as file:
            return [(file.rasterise(page, head.dpi), _mm(*file.page_size_mm(page))) for page in range(file.page_count)]
    except (PdfUnreadable, zpl.ZplUnreadable) as error:
        raise click.ClickException(f"{click.format_filename(path)}: {error}.") from error
    except Unprintable as error:
        from fahuo.trade import error_book

        entry = error_book.entry(error.problem.code)
        raise click.ClickException(
            f"{click.format_filename(path)}: {entry.title_en}. {error.problem.detail}"
        ) from error


def _read(page: Grey, head: Head) -> list[str]:
    """Return a line for each code: what it is, what it says, how much wear it bears (0 to 100)."""
    from fahuo.kit import barcode
    from fahuo.kit.barcode import Symbology
    from fahuo.labels import robustness

    lines = []
    for code in barcode.find(page, *Symbology, is_patient=True):
        measured = robustness.measure(page, code.text, head)
        score = f"robustness {measured.score}" if measured else "robustness not measured"
        lines.append(f"{code.symbology.value}  {code.text}  {score}")
    return lines


def _mm(width: float, height: float) -> str:
    return f"{width:.0f} × {height:.0f} mm"
