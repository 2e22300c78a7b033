"""Pages of printing: the dialogue, the print queue, hand-over lists, printers, and parts for the shipment's page."""

from __future__ import annotations

from django.urls import path
from django.utils.translation import gettext_lazy as _

from fahuo.backoffice.navigation import Place
from fahuo.printing.web import batches, dialogue, files, hand_over, manifests, pick_lists, printers, robust, shipment

PLACE = Place(
    "print-queue",
    _("Printing"),
    "print",
    ("print", "print-batch", "settle-batch", "printer", "new-printer", "retire-printer", "manifest", "void-manifest"),
    (("print-queue", _("Print queue")), ("manifests", _("Hand-over lists")), ("printers", _("Printers"))),
)

_printer = "print/printers/<int:printer_id>"
_batch = "print/batches/<int:batch_id>"
urlpatterns = [
    *manifests.urlpatterns,
    *hand_over.urlpatterns,
    *pick_lists.urlpatterns,
    path("print", dialogue.dialogue, name="print"),
    path("shipments/labels.pdf", dialogue.labels, name="shipment-labels"),
    path("runs/<int:run_id>/labels.pdf", dialogue.of_run, name="ship-run-labels"),
    path("shipments/<int:shipment_id>/printing", shipment.printing, name="shipment-printing"),
    path("shipments/<int:shipment_id>/robustness", robust.robustness, name="label-robustness"),
    path(
        "shipments/<int:shipment_id>/papers/<slug:kind>/<slug:language>.<slug:extension>",
        shipment.paper,
        name="shipment-paper",
    ),
    path("print/batches", batches.listing, name="print-queue"),
    path(_batch, batches.batch, name="print-batch"),
    path(f"{_batch}/stop", batches.stop_batch, name="stop-batch"),
    path(f"{_batch}/again", batches.repeat, name="repeat-batch"),
    path(f"{_batch}/settle", batches.settle_batch, name="settle-batch"),
    path(f"{_batch}/file", files.file, name="print-batch-file"),
    path(f"{_batch}/pages/<int:page>.png", files.preview, name="print-batch-preview"),
    path("print/printers", printers.printers, name="printers"),
    path("print/printers/new", printers.new, name="new-printer"),
    path(_printer, printers.printer, name="printer"),
    path(f"{_printer}/test", printers.test, name="test-printer"),
    path(f"{_printer}/test-label", printers.test_page, name="print-test-label"),
    path(f"{_printer}/retire", printers.retire, name="retire-printer"),
]
