"""Reads a signature out of a message, in the one shape that we accept: anything else could hide another document."""

from __future__ import annotations

from dataclasses import dataclass

from lxml import etree

from fahuo.customs.ceb.algorithms import C14N, ENVELOPED
from fahuo.customs.ceb.fields import NAMESPACE
from fahuo.customs.ceb.safe_xml import MessageRefused
from fahuo.customs.ceb.schema import SIGNATURES

_XML = "{http://www.w3.org/XML/1998/namespace}"
_BEFORE = {f"{{{NAMESPACE}}}BaseTransfer", f"{{{NAMESPACE}}}BaseSubscribe"}
_AFTER = f"{{{NAMESPACE}}}ExtendMessage"


@dataclass(frozen=True, slots=True)
class SignedParts:
    """What a signature says, as written."""

    signed_info: etree._Element
    signature_uri: str
    digest_uri: str
    digest: str
    value: str
    key_name: str
    certificate: str


def read_parts(root: etree._Element) -> SignedParts:
    """Return the parts of the only signature; raise `MessageRefused` for SIGNATURE_MISSING or SIGNATURE_SHAPE."""
    signature = _only_signature(root)
    signed, value, key = _children(signature, "SignedInfo", "SignatureValue", "KeyInfo")
    c14n, method, reference = _children(signed, "CanonicalizationMethod", "SignatureMethod", "Reference")
    if list(reference.attrib) != ["URI"] or reference.get("URI") != "":
        raise _shape("the reference is not to the whole document")
    transforms, digest_method, digest = _children(reference, "Transforms", "DigestMethod", "DigestValue")
    (transform,) = _children(transforms, "Transform")
    if _algorithm(transform) != ENVELOPED or _algorithm(c14n) != C14N:
        raise _shape("another transform or canonical form")
    name, certificate = _key(key)
    return SignedParts(
        signed, _algorithm(method), _algorithm(digest_method), _text(digest), _text(value), name, certificate
    )


def _only_signature(root: etree._Element) -> etree._Element:
    """Find it where it belongs: below the root, behind who sends, before what extends; nowhere a second one."""
    found = list(root.iter(_ds("Signature")))
    if not found:
        raise MessageRefused("SIGNATURE_MISSING")
    if len(found) > 1 or found[0].getparent() is not root:
        raise _shape("not one signature below the root")
    if any(str(name).startswith(_XML) for name in root.attrib):
        raise _shape("an xml: attribute on the root")
    before = found[0].getprevious()
    ours = etree.QName(root).namespace == NAMESPACE
    if before is None or (ours and before.tag not in _BEFORE):
        raise _shape("not behind the sender")
    if any(after.tag != _AFTER for after in found[0].itersiblings()):
        raise _shape("something stands behind it")
    if found[0].attrib:
        raise _shape("attributes")
    return found[0]


def _children(parent: etree._Element, *names: str) -> list[etree._Element]:
    if [child.tag for child in parent] != [_ds(name) for name in names]:
        raise _shape(etree.QName(parent).localname)
    return list(parent)


def _algorithm(element: etree._Element) -> str:
    if len(element) or list(element.attrib) != ["Algorithm"]:
        raise _shape(etree.QName(element).localname)
    return str(element.get("Algorithm"))


def _key(element: etree._Element) -> tuple[str, str]:
    """Return the key's name and the certificate, empty where not given."""
    names = element.findall(_ds("KeyName"))
    certificates = element.findall(f"{_ds('X509Data')}/{_ds('X509Certificate')}")
    if len(names) > 1 or len(certificates) > 1:
        raise _shape("KeyInfo")
    return (_text(names[0]) if names else "", _text(certificates[0]) if certificates else "")


def _text(element: etree._Element) -> str:
    if len(element):
        raise _shape(etree.QName(element).localname)
    return (element.text or "").strip()


def _shape(detail: str) -> MessageRefused:
    return MessageRefused("SIGNATURE_SHAPE", detail)


def _ds(name: str) -> str:
    return f"{{{SIGNATURES}}}{name}"
