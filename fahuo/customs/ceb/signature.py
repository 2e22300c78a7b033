"""XML signatures over whole messages: one enveloped signature, inclusive C14N, algorithms by configuration.

`verify` believes only keys that it is given. What a message says about its own key decides nothing but which of
them to try, and what was signed is the whole document, of which `Verified.content` is the canonical form.
"""

from __future__ import annotations

import base64
import binascii
import copy
import hmac
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import padding
from lxml import etree

from fahuo.customs.ceb import sm2
from fahuo.customs.ceb.algorithms import ALGORITHMS, C14N, ENVELOPED, AlgorithmSet, hashed
from fahuo.customs.ceb.certificates import Certificate
from fahuo.customs.ceb.fields import NAMESPACE
from fahuo.customs.ceb.safe_xml import MessageRefused, parse_whole
from fahuo.customs.ceb.schema import SIGNATURES
from fahuo.customs.ceb.signed_parts import SignedParts, read_parts
from fahuo.customs.ceb.signers import RsaSigner, Signer, Sm2Signer

__all__ = [
    "ALGORITHMS",
    "AlgorithmSet",
    "RsaSigner",
    "Signer",
    "Sm2Signer",
    "Verified",
    "canonical",
    "holds",
    "sign",
    "verify",
]


@dataclass(frozen=True, slots=True)
class Verified:
    """A signature that holds: whose it is, how it was made, and the octets that it covers."""

    certificate: Certificate
    algorithms: AlgorithmSet
    content: bytes


def canonical(element: etree._Element) -> bytes:
    """Return inclusive C14N 1.0 without comments; namespaces of the elements around are written too."""
    try:
        octets: bytes = etree.tostring(element, method="c14n", exclusive=False, with_comments=False)
    except etree.C14NError as error:  # a namespace that is no whole address has no canonical form
        raise MessageRefused("NOT_XML", "no canonical form") from error
    return octets


def sign(xml: bytes, signer: Signer, algorithms: AlgorithmSet) -> bytes:
    """Return the message with its signature, before ExtendMessage if there is one.

    Raise `MessageRefused` for a message that has one already, `SignerRefused` for a key of the wrong sort.
    """
    root = parse_whole(xml)
    if root.find(f".//{_ds('Signature')}") is not None:
        raise MessageRefused("SIGNED_ALREADY")
    digest = base64.b64encode(hashed(algorithms.digest, canonical(root))).decode()
    signature = etree.Element(_ds("Signature"), nsmap={"ds": SIGNATURES})
    extension = root.find(f"{{{NAMESPACE}}}ExtendMessage")
    root.insert(len(root) if extension is None else root.index(extension), signature)
    signed = _signed_part(signature, algorithms, digest)
    value = signer.sign(canonical(signed), algorithms)
    _add(signature, "SignatureValue", text=base64.b64encode(value).decode())
    _add_key(signature, signer.certificate)
    return etree.tostring(root.getroottree(), xml_declaration=True, encoding="UTF-8")


def verify(
    xml: bytes, trusted: Iterable[Certificate], *, allowed: Collection[AlgorithmSet] = tuple(ALGORITHMS.values())
) -> Verified:
    """Return whose signature it is; raise `MessageRefused`.

    Reasons: those of the parser, SIGNATURE_MISSING, SIGNATURE_SHAPE, SIGNATURE_ALGORITHM, SIGNATURE_KEY (nobody we
    know), SIGNATURE_DIGEST (the content was changed), SIGNATURE_VALUE (the signature was).
    """
    root = parse_whole(xml)
    parts = read_parts(root)
    algorithms = _allowed(parts, allowed)
    signer = _signer(parts, [one for one in trusted if one.sort is algorithms.keys])
    octets = canonical(parts.signed_info)
    content = canonical(_without_signature(root))
    if not hmac.compare_digest(hashed(algorithms.digest, content), _decoded(parts.digest)):
        raise MessageRefused("SIGNATURE_DIGEST")
    if not holds(signer, octets, _decoded(parts.value), algorithms):
        raise MessageRefused("SIGNATURE_VALUE")
    return Verified(signer, algorithms, content)


def _signed_part(signature: etree._Element, algorithms: AlgorithmSet, digest: str) -> etree._Element:
    signed = _add(signature, "SignedInfo")
    _add(signed, "CanonicalizationMethod", C14N)
    _add(signed, "SignatureMethod", algorithms.signature_uri)
    reference = _add(signed, "Reference")
    reference.set("URI", "")
    _add(_add(reference, "Transforms"), "Transform", ENVELOPED)
    _add(reference, "DigestMethod", algorithms.digest_uri)
    _add(reference, "DigestValue", text=digest)
    return signed


def _add_key(signature: etree._Element, certificate: Certificate) -> None:
    key = _add(signature, "KeyInfo")
    _add(key, "KeyName", text=certificate.serial)
    if certificate.der:
        encoded = base64.b64encode(certificate.der).decode()
        _add(_add(key, "X509Data"), "X509Certificate", text=encoded)


def _add(parent: etree._Element, name: str, algorithm: str = "", *, text: str | None = None) -> etree._Element:
    element = etree.SubElement(parent, _ds(name))
    if algorithm:
        element.set("Algorithm", algorithm)
    element.text = text
    return element


def _allowed(parts: SignedParts, allowed: Collection[AlgorithmSet]) -> AlgorithmSet:
    for one in allowed:
        if (one.signature_uri, one.digest_uri) == (parts.signature_uri, parts.digest_uri):
            return one
    raise MessageRefused("SIGNATURE_ALGORITHM", f"{parts.signature_uri} {parts.digest_uri}"[:120])


def _signer(parts: SignedParts, trusted: Iterable[Certificate]) -> Certificate:
    """Choose among those we know: by the whole certificate if one was sent, else by its number."""
    sent = _decoded(parts.certificate) if parts.certificate else b""
    for one in trusted:
        if sent and one.der:
            if sent == one.der:
                return one
        elif parts.key_name.lstrip("0").upper() == one.serial.lstrip("0"):
            return one
    raise MessageRefused("SIGNATURE_KEY")


def holds(signer: Certificate, octets: bytes, value: bytes, algorithms: AlgorithmSet) -> bool:
    """Tell whether a bare signature over octets is that of a certificate's key."""
    if isinstance(signer.key, sm2.Point):
        return sm2.verify(signer.key, octets, value)
    try:
        signer.key.verify(value, octets, padding.PKCS1v15(), algorithms.signing_hash())
    except InvalidSignature:
        return False
    return True


def _without_signature(root: etree._Element) -> etree._Element:
    """Return a copy without its signature; the white space behind it belongs to what was signed."""
    whole = copy.deepcopy(root)
    signature = whole.find(_ds("Signature"))
    assert signature is not None
    before = signature.getprevious()
    if signature.tail and before is not None:
        before.tail = (before.tail or "") + signature.tail
    signature.tail = None
    whole.remove(signature)
    return whole


def _decoded(text: str) -> bytes:
    try:
        return base64.b64decode("".join(text.split()), validate=True)
    except (binascii.Error, ValueError) as error:
        raise MessageRefused("SIGNATURE_SHAPE", "no base64") from error


def _ds(name: str) -> str:
    return f"{{{SIGNATURES}}}{name}"
