"""The rule book at work: which rules touch a parcel on a day, and what they find wrong with it.

One function for every stage: `problems(case, stage=…, on=…)`. The rules themselves are data (`fahuo.rulebook`).
"""

from fahuo.compliance.case import Case, Ordered
from fahuo.compliance.check import problems, stopping

__all__ = ["Case", "Ordered", "problems", "stopping"]
