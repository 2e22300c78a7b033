"""The envelope: a SOAP call with the request as JSON text inside, and the answer the same way.

Source: Eccang TOMS interface, createOrder and others, read 2026-11.
"""

from __future__ import annotations

import re
from xml.etree import ElementTree as ET  # a document type is refused below

from fahuo.kit.wire import UnreadableReply, encode

SOAP = "http://schemas.xmlsoap.org/soap/envelope/"
EC = "http://www.example.org/Ec/"
ET.register_namespace("SOAP-ENV", SOAP)
# The only letters that JSON lets through and XML does not.
_NO_XML = re.compile("[\ufffe\uffff]")


class SoapFault(ValueError):
    """The other side's software failed before it could answer in its own words."""


class _NoDocumentType(ET.TreeBuilder):
    """Builds a tree of a document without a document type: so without entities, and nothing grows."""

    def doctype(self, _name: str, _pubid: str | None, _system: str | None) -> None:
        """Called when there is one."""
        raise UnreadableReply("XML with a document type")


def wrap(service: str, params: object, *, app_token: str, app_key: str) -> bytes:
    """Return the call of one service; `params` becomes JSON, escaped by the XML library."""
    envelope = ET.Element(f"{{{SOAP}}}Envelope")
    call = ET.SubElement(ET.SubElement(envelope, f"{{{SOAP}}}Body"), f"{{{EC}}}callService")
    asked = _NO_XML.sub(lambda found: f"\\u{ord(found[0]):04x}", encode(params).decode())
    for name, text in (("paramsJson", asked), ("appToken", app_token), ("appKey", app_key), ("service", service)):
        ET.SubElement(call, name).text = text
    return bytes(ET.tostring(envelope, encoding="UTF-8", xml_declaration=True))


def unwrap(content: bytes, name: str = "response") -> str:
    """Return the text of the element of this name; raise `UnreadableReply`, or `SoapFault` for a fault."""
    texts = {_local(element.tag): element.text or "" for element in _parse(content).iter()}
    if texts.get(name, "").strip():
        return texts[name].strip()
    if "faultstring" in texts:
        raise SoapFault(texts["faultstring"])
    raise UnreadableReply(f"no {name} in the envelope")


def _parse(content: bytes) -> ET.Element:
    try:
        parser = ET.XMLParser(target=_NoDocumentType())  # noqa: S314 - without a document type
        return ET.fromstring(content, parser)  # noqa: S314
    except (ET.ParseError, ValueError, LookupError) as error:
        raise UnreadableReply(f"no XML: {error}") from error


def _local(tag: str) -> str:
    return tag.rpartition("}")[2]
