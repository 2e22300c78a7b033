"""Pages of choosing a service: templates and their back-tests, the record of lanes, the weights."""

from __future__ import annotations

from django.urls import path
from django.utils.translation import gettext_lazy as _

from fahuo.backoffice.navigation import Place
from fahuo.routing.web import backtests, lanes, template_files, template_rows, templates, weights

_BELOW = ("template-set", "template", "new-template", "import-templates", "back-test")
_TABS = (
    ("templates", _("Templates")),
    ("back-tests", _("Back-tests")),
    ("lanes", _("Lanes")),
    ("routing-weights", _("Weights")),
)

PLACE = Place("templates", _("Routing"), "routing", _BELOW, _TABS)

urlpatterns = [
    path("templates", templates.templates, name="templates"),
    path("templates/new", templates.new_set, name="new-template-set"),
    path("templates/import", template_files.import_set, name="import-templates"),
    path("templates/<int:set_id>", templates.template_set, name="template-set"),
    path("templates/<int:set_id>/change", templates.change_set, name="change-template-set"),
    path("templates/<int:set_id>/copy", templates.copy_set, name="copy-template-set"),
    path("templates/<int:set_id>/use", templates.use_set, name="use-template-set"),
    path("templates/<int:set_id>/delete", templates.delete_set, name="delete-template-set"),
    path("templates/<int:set_id>/export.<str:kind>", template_files.export, name="export-templates"),
    path("templates/<int:set_id>/rows/new", template_rows.new_row, name="new-template"),
    path("templates/<int:set_id>/rows/<int:row_id>", template_rows.edit_row, name="template"),
    path("templates/<int:set_id>/rows/<int:row_id>/move", template_rows.move_row, name="move-template"),
    path("templates/<int:set_id>/rows/<int:row_id>/remove", template_rows.remove_row, name="remove-template"),
    path("back-tests", backtests.back_tests, name="back-tests"),
    path("back-tests/start", backtests.start_back_test, name="start-back-test"),
    path("back-tests/<int:back_test_id>", backtests.back_test, name="back-test"),
    path("back-tests/<int:back_test_id>/progress", backtests.progress, name="back-test-progress"),
    path("back-tests/<int:back_test_id>/cancel", backtests.cancel, name="cancel-back-test"),
    path("back-tests/<int:back_test_id>/result.<str:kind>", backtests.download, name="back-test-file"),
    path("lanes", lanes.lanes, name="lanes"),
    path("routing/weights", weights.weights, name="routing-weights"),
]
