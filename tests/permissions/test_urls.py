"""Who may open what: one table, every URL of the site, every role. Rows of another seller do not exist (404)."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from django.test import Client
from django.urls import get_resolver, reverse

from fahuo.orders.models import Order
from fahuo.shipments.models import ShipRun
from tests.fixtures.accounts import connect_emulated, make_offered_service
from tests.fixtures.journeys import make_alert, make_unmapped_code
from tests.fixtures.notifications import make_notifications
from tests.fixtures.people import make_person
from tests.fixtures.pickups import make_pickup, make_urge
from tests.fixtures.rows import (
    make_customs,
    make_manifest,
    make_order,
    make_print_batch,
    make_printer,
    make_product,
    make_quote,
    make_run,
    make_shipment,
    make_templates,
    make_upload,
)

pytestmark = pytest.mark.django_db

ROLES = ("anonymous", "read_only", "clerk", "owner", "other_seller")
IN = 302  # sent to the sign-in page
SHOWN_TO_ALL_OF_MY_SELLER = (IN, 200, 200, 200, 404)
LIST = (IN, 200, 200, 200, 200)  # everybody sees his own
OWNERS = (IN, 403, 403, 200, 200)

# name, method → status for each of ROLES. A key in braces is a row of Amy's firm.
TABLE: dict[tuple[str, str], tuple[int, int, int, int, int]] = {
    ("start", "get"): (302, 302, 302, 302, 302),
    ("orders", "get"): LIST,
    ("orders", "post"): (405, 405, 405, 405, 405),
    ("order {order}", "get"): SHOWN_TO_ALL_OF_MY_SELLER,
    ("edit-order {order}", "post"): (IN, 403, 302, 302, 404),
    ("edit-order {order}", "get"): (405, 405, 405, 405, 405),
    ("import-orders", "get"): (IN, 403, 200, 200, 200),
    ("import-orders", "post"): (IN, 403, 422, 422, 422),
    ("order-services {order}", "get"): SHOWN_TO_ALL_OF_MY_SELLER,
    ("order-shipments {order}", "get"): SHOWN_TO_ALL_OF_MY_SELLER,
    ("errors", "get"): LIST,
    ("error POSTCODE_FORMAT", "get"): LIST,
    ("error NO_SUCH_CODE", "get"): (IN, 404, 404, 404, 404),
    ("lane-rules", "get"): LIST,
    ("lane-rules", "post"): (405, 405, 405, 405, 405),
    ("declarations", "get"): LIST,
    ("declaration {declaration}", "get"): SHOWN_TO_ALL_OF_MY_SELLER,
    ("declare", "post"): (IN, 403, 302, 302, 302),  # says what keeps it from declaring
    ("declare", "get"): (IN, 403, 302, 302, 302),  # nothing was chosen
    ("declare-again", "post"): (IN, 403, 302, 302, 302),
    ("cancel-declaration {declaration}", "post"): (IN, 403, 422, 422, 404),  # no reason given
    ("settle-customs-message {message}", "post"): (IN, 403, 302, 302, 302),  # unknown ones are settled already
    ("shipment-declaration {shipment}", "get"): SHOWN_TO_ALL_OF_MY_SELLER,
    ("declarant", "get"): OWNERS,
    ("declarant", "post"): (IN, 403, 403, 422, 422),
    ("file-customs-carrier", "post"): (IN, 403, 403, 302, 302),
    ("summaries", "get"): LIST,
    ("apply-summary", "post"): (IN, 403, 302, 302, 302),
    ("make-master-list", "post"): (IN, 403, 422, 422, 422),
    ("declare-departure {master}", "post"): (IN, 403, 302, 302, 404),
    ("rebate", "get"): LIST,
    ("rebate-month 2026 11", "get"): SHOWN_TO_ALL_OF_MY_SELLER,
    ("check-rebate-month 2026 11", "post"): (IN, 403, 302, 302, 302),
    ("file-rebate-month 2026 11", "post"): (IN, 403, 302, 302, 302),
    ("pack-rebate-month 2026 11", "post"): (IN, 403, 302, 302, 302),
    ("add-rebate-document 2026 11", "post"): (IN, 403, 422, 422, 404),
    ("rebate-sheet 2026 11 zh", "get"): LIST,
    ("rebate-pack {pack}", "get"): SHOWN_TO_ALL_OF_MY_SELLER,
    ("rebate-record {declaration}", "get"): SHOWN_TO_ALL_OF_MY_SELLER,
    ("rebate-document {document}", "get"): SHOWN_TO_ALL_OF_MY_SELLER,
    ("remove-rebate-document {document}", "post"): (IN, 403, 302, 404, 404),  # the clerk took it out
    ("figures", "get"): LIST,
    ("figures-file csv", "get"): LIST,
    ("figures-file xlsx", "get"): LIST,
    ("figures", "post"): (405, 405, 405, 405, 405),
    ("products", "get"): LIST,
    ("product {product}", "get"): SHOWN_TO_ALL_OF_MY_SELLER,
    ("product {product}", "post"): (IN, 403, 422, 422, 404),
    ("products-file", "get"): LIST,
    ("product-hs {product}", "get"): SHOWN_TO_ALL_OF_MY_SELLER,
    ("product-elements {product}", "get"): SHOWN_TO_ALL_OF_MY_SELLER,
    ("product-elements {product}", "post"): (IN, 403, 302, 302, 404),
    ("accept-code {product}", "post"): (IN, 403, 302, 302, 404),
    ("accept-code {product}", "get"): (405, 405, 405, 405, 405),
    ("reject-code {product}", "post"): (IN, 403, 302, 302, 404),
    ("reject-code {product}", "get"): (405, 405, 405, 405, 405),
    ("accept-codes", "post"): (IN, 403, 302, 302, 302),  # nothing was ticked
    ("accept-codes", "get"): (405, 405, 405, 405, 405),
    ("hs-proposals", "get"): LIST,
    ("hs-recognise", "post"): (IN, 403, 302, 302, 302),
    ("hs-recognise", "get"): (405, 405, 405, 405, 405),
    ("hs-try", "get"): LIST,
    ("ship", "post"): (IN, 403, 302, 302, 302),
    ("ship", "get"): (405, 405, 405, 405, 405),
    ("ship-run {run}", "get"): SHOWN_TO_ALL_OF_MY_SELLER,
    ("ship-run-progress {run}", "get"): SHOWN_TO_ALL_OF_MY_SELLER,
    ("ship-run-labels {run}", "get"): (IN, 403, 302, 302, 404),  # to the print dialogue
    ("shipments", "get"): LIST,
    ("shipped-today", "get"): LIST,
    ("shipment {shipment}", "get"): SHOWN_TO_ALL_OF_MY_SELLER,
    ("shipment-label {shipment}", "get"): SHOWN_TO_ALL_OF_MY_SELLER,
    ("shipment-label-preview {shipment}", "get"): SHOWN_TO_ALL_OF_MY_SELLER,
    ("cancel-shipment {shipment}", "get"): (IN, 403, 200, 200, 404),
    ("cancel-shipment {shipment}", "post"): (IN, 403, 409, 409, 404),  # no contract with the carrier in this table
    ("ask-again {shipment}", "post"): (IN, 403, 302, 302, 404),
    ("adopt-shipment {shipment}", "get"): (IN, 403, 200, 200, 404),
    ("adopt-shipment {shipment}", "post"): (IN, 403, 409, 409, 404),  # it is labelled
    ("release-shipment {shipment}", "get"): (IN, 403, 200, 200, 404),
    ("release-shipment {shipment}", "post"): (IN, 403, 409, 409, 404),
    ("ask-again {shipment}", "get"): (405, 405, 405, 405, 405),
    ("void-shipments", "get"): (IN, 403, 302, 302, 302),  # nothing is chosen
    ("void-shipments", "post"): (IN, 403, 302, 302, 302),
    ("shipment-labels", "post"): (IN, 403, 302, 302, 302),
    ("shipment-labels", "get"): (405, 405, 405, 405, 405),
    ("shipment-printing {shipment}", "get"): SHOWN_TO_ALL_OF_MY_SELLER,
    ("label-robustness {shipment}", "get"): SHOWN_TO_ALL_OF_MY_SELLER,
    ("shipment-paper {shipment} packing-list en pdf", "get"): SHOWN_TO_ALL_OF_MY_SELLER,
    ("shipment-paper {shipment} passport en pdf", "get"): (IN, 404, 404, 404, 404),
    ("print", "get"): (IN, 403, 302, 302, 302),  # nothing is chosen
    ("print", "post"): (IN, 403, 302, 302, 302),
    ("print-queue", "get"): LIST,
    ("print-batch {batch}", "get"): SHOWN_TO_ALL_OF_MY_SELLER,
    ("print-batch {batch}", "post"): (405, 405, 405, 405, 405),
    ("print-batch-preview {batch} 1", "get"): SHOWN_TO_ALL_OF_MY_SELLER,
    ("print-batch-preview {batch} 2", "get"): (IN, 404, 404, 404, 404),
    ("print-batch-file {batch}", "get"): (IN, 403, 302, 302, 404),  # never fetched: looking marks nothing as printed
    ("print-batch-file {batch}", "post"): (IN, 403, 302, 302, 404),
    ("stop-batch {batch}", "post"): (IN, 403, 302, 302, 404),
    ("stop-batch {batch}", "get"): (405, 405, 405, 405, 405),
    ("repeat-batch {batch}", "post"): (IN, 403, 302, 302, 404),
    ("repeat-batch {batch}", "get"): (405, 405, 405, 405, 405),
    ("settle-batch {batch}", "post"): (IN, 403, 422, 422, 404),
    ("settle-batch {batch}", "get"): (405, 405, 405, 405, 405),
    ("printers", "get"): LIST,
    ("new-printer", "get"): OWNERS,
    ("new-printer", "post"): (IN, 403, 403, 422, 422),
    ("printer {printer}", "get"): (IN, 403, 403, 200, 404),
    ("printer {printer}", "post"): (IN, 403, 403, 422, 404),
    ("test-printer {printer}", "post"): (IN, 403, 403, 302, 404),
    ("test-printer {printer}", "get"): (405, 405, 405, 405, 405),
    ("print-test-label {printer}", "post"): (IN, 403, 302, 302, 404),
    ("print-test-label {printer}", "get"): (405, 405, 405, 405, 405),
    ("retire-printer {printer}", "get"): (IN, 403, 403, 200, 404),
    ("retire-printer {printer}", "post"): (IN, 403, 403, 302, 404),
    ("tracking", "get"): LIST,
    ("tracking", "post"): (405, 405, 405, 405, 405),
    ("tracking-file", "get"): LIST,
    ("silent-parcels", "get"): LIST,
    ("silent-file csv", "get"): LIST,
    ("silent-file xlsx", "get"): LIST,
    ("silent-file xlsx", "post"): LIST,
    ("silent-file pdf", "get"): (IN, 404, 404, 404, 404),
    ("supplement-request", "get"): (IN, 403, 302, 302, 302),  # nothing is chosen
    ("mark-supplement-sent", "post"): (IN, 403, 302, 302, 302),  # nothing is marked
    ("mark-supplement-sent", "get"): (405, 405, 405, 405, 405),
    ("unmapped-codes", "get"): LIST,
    ("expected-delivery", "get"): LIST,
    ("settle-code {code}", "post"): (IN, 403, 302, 302, 404),
    ("settle-code {code}", "get"): (405, 405, 405, 405, 405),
    ("shipment-tracking {shipment}", "get"): SHOWN_TO_ALL_OF_MY_SELLER,
    ("ask-tracking {shipment}", "post"): (IN, 403, 302, 302, 404),
    ("ask-tracking {shipment}", "get"): (405, 405, 405, 405, 405),
    ("public-tracking {token}", "get"): (200, 200, 200, 200, 200),
    ("public-tracking nothing-here", "get"): (404, 404, 404, 404, 404),
    ("actions", "get"): LIST,
    ("password", "get"): LIST,
    ("password", "post"): (IN, 422, 422, 422, 422),
    ("settings", "get"): OWNERS,
    ("settings", "post"): (IN, 403, 403, 422, 422),
    ("people", "get"): OWNERS,
    ("people", "post"): (IN, 403, 403, 422, 422),
    ("person {person}", "get"): (IN, 403, 403, 200, 404),
    ("person {person}", "post"): (IN, 403, 403, 422, 404),
    ("let-in {person}", "post"): (IN, 403, 403, 302, 404),
    ("let-in {person}", "get"): (405, 405, 405, 405, 405),
    ("carrier-accounts", "get"): OWNERS,
    ("carrier-market", "get"): OWNERS,
    ("carrier-market", "post"): (405, 405, 405, 405, 405),
    ("carrier yanwen", "get"): OWNERS,
    ("carrier pigeon", "get"): (IN, 403, 403, 404, 404),
    ("carrier yanwen-mine", "get"): (IN, 403, 403, 404, 404),
    ("new-account yanwen", "get"): OWNERS,
    ("new-account yanwen", "post"): (IN, 403, 403, 422, 422),
    ("new-account pigeon", "get"): (IN, 403, 403, 404, 404),
    ("carrier-account {account}", "get"): (IN, 403, 403, 200, 404),
    ("carrier-account {account}", "post"): (IN, 403, 403, 422, 404),
    ("test-account {account}", "get"): (405, 405, 405, 405, 405),
    ("test-account {account}", "post"): (IN, 403, 403, 302, 404),
    ("use-account {account}", "get"): (IN, 403, 403, 200, 404),
    ("use-account {account}", "post"): (IN, 403, 403, 302, 404),
    ("sync-services yanwen", "get"): (405, 405, 405, 405, 405),
    ("sync-services yanwen", "post"): (IN, 403, 403, 302, 404),
    ("describe-service {service}", "get"): (IN, 403, 403, 200, 404),
    ("describe-service {service}", "post"): (IN, 403, 403, 422, 404),
    ("disconnect-carrier yanwen", "get"): (IN, 403, 403, 200, 404),
    ("disconnect-carrier yanwen", "post"): (IN, 403, 403, 302, 404),
    ("templates", "get"): LIST,
    ("new-template-set", "post"): (IN, 403, 302, 302, 302),
    ("import-templates", "get"): (IN, 403, 200, 200, 200),
    ("import-templates", "post"): (IN, 403, 422, 422, 422),
    ("template-set {set}", "get"): SHOWN_TO_ALL_OF_MY_SELLER,
    ("change-template-set {set}", "post"): (IN, 403, 422, 422, 404),
    ("copy-template-set {set}", "post"): (IN, 403, 302, 302, 404),
    ("use-template-set {set}", "post"): (IN, 403, 302, 302, 404),
    ("delete-template-set {set}", "post"): (IN, 403, 302, 302, 404),
    ("export-templates {set} csv", "get"): SHOWN_TO_ALL_OF_MY_SELLER,
    ("export-templates {set} exe", "get"): (IN, 404, 404, 404, 404),
    ("new-template {set}", "get"): (IN, 403, 200, 200, 404),
    ("new-template {set}", "post"): (IN, 403, 422, 422, 404),
    ("template {set} {template}", "get"): (IN, 403, 200, 200, 404),
    ("template {set} {template}", "post"): (IN, 403, 422, 422, 404),
    ("move-template {set} {template}", "post"): (IN, 403, 302, 302, 404),
    ("remove-template {set} {template}", "post"): (IN, 403, 302, 302, 404),
    ("back-tests", "get"): LIST,
    ("start-back-test", "post"): (IN, 403, 422, 422, 422),
    ("back-test {test}", "get"): SHOWN_TO_ALL_OF_MY_SELLER,
    ("back-test-progress {test}", "get"): SHOWN_TO_ALL_OF_MY_SELLER,
    ("cancel-back-test {test}", "post"): (IN, 403, 302, 302, 404),
    ("back-test-file {test} json", "get"): (IN, 404, 404, 404, 404),  # not ended: nothing to send
    ("calculator", "get"): LIST,
    ("calculator", "post"): (405, 405, 405, 405, 405),
    ("prices", "get"): LIST,
    ("quotes", "get"): LIST,
    ("quote {quote}", "get"): SHOWN_TO_ALL_OF_MY_SELLER,
    ("lanes", "get"): LIST,
    ("routing-weights", "get"): LIST,
    ("routing-weights", "post"): (IN, 403, 403, 302, 302),
    ("carrier-terms yanwen", "get"): (IN, 403, 403, 200, 404),
    ("carrier-terms yanwen", "post"): (IN, 403, 403, 302, 404),
    ("rate-sheets", "get"): LIST,
    ("rate-sheet yunexpress THZXR", "get"): LIST,
    ("rate-sheet yunexpress NOTHING", "get"): (IN, 404, 404, 404, 404),
    ("rate-sheet-export yunexpress THZXR", "get"): LIST,
    ("rate-import", "get"): (IN, 403, 200, 200, 200),
    ("rate-import", "post"): (IN, 403, 422, 422, 422),
    ("rate-upload {upload}", "get"): (IN, 403, 200, 200, 404),
    ("rate-upload {upload}", "post"): (IN, 403, 422, 422, 404),
    ("rate-upload-preview {upload}", "post"): (IN, 403, 200, 200, 404),
    ("rate-upload-preview {upload}", "get"): (405, 405, 405, 405, 405),
    ("rate-upload-check {upload}", "get"): (IN, 403, 200, 200, 404),
    ("rate-upload-check {upload}", "post"): (IN, 403, 422, 422, 404),
    ("rate-upload-faults {upload}", "get"): (IN, 403, 200, 200, 404),
    ("rate-upload-discard {upload}", "post"): (IN, 403, 302, 404, 404),
    ("rate-upload-discard {upload}", "get"): (405, 405, 405, 405, 405),
    ("batch-pick-list {batch} en pdf", "get"): SHOWN_TO_ALL_OF_MY_SELLER,
    ("batch-pick-list {batch} en exe", "get"): (IN, 404, 404, 404, 404),
    ("manifests", "get"): LIST,
    ("make-manifest", "post"): (IN, 403, 302, 302, 302),
    ("make-manifest", "get"): (405, 405, 405, 405, 405),
    ("manifest {manifest}", "get"): SHOWN_TO_ALL_OF_MY_SELLER,
    ("manifest-file {manifest} en pdf", "get"): SHOWN_TO_ALL_OF_MY_SELLER,
    ("manifest-file {manifest} en exe", "get"): (IN, 404, 404, 404, 404),
    ("tracking-sources", "get"): LIST,
    ("push-address {pushing}", "get"): (IN, 403, 403, 200, 404),
    ("push-address {pushing}", "post"): (IN, 403, 403, 302, 404),
    ("push-address {account}", "get"): (IN, 403, 403, 404, 404),  # its carrier pushes nothing
    ("carrier-push nobody", "get"): (405, 405, 405, 405, 405),
    ("carrier-push nobody", "post"): (404, 404, 404, 404, 404),
    ("push-receipts nobody", "get"): (405, 405, 405, 405, 405),
    ("push-receipts nobody", "post"): (404, 404, 404, 404, 404),
    ("first-mile", "get"): LIST,
    ("first-mile", "post"): (405, 405, 405, 405, 405),
    ("pickup-figures", "get"): LIST,
    ("opening-hours", "get"): (IN, 403, 200, 200, 200),
    ("keep-hours", "post"): (IN, 403, 422, 422, 422),
    ("ask-pickup", "get"): (IN, 403, 200, 200, 200),
    ("send-pickup", "post"): (IN, 403, 404, 404, 404),  # no carrier named
    ("send-pickup", "get"): (405, 405, 405, 405, 405),
    ("urge", "get"): LIST,
    ("urge-text", "post"): (IN, 403, 302, 302, 302),  # nothing was chosen
    ("urge-text", "get"): (405, 405, 405, 405, 405),
    ("record-urge", "post"): (IN, 403, 302, 302, 302),
    ("answer-urge {urge}", "post"): (IN, 403, 302, 302, 404),
    ("pickup {pickup}", "get"): SHOWN_TO_ALL_OF_MY_SELLER,
    ("confirm-pickup {pickup}", "post"): (IN, 403, 302, 302, 404),  # confirmed already: nothing changes
    ("give-up-pickup {pickup}", "post"): (IN, 403, 302, 302, 404),
    ("cancel-pickup {pickup}", "post"): (IN, 403, 302, 302, 404),
    ("shipment-first-mile {shipment}", "get"): SHOWN_TO_ALL_OF_MY_SELLER,
    ("hand-over-manifest {manifest}", "get"): (405, 405, 405, 405, 405),
    ("hand-over-manifest {manifest}", "post"): (IN, 403, 200, 200, 404),  # nobody said who declares
    ("void-manifest {manifest}", "get"): (IN, 403, 200, 200, 404),
    ("void-manifest {manifest}", "post"): (IN, 403, 302, 409, 404),  # the clerk voided it
    ("notifications", "get"): LIST,
    ("notification-bell", "get"): (204, 200, 200, 200, 200),
    ("read-notifications", "post"): (IN, 302, 302, 302, 302),
    ("open-notification {message}", "post"): (IN, 404, 404, 302, 404),  # the owner's
    ("my-notifications", "get"): LIST,
    ("my-notifications", "post"): (IN, 422, 422, 422, 422),
    ("test-my-channel EMAIL", "post"): (IN, 404, 404, 404, 404),  # nobody has one
    ("channels", "get"): OWNERS,
    ("new-channel DINGTALK", "get"): OWNERS,
    ("new-channel PIGEON", "get"): (IN, 403, 403, 404, 404),
    ("new-channel WEBHOOK", "post"): (IN, 403, 403, 422, 422),
    ("channel {channel}", "get"): (IN, 403, 403, 200, 404),
    ("channel {channel}", "post"): (IN, 403, 403, 422, 404),
    ("test-channel {channel}", "post"): (IN, 403, 403, 302, 404),
    ("switch-channel {channel}", "post"): (IN, 403, 403, 302, 404),
    ("deliveries", "get"): OWNERS,
    ("send-delivery-again {delivery}", "post"): (IN, 403, 403, 302, 404),
    ("alerts", "get"): LIST,
    ("alerts", "post"): (405, 405, 405, 405, 405),
    ("alert-latency", "get"): LIST,
    ("alert {alert}", "get"): SHOWN_TO_ALL_OF_MY_SELLER,
    ("act-on-alerts", "get"): (405, 405, 405, 405, 405),
    ("act-on-alerts", "post"): (IN, 403, 302, 302, 302),  # nothing was chosen
    ("comment-alert {alert}", "get"): (405, 405, 405, 405, 405),
    ("comment-alert {alert}", "post"): (IN, 403, 302, 302, 404),
    ("shipment-alerts {shipment}", "get"): SHOWN_TO_ALL_OF_MY_SELLER,
    ("sign-in", "get"): (200, 302, 302, 302, 302),
    ("sign-out", "post"): (302, 302, 302, 302, 302),
    ("language", "post"): (302, 302, 302, 302, 302),
    ("asset backoffice/app.css", "get"): (200, 200, 200, 200, 200),
    ("asset backoffice/nothing.css", "get"): (404, 404, 404, 404, 404),
    ("asset ../site/settings.py", "get"): (400, 400, 400, 400, 400),
}


@dataclass(frozen=True)
class Firm:
    """Amy's rows and a browser per role."""

    keys: dict[str, object]
    clients: dict[str, Client]


@pytest.fixture
def firm(amys, carols) -> Firm:
    product = make_product(amys)
    order, shipped = make_order(amys, "8112833000000001"), make_order(amys, "8112833000000002", stage="SHIPPED")
    run = make_run(amys)
    connect_emulated(amys, "yanwen", "http://127.0.0.1:9102")
    account, service = amys.carrier_accounts.get().pk, make_offered_service(amys, "yanwen").pk
    connect_emulated(amys, "track17", "http://127.0.0.1:9103")
    shipment = make_shipment(amys, shipped, run=run)
    people = {
        "read_only": make_person("rita", amys, "READ_ONLY"),
        "clerk": make_person("bob", amys, "CLERK"),
        "owner": make_person("amy", amys, "OWNER"),
        "other_seller": make_person("carol", carols, "OWNER"),
    }
    clients = {"anonymous": Client()}
    for role, person in people.items():
        clients[role] = Client()
        clients[role].force_login(person)
    keys = {
        "pickup": make_pickup(amys, shipment, carrier="yanwen").pk, "urge": make_urge(amys, shipment).pk,
        "alert": make_alert(amys, shipment).pk,
        "manifest": make_manifest(amys, shipment).pk, "quote": make_quote(amys).pk, "upload": make_upload(amys).pk,
        "account": account, "service": service, "pushing": amys.carrier_accounts.get(carrier="track17").pk,
        "order": order.pk, "product": product.pk, "run": run.pk, "shipment": shipment.pk,
        "batch": make_print_batch(amys, shipment).pk, "printer": make_printer(amys).pk,
        "code": make_unmapped_code(amys).pk,
        "token": shipment.public_token, "person": make_person("gone", amys).pk, **make_templates(amys),
        **make_customs(amys, shipment), **make_notifications(people["owner"]),
    }  # fmt: skip
    return Firm(keys, clients)


@pytest.mark.parametrize(("page", "method"), TABLE, ids=str)
def test_status_by_role(firm: Firm, page: str, method: str):
    name, *arguments = page.format(**firm.keys).split(" ")
    address = reverse(name, args=arguments)
    answers = {role: getattr(firm.clients[role], method)(address) for role in ROLES}
    assert {role: answer.status_code for role, answer in answers.items()} == dict(
        zip(ROLES, TABLE[page, method], strict=True)
    )
    if TABLE[page, method][0] == IN and name not in {"start", "sign-out", "language"}:
        assert answers["anonymous"].url.startswith(reverse("sign-in"))


def test_every_url_is_in_the_table():
    names = {pattern.name for pattern in get_resolver().url_patterns}
    assert names == {page.split(" ")[0] for page, _ in TABLE}


def test_a_read_only_person_is_told_why_and_nothing_starts(firm: Firm):
    answer = firm.clients["read_only"].post(
        reverse("ship"), {"id": firm.keys["order"]}, headers={"accept-language": "en"}
    )
    assert answer.status_code == 403
    assert "Your role is read-only" in answer.text
    assert not ShipRun.objects.filter(finished_at=None).exists()
    assert Order.objects.get(pk=firm.keys["order"]).stage == "OPEN"


def test_nobody_ships_the_order_of_another_seller(firm: Firm):
    before = ShipRun.objects.count()
    answer = firm.clients["other_seller"].post(reverse("ship"), {"id": firm.keys["order"]})
    assert answer.url == reverse("orders")
    assert ShipRun.objects.count() == before


def test_nobody_edits_the_order_of_another_seller(firm: Firm):
    firm.clients["other_seller"].post(reverse("edit-order", args=[firm.keys["order"]]), {"city": "Bremen"})
    assert Order.objects.get(pk=firm.keys["order"]).city == "Hamburg"


def test_nobody_prints_the_label_of_another_seller(firm: Firm):
    answer = firm.clients["other_seller"].post(reverse("shipment-labels"), {"id": firm.keys["shipment"]})
    assert answer.url == reverse("shipments")


@pytest.mark.parametrize("path", ["orders", "shipments", "products", "actions"])
def test_lists_hold_only_the_own_rows(firm: Firm, path: str):
    shown = firm.clients["other_seller"].get(reverse(path)).text
    assert "8112833" not in shown
    assert "TWL-GY" not in shown


def test_a_person_without_seller_is_told_whom_to_ask(db, amys):
    person = make_person("nora", amys)
    type(person).objects.filter(pk=person.pk).update(seller=None)
    client = Client(headers={"accept-language": "en"})
    client.force_login(person)
    answer = client.get(reverse("orders"))
    assert answer.status_code == 403
    assert "belongs to no seller yet" in answer.text


def test_a_live_part_sends_the_whole_page_to_sign_in(client: Client):
    answer = client.get(
        reverse("shipped-today"), headers={"hx-request": "true", "hx-current-url": "/orders?state=READY"}
    )
    assert answer.headers["HX-Redirect"] == "/sign-in?next=/orders%3Fstate%3DREADY"
