"""Before and after: nothing that opens a door and nobody's name is left, and what explains a refusal is."""

from __future__ import annotations

import time
from typing import Any

import httpx
import pytest

from fahuo.kit.transcript import exchange, scrub


@pytest.mark.parametrize(
    ("before", "after"),
    [
        # Keys, however they are spelled.
        ({"accessToken": "abc", "expiresIn": 7200}, {"accessToken": "[secret]", "expiresIn": 7200}),
        ({"App-Secret": "abc", "app_id": "me"}, {"App-Secret": "[secret]", "app_id": "me"}),
        ({"sign": "abc", "X-Openapi-Signature": "d"}, {"sign": "[secret]", "X-Openapi-Signature": "[secret]"}),
        ({"Authorization": "100001"}, {"Authorization": "[secret]"}),
        # People, at any depth; where they live coarsely and what they bought stays.
        (
            {"receiver": {"first_name": "Jürgen", "address_lines": ["Reeperbahn 154"], "country_code": "DE"}},
            {"receiver": {"first_name": "[personal]", "address_lines": "[personal]", "country_code": "DE"}},
        ),
        (
            [{"receiverInfo": {"name": "A", "phone": "1", "email": "a@b.cd", "zipCode": "20359", "city": "Hamburg"}}],
            [{"receiverInfo": {"name": "[personal]", "phone": "[personal]", "email": "[personal]"}
              | {"zipCode": "20359", "city": "Hamburg"}}],
        ),
        ({"goodsNameEn": "Phone case", "weight": 242}, {"goodsNameEn": "Phone case", "weight": 242}),
        # What is empty may be the very reason of a refusal.
        ({"phone_number": "", "email": None}, {"phone_number": "", "email": None}),
        # Labels show the recipient and are long.
        ({"base64String": "JVBERi0x"}, {"base64String": "[8 characters]"}),
        # Text: JSON by its keys, anything else by its looks.
        ('{"token":"abc","msg":"云途"}', '{"token":"[secret]","msg":"云途"}'),
        ("call +49 151 12345678 or a.b@example.org", "call [personal] or [personal]"),
        ("GET /x?user_id=1&sign=abc&method=m", "GET /x?user_id=1&sign=[secret]&method=m"),
        ("Authorization: Bearer abcdefgh1234", "Authorization: [secret] [secret]"),
        ('broken {"token": "abc", "a": 1', 'broken {"token": "[secret]", "a": 1'),
        (b"token=abc", "token=[secret]"),
        ("waybill YT2600512345678901 weighs 0.242", "waybill YT2600512345678901 weighs 0.242"),
        # XML: by the names of its elements, and JSON inside it by its keys.
        (
            '<a:call><appKey x="1">abc</appKey><asked>{"name":"J\u00fcrgen","note":"&lt;1&amp;"}</asked></a:call>',
            '<a:call><appKey x="1">[secret]</appKey><asked>{"name":"[personal]","note":"&lt;1&amp;"}</asked></a:call>',
        ),
        ('<said><![CDATA[{"phone":["1"],"n":2}]]></said>', '<said>{"phone":"[personal]","n":2}</said>'),
        ("<html>gateway</html>", "<html>gateway</html>"),
        (42, 42),
    ],
)  # fmt: skip
def test_before_and_after(before: Any, after: Any) -> None:
    assert scrub(before) == after


def test_a_known_secret_vanishes_wherever_it_stands() -> None:
    said = {"msg": "appSecret hunter2hunter2 is wrong", "list": ["x hunter2hunter2"]}
    assert scrub(said, secrets=["hunter2hunter2", ""]) == {
        "msg": "appSecret [secret] is wrong",
        "list": ["x [secret]"],
    }


def test_scrubbing_leaves_the_original_alone() -> None:
    original = {"token": "abc", "inner": {"phone": "1"}}
    scrub(original)
    assert original == {"token": "abc", "inner": {"phone": "1"}}


def test_an_exchange_shows_both_sides_without_secrets() -> None:
    request = httpx.Request(
        "POST",
        "https://carrier.example/v1/create?user_id=7&sign=s3cr3t",
        headers={"token": "t0k3n", "date": "1"},
        content=b'{"receiver":{"name":"Amy"},"weight":1}',
    )
    response = httpx.Response(400, json={"success": False, "msg": "bad weight"})
    said = exchange(request, response)
    assert [word for word in ("s3cr3t", "t0k3n", "Amy") if word in said] == []
    assert "> POST https://carrier.example/v1/create?user_id=7&sign=[secret]" in said
    assert '{"receiver":{"name":"[personal]"},"weight":1}' in said
    assert "< 400" in said
    assert "bad weight" in said


def test_an_exchange_without_an_answer_says_so() -> None:
    assert exchange(httpx.Request("GET", "https://carrier.example/"), None).endswith("< no answer")


def test_a_label_is_not_spelled_out() -> None:
    request = httpx.Request("GET", "https://carrier.example/label.pdf")
    assert "[9 bytes of PDF]" in exchange(request, httpx.Response(200, content=b"%PDF-1.4\n"))


@pytest.mark.parametrize(
    "unit",
    [
        *("x", "+1", "a.b-", "token ", "basic ", "@a", "a@b.", '"', "[", '{"a":', "&sign="),
        *("<a", "<a>", "<a ", "<a>b</", "<a><![CDATA[", "<a:"),
    ],
)
def test_a_long_body_is_cut_and_costs_little(unit: str) -> None:
    text = unit * (200_000 // len(unit))
    request = httpx.Request("GET", "https://carrier.example/")
    began = time.process_time()
    said = exchange(request, httpx.Response(200, text=text))
    assert time.process_time() - began < 1
    assert len(said) < 10_000


def test_encrypted_bodies_are_shown_as_what_they_say() -> None:
    request = httpx.Request("POST", "https://carrier.example/dispatch", content=b"c2VhbGVk")
    response = httpx.Response(200, content=b'{"result":"c2VhbGVk"}')
    said, heard = b'{"orderNo":"7-1-1","receiver":{"telNo":"0031612345678"}}', b'{"result":{"waybill":"SF1"}}'
    text = exchange(request, response, said=said, heard=heard)
    assert "c2VhbGVk" not in text
    assert "0031612345678" not in text
    assert all(word in text for word in ("7-1-1", "SF1"))


def test_a_file_as_base64_is_left_out_whatever_it_is_called() -> None:
    """A label shows names and streets, and carriers call it by many names."""
    said = scrub({"content": "JVBERi0x" * 200, "description": "word " * 300, "short": "JVBERi0x"})
    assert said["content"] == "[1600 characters]"
    assert said["description"].startswith("word word")
    assert said["short"] == "JVBERi0x"


def test_a_form_is_shown_readably_and_scrubbed_by_its_fields_and_the_json_in_them() -> None:
    fields = {"partnerID": "ME", "msgDigest": "abc=", "msgData": '{"orderId":"7-1-1","contact":"Jürgen Groß"}'}
    request = httpx.Request("POST", "https://carrier.example/", data=fields)
    said = exchange(request, None)
    assert 'partnerID=ME&msgDigest=[secret]&msgData={"orderId":"7-1-1","contact":"[personal]"}' in said
