from __future__ import annotations

from pathlib import Path

import pypdfium2
import pytest

from fahuo.kit import pdf, typeset

TEMPLATE = """#let papers = json(bytes(sys.inputs.values))
#set page(width: 210mm, height: 297mm)
#set text(font: ("Noto Sans", "FiraGO", "WenQuanYi Micro Hei"))
#for paper in papers [#page[#paper.title]]
"""


@pytest.fixture
def template(tmp_path: Path) -> Path:
    path = tmp_path / "paper.typ"
    path.write_text(TEMPLATE, encoding="utf-8")
    return path


def texts(content: bytes) -> list[str]:
    document = pypdfium2.PdfDocument(content)
    found = []
    for page in document:
        text = page.get_textpage()
        found.append(text.get_text_bounded().strip())
        text.close()
        page.close()
    document.close()
    return found


def test_every_paper_begins_on_a_page_of_its_own_and_says_what_it_was_given(template: Path) -> None:
    assert texts(typeset.papers(template, [{"title": "Rechnung 1"}, {"title": "商业发票"}])) == [
        "Rechnung 1",
        "商业发票",
    ]


def test_what_a_buyer_wrote_is_text_and_never_markup(template: Path) -> None:
    nasty = '#panic("x") *bold* $x^2$ \\ "quoted" #import "/etc/passwd"'
    assert texts(typeset.papers(template, [{"title": nasty}])) == [nasty]


def test_more_papers_than_one_compile_takes_are_joined(template: Path) -> None:
    count = typeset.MOST_AT_ONCE + 1
    assert pdf.page_count(typeset.papers(template, [{"title": str(number)} for number in range(count)])) == count


def test_the_same_values_give_the_same_bytes(template: Path) -> None:
    assert typeset.papers(template, [{"title": "a"}]) == typeset.papers(template, [{"title": "a"}])


def test_a_broken_template_is_said_to_be_one(tmp_path: Path) -> None:
    path = tmp_path / "broken.typ"
    path.write_text("#nothing-like-this", encoding="utf-8")
    with pytest.raises(typeset.TemplateError, match=r"broken\.typ"):
        typeset.papers(path, [{}])


def test_no_paper_at_all_is_refused(template: Path) -> None:
    with pytest.raises(ValueError, match="No paper"):
        typeset.papers(template, [])


LONG = """#let papers = json(bytes(sys.inputs.values))
#set page(width: 60mm, height: 40mm)
#for paper in papers [#page[
  #place(hide(heading(outlined: false, bookmarked: true, paper.title)))
  #for number in range(paper.lines) [line #number \\ ]
]]
"""


def test_it_is_known_on_which_pages_each_paper_lies(template: Path) -> None:
    template.write_text(LONG, encoding="utf-8")
    lines = [1, 12, 1, 20] + [1] * typeset.MOST_AT_ONCE + [12]
    written = typeset.paged(template, [{"title": f"No {place}", "lines": many} for place, many in enumerate(lines)])
    found = texts(written.content)
    for many, (first, count) in zip(lines, written.pages, strict=True):
        said = " ".join(found[first - 1 : first - 1 + count]).replace("\r\n", " ")
        assert said == " ".join(f"line {number}" for number in range(many))
    assert sum(count for _, count in written.pages) == len(found)


def test_a_template_without_bookmarks_is_found_out(template: Path) -> None:
    with pytest.raises(typeset.TemplateError, match="0 bookmarks for 1"):
        typeset.paged(template, [{"title": "a"}])
