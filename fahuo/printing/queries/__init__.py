"""Reads of printing: what was printed before, printers in use, what a worker needs of a batch."""

from fahuo.printing.queries.batches import Work, claim_due, claim_one, states, work
from fahuo.printing.queries.parcels import parcelled
from fahuo.printing.queries.printed import VoidPrintout, label_places, printed_before, void_printouts
from fahuo.printing.queries.printers import printer, printers, target_of

__all__ = [
    "VoidPrintout",
    "Work",
    "claim_due",
    "claim_one",
    "label_places",
    "parcelled",
    "printed_before",
    "printer",
    "printers",
    "states",
    "target_of",
    "void_printouts",
    "work",
]
