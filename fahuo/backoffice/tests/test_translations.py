"""Every sentence of the pages exists in Chinese, and the catalogues hold exactly what the code says."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.frontend import parse_keywords, parse_mapping_cfg
from babel.messages.pofile import read_po

import fahuo

ROOT = Path(fahuo.__file__).parent
LOCALE = ROOT / "locale"
KEYWORDS = DEFAULT_KEYWORDS | parse_keywords(["gettext_lazy", "now", "ngettext:1,2"])


def _catalogue(language: str) -> Catalog:
    with (LOCALE / language / "LC_MESSAGES" / "django.po").open("rb") as file:
        return read_po(file, locale=language)


@pytest.fixture(scope="module")
def in_code() -> set[object]:
    with (LOCALE / "babel.cfg").open() as file:
        mapping, options = parse_mapping_cfg(file)
    found = extract_from_dir(ROOT, mapping, options, keywords=KEYWORDS)
    return {message for _, _, message, _, _ in found}


def _messages(language: str) -> list[Message]:
    return [message for message in _catalogue(language) if message.id]


@pytest.mark.parametrize("language", ["zh_Hans", "en"])
def test_the_catalogue_holds_what_the_code_says(language: str, in_code: set[object]):
    in_file = {message.id for message in _messages(language)}
    assert in_file == in_code


@pytest.mark.parametrize("language", ["zh_Hans", "en"])
def test_nothing_is_untranslated_or_doubtful(language: str):
    bad = [message.id for message in _messages(language) if message.fuzzy or not _whole(message)]
    assert not bad


def test_placeholders_survive_translation():
    wrong = [message.id for message in _messages("zh_Hans") if _names(message.id) != _names(message.string)]
    assert not wrong


def _whole(message: Message) -> bool:
    texts = message.string if isinstance(message.string, tuple) else (message.string,)
    return all(texts)


def _names(text: object) -> set[str]:
    parts = text if isinstance(text, tuple) else (text,)
    return {piece.split(")s")[0] for part in parts for piece in str(part).split("%(")[1:]}
