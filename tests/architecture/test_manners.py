"""Manners that no linter knows: Django without its traps, carriers never called inside a transaction, one way out."""

from __future__ import annotations

import ast
from collections.abc import Iterator

import pytest
from django.apps import apps
from django.db import models

from tests.architecture.sources import PACKAGE, Function, Source, called, product

OUR_MODELS = [model for model in apps.get_models() if model.__module__.startswith("fahuo.")]
# Modules whose import means a habit that this house does without, and what it does instead.
BANNED = {
    "django.contrib.admin": "pages of our own: the admin edits tables, a clerk needs decisions",
    "django.dispatch": "call the service",
    "django.db.models.signals": "call the service",
    "requests": "fahuo.kit.http",
    "urllib.request": "fahuo.kit.http",
    "celery": "procrastinate",
    "pickle": "JSON or msgspec",
}
# Printers and customs, too.
CALLS_CARRIERS = {"call_all", "ask_one", "ask_account", "deliver", "find_out", "fetch_receipts"}
WAYS_OUT = (
    "fahuo/kit/",
    "fahuo/carriers/emulation/",
)  # where HTTP clients are made; an emulator knocks at its own door
# Index → why it does not start with the seller.
ACROSS_SELLERS = {
    "shipment_lease_due": "workers look for what is due, whosoever it is",
    "print_batch_lease_due": "workers look for what is due, whosoever it is",
    "pickup_lease_due": "workers look for what is due, whosoever it is",
    "journey_pickup_due": "workers look for what is due, whosoever it is",
    "journey_silent": "workers look for what is due, whosoever it is",
    "journey_alerts_due": "workers look for what is due, whosoever it is",
    "journey_figures_due": "workers look for what is due, whosoever it is",
    "journey_expect_due": "workers look for what is due, whosoever it is",
    "alert_snoozed": "workers look for what is due, whosoever it is",
    "telling_unsent": "workers look for what is due, whosoever it is",
    "leg_due": "an account belongs to one seller, and its calls are paced together",
    "stray_age": "what is too old is swept, whosoever it is",
    "order_label_due": "workers look for what is due, whosoever it is",
    "delivery_due": "workers look for what is due, whosoever it is",
    "customs_message_due": "workers look for what is due, whosoever it is",
    "hs_word_shared": "what all sellers share is looked up by word",
    "carrier_call_age": "what is too old is swept, whosoever it is",
    "order_problem_codes": "GIN: an inverted index has no first column; it is combined with one of the seller's",
}


def test_banned_habits_stay_out() -> None:
    culprits = [
        f"{source.at(node)} {name}: use {BANNED[name]}"
        for source in product()
        for node in ast.walk(source.tree)
        for name in _imported(node)
        if name in BANNED
    ]
    assert not culprits, "\n".join(culprits)


def test_no_carrier_is_called_inside_a_transaction() -> None:
    culprits = [place for source in product() for place in _calls_in_transaction(source)]
    assert not culprits, "intent, commit, call, result: " + ", ".join(culprits)


@pytest.mark.parametrize(
    "code",
    [
        "def f():\n with transaction.atomic():\n  desk.call_all(book, rows)\n",
        "@transaction.atomic\ndef f():\n  desk.call_all(book, rows)\n",
        "@transaction.atomic()\ndef f():\n  for row in rows:\n   desk.call_all(book, [row])\n",
    ],
)
def test_such_a_call_would_be_seen(code: str) -> None:
    source = Source(PACKAGE / "shipments/services/x.py", code, ast.parse(code))
    assert len(list(_calls_in_transaction(source))) == 1


def test_a_call_after_the_commit_is_free() -> None:
    code = "def f():\n with transaction.atomic():\n  write(rows)\n desk.call_all(book, rows)\n"
    assert not list(_calls_in_transaction(Source(PACKAGE / "x/y.py", code, ast.parse(code))))


def test_http_leaves_the_house_through_one_door() -> None:
    culprits = [
        source.at(node)
        for source in product()
        if not source.name.startswith(WAYS_OUT)
        for node in ast.walk(source.tree)
        if called(node) in {"httpx.AsyncClient", "httpx.Client", "httpx.get", "httpx.post"}
    ]
    assert not culprits, "make clients with fahuo.kit.http: " + ", ".join(culprits)


def test_certificates_are_always_checked() -> None:
    culprits = [
        source.at(node)
        for source in product()
        for node in ast.walk(source.tree)
        if (isinstance(node, ast.keyword) and node.arg == "verify" and ast.unparse(node.value) == "False")
        or (isinstance(node, ast.Attribute) and node.attr in {"CERT_NONE", "_create_unverified_context"})
    ]
    assert not culprits, ", ".join(culprits)


@pytest.mark.parametrize("model", OUR_MODELS, ids=lambda model: model.__name__)
def test_a_table_has_no_hidden_order_and_no_hidden_writes(model: type[models.Model]) -> None:
    assert not model._meta.ordering, "say order_by where the order matters"
    assert model.save is models.Model.save or not model.save.__module__.startswith("fahuo."), "write in a service"


@pytest.mark.parametrize("model", OUR_MODELS, ids=lambda model: model.__name__)
def test_stored_words_are_capitals(model: type[models.Model]) -> None:
    stored = [
        value
        for field in model._meta.fields
        if field.model is model
        for value, _ in getattr(field, "choices", None) or ()
    ]
    assert stored == [value.upper() for value in stored]


@pytest.mark.parametrize("model", OUR_MODELS, ids=lambda model: model.__name__)
def test_indexes_of_a_sellers_table_start_with_the_seller(model: type[models.Model]) -> None:
    """So that one seller's rows lie together, and tables can be spread by seller later."""
    if not any(field.name == "seller" for field in model._meta.fields):
        return
    named = {
        index.name: [name.removeprefix("-") for name in index.fields]
        for index in (*model._meta.indexes, *model._meta.constraints)
        if getattr(index, "fields", None)
    }
    strays = [name for name, fields in named.items() if fields[0] != "seller" and name not in ACROSS_SELLERS]
    assert not strays


def _imported(node: ast.AST) -> list[str]:
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        return [node.module or "", *(f"{node.module}.{alias.name}" for alias in node.names)]
    return []


def _calls_in_transaction(source: Source) -> Iterator[str]:
    for block in ast.walk(source.tree):
        if isinstance(block, ast.With | Function) and _opens_transaction(block):
            for node in ast.walk(block):
                if called(node).split(".")[-1] in CALLS_CARRIERS:
                    yield source.at(node)


def _opens_transaction(block: ast.With | Function) -> bool:
    openers = [item.context_expr for item in block.items] if isinstance(block, ast.With) else block.decorator_list
    return any("transaction.atomic" in ast.unparse(opener) for opener in openers)
