"""What a carrier's sentence repeats of a person is taken out; what explains the refusal stays."""

from __future__ import annotations

import pytest

from fahuo.kit.personal import hide

WORDS = ("Anke Müller-Straßen", "Elbchaussee 99", "收件人王小明")
P = "[personal]"


@pytest.mark.parametrize(
    ("said", "kept"),
    [
        ("address Elbchaussee 99, ANKE MULLER, 22605 Hamburg", f"address {P} 99, {P} {P}, 22605 Hamburg"),
        ('{"error":"M\\u00fcller is no name"}', f'{{"error":"{P} is no name"}}'),
        ("Strassen / Straßen", f"{P} / {P}"),
        ("地址收件人王小明错误", f"地址{P}错误"),
        ('{"anke": "Ankeny", "x":"anke"}', f'{{"anke": "Ankeny", "x":"{P}"}}'),
        ("<Anke>anke</Anke>", f"<Anke>{P}</Anke>"),
        ("call 004915112345678 or +49 151 1234-5678 or 015112345678", f"call {P} or {P} or {P}"),
        ("order 12345678901 weighs 15 kg", "order 12345678901 weighs 15 kg"),
    ],
)
def test_hide(said, kept):
    assert hide(said, words=WORDS, phones=("+4915112345678",)) == kept


def test_nobody_is_hidden_where_nobody_is_known():
    assert hide("Jo of 9 A St", words=("Jo", "9 A", ""), phones=("", "12")) == "Jo of 9 A St"
