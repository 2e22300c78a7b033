"""IPP as bytes: the example of RFC 8010, and what a broken printer might send."""

from __future__ import annotations

import pytest

from fahuo.printing.transports.ipp_message import (
    Attribute,
    Group,
    IppUnreadable,
    Message,
    Tag,
    attribute,
    decode,
    encode,
)

# RFC 8010, appendix A.1 "Print-Job Request", written out from its table.
PRINT_JOB = (
    bytes.fromhex("010100020000000101")
    + b"\x47\x00\x12attributes-charset\x00\x05utf-8"
    + b"\x48\x00\x1battributes-natural-language\x00\x05en-us"
    + b"\x45\x00\x0bprinter-uri\x00\x2cipp://printer.example.com/ipp/print/pinetree"
    + b"\x42\x00\x08job-name\x00\x06foobar"
    + b"\x22\x00\x16ipp-attribute-fidelity\x00\x01\x01"
    + b"\x02"
    + b"\x21\x00\x06copies\x00\x04\x00\x00\x00\x14"
    + b"\x44\x00\x05sides\x00\x13two-sided-long-edge"
    + b"\x03%!PDF..."
)


def test_the_example_of_the_standard() -> None:
    message = Message(
        0x0002,
        1,
        (
            (
                Group.OPERATION,
                (
                    attribute("attributes-charset", Tag.CHARSET, "utf-8"),
                    attribute("attributes-natural-language", Tag.LANGUAGE, "en-us"),
                    attribute("printer-uri", Tag.URI, "ipp://printer.example.com/ipp/print/pinetree"),
                    attribute("job-name", Tag.NAME, "foobar"),
                    attribute("ipp-attribute-fidelity", Tag.BOOLEAN, True),  # noqa: FBT003
                ),
            ),
            (
                Group.JOB,
                (
                    attribute("copies", Tag.INTEGER, 20),
                    attribute("sides", Tag.KEYWORD, "two-sided-long-edge"),
                ),
            ),
        ),
        b"%!PDF...",
    )
    assert encode(message) == PRINT_JOB
    assert decode(PRINT_JOB) == message


def test_several_values_and_several_groups() -> None:
    jobs = tuple(
        (int(Group.JOB), (attribute("job-id", Tag.INTEGER, number), attribute("job-name", Tag.NAME, f"箱 {number}")))
        for number in (147, 148)
    )
    formats = (int(Group.PRINTER), (attribute("document-format-supported", Tag.MIME_TYPE, "a/b", "c/d"),))
    found = decode(encode(Message(0, 123, (*jobs, formats))))
    assert [held["job-name"] for held in found.group(Group.JOB)] == [("箱 147",), ("箱 148",)]
    assert found.values(Group.PRINTER, "document-format-supported") == ("a/b", "c/d")
    assert found.values(Group.PRINTER, "no-such") == ()


def test_names_with_a_language_and_unknown_kinds() -> None:
    language = b"\x36\x00\x04name\x00\x0b\x00\x02zh\x00\x05label"
    resolution = b"\x32\x00\x03res\x00\x09\x00\x00\x00\xcb\x00\x00\x00\xcb\x03"
    nothing = b"\x13\x00\x05empty\x00\x00"
    found = decode(bytes.fromhex("0200000000000001") + b"\x04" + language + resolution + nothing + b"\x03")
    assert found.version == (2, 0)
    assert found.values(Group.PRINTER, "name") == ("label",)
    assert found.values(Group.PRINTER, "res") == (bytes.fromhex("000000cb000000cb03"),)
    assert found.values(Group.PRINTER, "empty") == (b"",)


@pytest.mark.parametrize("length", range(len(PRINT_JOB) - len(b"\x03%!PDF...")))
def test_no_part_of_a_message_is_taken_for_the_whole(length: int) -> None:
    with pytest.raises(IppUnreadable):
        decode(PRINT_JOB[:length])


@pytest.mark.parametrize(
    "content",
    [
        b"<html>bad gateway</html>",
        bytes.fromhex("0101000000000001") + b"\x21\x00\x01a\x00\x04\x00\x00\x00\x01\x03",
        bytes.fromhex("0101000000000001") + b"\x01\x21\x00\x00\x00\x04\x00\x00\x00\x01\x03",
    ],
    ids=["a page", "an attribute outside of groups", "a further value of nothing"],
)
def test_what_is_no_message(content: bytes) -> None:
    with pytest.raises(IppUnreadable):
        decode(content)


def test_a_further_value_belongs_to_the_one_before() -> None:
    held = (Attribute("a", Tag.KEYWORD, ("x", "y", "z")),)
    assert decode(encode(Message(0, 1, ((int(Group.JOB), held),)))).group(Group.JOB) == [{"a": ("x", "y", "z")}]
