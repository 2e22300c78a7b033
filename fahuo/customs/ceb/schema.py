"""An XML schema for every message, generated from the field tables and compiled once."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

from lxml import etree

from fahuo.customs.ceb.fields import (
    BASE_SUBSCRIBE,
    BASE_TRANSFER,
    MOST_NODES,
    NAMESPACE,
    NODES,
    VERSION,
    Field,
    Node,
    Sort,
)

_XS = "http://www.w3.org/2001/XMLSchema"
SIGNATURES = "http://www.w3.org/2000/09/xmldsig#"


@cache
def schema(kind: str) -> etree.XMLSchema:
    """Return the compiled schema of one kind of message."""
    return etree.XMLSchema(etree.fromstring(xsd(kind).encode()))


def xsd(kind: str) -> str:
    """Return the schema as text."""
    table = NODES[kind]
    content = _element(table.name, _node(table), f'maxOccurs="{MOST_NODES}"')
    if not table.is_receipt:
        content += _tail()
    root = f"""<xs:element name="{table.root}"><xs:complexType><xs:sequence>{content}</xs:sequence>
<xs:attribute name="guid" use="required">{_restricted("xs:string", '<xs:length value="36"/>')}</xs:attribute>
<xs:attribute name="version" use="required" fixed="{VERSION}"/></xs:complexType></xs:element>"""
    return f"""<xs:schema xmlns:xs="{_XS}" targetNamespace="{NAMESPACE}" elementFormDefault="qualified">
{root}</xs:schema>"""


def _node(table: Node) -> str:
    if not table.lines_name:
        return _sequence(table.head)
    most = "unbounded" if table.most_lines is None else table.most_lines
    lines = f'minOccurs="{table.least_lines}" maxOccurs="{most}"'
    head = _element(table.head_name, _sequence(table.head))
    return _complex(head + _element(table.lines_name, _sequence(table.lines), lines))


def _tail() -> str:
    """What follows the nodes of a message we send; what a signature holds is checked where it is verified."""
    signature = f'<xs:any namespace="{SIGNATURES}" processContents="skip" minOccurs="0"/>'
    anything = '<xs:any processContents="skip" minOccurs="0" maxOccurs="unbounded"/>'
    extension = _element("ExtendMessage", _complex(anything), 'minOccurs="0"')
    subscribe = _element("BaseSubscribe", _sequence(BASE_SUBSCRIBE), 'minOccurs="0" maxOccurs="5"')
    return _element("BaseTransfer", _sequence(BASE_TRANSFER)) + subscribe + signature + extension


def _sequence(fields: Iterable[Field]) -> str:
    return _complex("".join(_simple(field) for field in fields))


def _simple(field: Field) -> str:
    return _element(field.name, _type(field), "" if field.required else 'minOccurs="0"')


def _type(field: Field) -> str:
    match field.sort:
        case Sort.TEXT:
            facets = f'<xs:minLength value="{field.shortest}"/><xs:maxLength value="{field.longest}"/>'
            return _restricted("xs:string", facets)
        case Sort.WHOLE:
            return _restricted("xs:int", f'<xs:totalDigits value="{field.longest}"/>')
    facets = f'<xs:totalDigits value="{field.longest}"/><xs:fractionDigits value="{field.decimals}"/>'
    return _restricted("xs:decimal", facets)


def _restricted(base: str, facets: str) -> str:
    return f'<xs:simpleType><xs:restriction base="{base}">{facets}</xs:restriction></xs:simpleType>'


def _complex(content: str) -> str:
    return f"<xs:complexType><xs:sequence>{content}</xs:sequence></xs:complexType>"


def _element(name: str, content: str, occurs: str = "") -> str:
    return f'<xs:element name="{name}" {occurs}>{content}</xs:element>'
