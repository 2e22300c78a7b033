"""Labels (面单): our own is drawn here, and every label, ours or a carrier's, is read back before it may be printed.

problems_of(content)             what keeps a label from being drawn
render(contents)                 one PDF, a page per label
check_own(pdf, expectations)     reads our pages back: decoded, and compared dot by dot
carrier                          a carrier's label of any kind: normalised, and read back
"""

from __future__ import annotations

from fahuo.labels.fitness import problems_of
from fahuo.labels.outcome import LabelCheck
from fahuo.labels.own_check import Expectation, check_own, expectation_of
from fahuo.labels.render import render

__all__ = [
    "Expectation",
    "LabelCheck",
    "check_own",
    "expectation_of",
    "problems_of",
    "render",
]
