"""Signatures hold, whoever checks them; and nothing that was changed, moved, doubled or signed by others does."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable

import pytest
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import padding
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from lxml import etree

from fahuo.customs.ceb import check, write
from fahuo.customs.ceb.algorithms import ALGORITHMS, KeySort
from fahuo.customs.ceb.certificates import bare
from fahuo.customs.ceb.envelope import Envelope, from_json, pack, to_json, unpack
from fahuo.customs.ceb.safe_xml import MessageRefused
from fahuo.customs.ceb.signature import sign, verify
from fahuo.customs.ceb.signers import SignerRefused
from fahuo.customs.ceb.tests.keys import signer, signer_for
from fahuo.customs.ceb.tests.papers import AT, TRANSFER, export_list, guid, list_line

DS = "http://www.w3.org/2000/09/xmldsig#"


def unsigned(count: int = 2) -> bytes:
    return write.message("CEB603", [export_list(number) for number in range(count)], TRANSFER, guid())


def signed(name: str = "RSA-SHA256") -> bytes:
    return sign(unsigned(), signer_for(name), ALGORITHMS[name])


def reason(xml: bytes, *names: str) -> str:
    trusted = [signer_for(name).certificate for name in names or ("RSA-SHA256",)]
    with pytest.raises(MessageRefused) as caught:
        verify(xml, trusted)
    return caught.value.reason


@pytest.mark.parametrize("name", sorted(ALGORITHMS))
def test_what_we_sign_holds_and_still_fits_the_schema(name: str) -> None:
    xml = signed(name)
    verified = verify(xml, [signer_for(name).certificate])
    assert verified.algorithms.name == name
    assert verified.certificate == signer_for(name).certificate
    assert b"Signature" not in verified.content
    assert b"<ceb:copNo>C1</ceb:copNo>" in verified.content
    assert check.schema_problems(xml) == []


def test_a_signature_by_hand() -> None:
    """Reckoned again step by step, with text and the library only: what is signed is what the specification says."""
    plain = unsigned()
    xml = sign(plain, signer_for("RSA-SHA256"), ALGORITHMS["RSA-SHA256"]).decode()
    body = plain.decode().partition("?>")[2].lstrip("\n")
    digest = base64.b64encode(hashlib.sha256(body.encode()).digest()).decode()
    assert f"<ds:DigestValue>{digest}</ds:DigestValue>" in xml
    # Namespaces in scope are written into the octets, and empty elements as a start and an end.
    info = re.search(r"<ds:SignedInfo>.*</ds:SignedInfo>", xml, re.DOTALL)
    assert info is not None
    octets = re.sub(r"<(ds:\w+)( [^<>]*)/>", r"<\1\2></\1>", info[0])
    scope = f'<ds:SignedInfo xmlns:ceb="http://www.chinaport.gov.cn/ceb" xmlns:ds="{DS}">'
    octets = octets.replace("<ds:SignedInfo>", scope)
    value = re.search(r"<ds:SignatureValue>(.*)</ds:SignatureValue>", xml)
    assert value is not None
    key = signer_for("RSA-SHA256").certificate.key
    assert isinstance(key, RSAPublicKey)
    key.verify(base64.b64decode(value[1]), octets.encode(), padding.PKCS1v15(), hashes.SHA256())


def test_canonical_octets_keep_namespaces_in_scope() -> None:
    """A known answer for inclusive C14N of a part: sorted attributes, all namespaces around, no empty-element tags."""
    from fahuo.customs.ceb.signature import canonical

    inner = b'<d:S xmlns:d="u:d"><d:I b="2" a="1"><d:K/></d:I></d:S>'
    root = etree.fromstring(b'<a:x xmlns:a="u:a" xmlns:xsi="u:i">' + inner + b"</a:x>")
    told = b'<d:I xmlns:a="u:a" xmlns:d="u:d" xmlns:xsi="u:i" a="1" b="2"><d:K></d:K></d:I>'
    assert canonical(root[0][0]) == told


@pytest.mark.parametrize("name", ["GM-2022", "GM-FIELD"])
def test_an_sm2_signature_is_bare_and_names_its_card(name: str) -> None:
    root = etree.fromstring(signed(name))
    value = root.findtext(f".//{{{DS}}}SignatureValue")
    assert value is not None
    assert len(value) == 88
    assert len(base64.b64decode(value)) == 64
    assert root.findtext(f".//{{{DS}}}KeyName") == signer_for(name).certificate.serial
    order = [etree.QName(child).localname for child in root]
    assert order == ["Inventory", "Inventory", "BaseTransfer", "Signature"]


def test_a_signature_stands_before_what_extends() -> None:
    root = etree.fromstring(unsigned())
    extension = etree.SubElement(root, "{http://www.chinaport.gov.cn/ceb}ExtendMessage")
    xml = sign(etree.tostring(root), signer_for("RSA-SHA256"), ALGORITHMS["RSA-SHA256"])
    assert etree.fromstring(xml)[-1].tag == extension.tag
    verify(xml, [signer_for("RSA-SHA256").certificate])


def test_the_longest_message_is_signed_checked_and_believed() -> None:
    """A hundred lists of a hundred lines: what others send is bounded more tightly than what we do."""
    lines = [list_line(gnum=number) for number in range(1, 101)]
    nodes = [export_list(number, lines=lines) for number in range(100)]
    xml = sign(write.message("CEB603", nodes, TRANSFER, guid()), signer_for("GM-2022"), ALGORITHMS["GM-2022"])
    assert check.schema_problems(xml) == []
    assert verify(xml, [signer_for("GM-2022").certificate])
    envelope = Envelope("M1", "DXPENT0000000001", ("DXPEDC0000000001",), "CEB603", AT, xml)
    assert unpack(pack(envelope)).content == from_json(to_json(envelope)).content == xml


def test_a_message_is_signed_once() -> None:
    with pytest.raises(MessageRefused, match="SIGNED_ALREADY"):
        sign(signed(), signer_for("RSA-SHA256"), ALGORITHMS["RSA-SHA256"])


def test_a_key_signs_with_its_own_algorithms_only() -> None:
    with pytest.raises(SignerRefused, match="wants a key of SM2"):
        sign(unsigned(), signer(KeySort.RSA), ALGORITHMS["GM-2022"])


def test_an_envelope_is_signed_in_the_same_way() -> None:
    envelope = Envelope("M1", "DXPENT0000000001", ("DXPEDC0000000001",), "CEB603", AT, signed())
    xml = sign(pack(envelope), signer_for("GM-2022"), ALGORITHMS["GM-2022"])
    assert verify(xml, [signer_for("GM-2022").certificate]).certificate.sort is KeySort.SM2


def test_another_prefix_and_white_space_do_not_matter_to_the_reader() -> None:
    xml = unsigned().replace(b"ceb:", b"").replace(b"xmlns:ceb", b"xmlns")
    xml = xml.replace(b"><BaseTransfer", b">\n <BaseTransfer")
    verify(sign(xml, signer_for("GM-2022"), ALGORITHMS["GM-2022"]), [signer_for("GM-2022").certificate])


def _text(old: bytes, new: bytes) -> Callable[[bytes], bytes]:
    def change(xml: bytes) -> bytes:
        assert old in xml
        return xml.replace(old, new, 1)

    return change


def _tree(change: Callable[[etree._Element, etree._Element], object]) -> Callable[[bytes], bytes]:
    def changed(xml: bytes) -> bytes:
        root = etree.fromstring(xml)
        signature = root.find(f"{{{DS}}}Signature")
        assert signature is not None
        change(root, signature)
        return etree.tostring(root)

    return changed


def _moved_down(root: etree._Element, signature: etree._Element) -> None:
    root[0].append(signature)


def _moved_first(root: etree._Element, signature: etree._Element) -> None:
    root.insert(0, signature)


def _wrapped(root: etree._Element, signature: etree._Element) -> None:
    """The classic: the signed document hides in an extension, another one stands where readers look."""
    inner = etree.fromstring(etree.tostring(root))
    inner.remove(inner.find(f"{{{DS}}}Signature"))
    root.find(".//{*}copNo").text = "FORGED"
    extension = etree.SubElement(root, "{http://www.chinaport.gov.cn/ceb}ExtendMessage")
    extension.append(inner)


def _twice(root: etree._Element, signature: etree._Element) -> None:
    signature.addprevious(etree.fromstring(etree.tostring(signature)))


def _hidden_twice(root: etree._Element, signature: etree._Element) -> None:
    signature.find(f"{{{DS}}}KeyInfo").append(etree.fromstring(etree.tostring(signature)))


def _transform_more(root: etree._Element, signature: etree._Element) -> None:
    transforms = signature.find(f".//{{{DS}}}Transforms")
    extra = etree.SubElement(transforms, f"{{{DS}}}Transform")
    extra.set("Algorithm", "http://www.w3.org/TR/1999/REC-xpath-19991116")


def _no_transform(root: etree._Element, signature: etree._Element) -> None:
    transforms = signature.find(f".//{{{DS}}}Transforms")
    transforms.remove(transforms[0])


def _reference_more(root: etree._Element, signature: etree._Element) -> None:
    info = signature[0]
    info.append(etree.fromstring(etree.tostring(info[-1])))


def _object(root: etree._Element, signature: etree._Element) -> None:
    etree.SubElement(signature, f"{{{DS}}}Object").text = "x"


TAMPERED: list[tuple[str, Callable[[bytes], bytes], str]] = [
    ("a value changed", _text(b">C1<", b">C9<"), "SIGNATURE_DIGEST"),
    ("white space added", _text(b"<ceb:BaseTransfer>", b"\n<ceb:BaseTransfer>"), "SIGNATURE_DIGEST"),
    ("the guid changed", _text(b'version="1.0"', b'version="1.1"'), "SIGNATURE_DIGEST"),
    ("a namespace added", _text(b" guid=", b' xmlns:z="u:z" guid='), "SIGNATURE_DIGEST"),
    ("a namespace that is no whole address", _text(b" guid=", b' xmlns:z="z" guid='), "NOT_XML"),
    ("white space behind the signature", _text(b"</ds:Signature>", b"</ds:Signature> "), "SIGNATURE_DIGEST"),
    ("a comment that cuts a text", _text(b">C1<", b">C<!-- -->1<"), "COMMENT"),
    ("a reference to a part", _text(b'URI=""', b'URI="#x"'), "SIGNATURE_SHAPE"),
    ("a reference to nothing", _text(b' URI=""', b""), "SIGNATURE_SHAPE"),
    ("exclusive canonical form", _text(b"TR/2001/REC-xml-c14n-20010315", b"2001/10/xml-exc-c14n#"), "SIGNATURE_SHAPE"),
    ("another digest", _text(b"xmlenc#sha256", b"xmlenc#sha512"), "SIGNATURE_ALGORITHM"),
    ("a weaker pair", _text(b"2001/04/xmldsig-more#rsa-sha256", b"2000/09/xmldsig#rsa-sha1"), "SIGNATURE_ALGORITHM"),
    ("a secret as signature", _text(b"xmldsig-more#rsa-sha256", b"xmldsig-more#hmac-sha256"), "SIGNATURE_ALGORITHM"),
    ("no base64", _text(b"<ds:SignatureValue>", b"<ds:SignatureValue>%%"), "SIGNATURE_SHAPE"),
    ("an attribute of the xml namespace", _text(b" guid=", b' xml:lang="zh" guid='), "SIGNATURE_SHAPE"),
    ("moved into a node", _tree(_moved_down), "SIGNATURE_SHAPE"),
    ("moved to the front", _tree(_moved_first), "SIGNATURE_SHAPE"),
    ("wrapped", _tree(_wrapped), "SIGNATURE_DIGEST"),
    ("twice", _tree(_twice), "SIGNATURE_SHAPE"),
    ("a second one in KeyInfo", _tree(_hidden_twice), "SIGNATURE_SHAPE"),
    ("one transform more", _tree(_transform_more), "SIGNATURE_SHAPE"),
    ("no transform", _tree(_no_transform), "SIGNATURE_SHAPE"),
    ("one reference more", _tree(_reference_more), "SIGNATURE_SHAPE"),
    ("an object inside", _tree(_object), "SIGNATURE_SHAPE"),
]


@pytest.mark.parametrize(("change", "expected"), [case[1:] for case in TAMPERED], ids=[case[0] for case in TAMPERED])
def test_what_was_changed_is_refused(change: Callable[[bytes], bytes], expected: str) -> None:
    assert reason(change(signed())) == expected


def test_changed_signature_values_are_refused() -> None:
    for name in ("RSA-SHA256", "GM-2022"):
        xml = signed(name)
        value = re.search(rb"<ds:SignatureValue>(.*)</ds:SignatureValue>", xml)
        assert value is not None
        other = b"B" if value[1][10:11] == b"A" else b"A"
        changed = value[1][:10] + other + value[1][11:]
        assert changed != value[1]
        assert reason(xml.replace(value[1], changed), name) == "SIGNATURE_VALUE"


def test_a_signature_of_somebody_else_is_worth_nothing_whatever_certificate_it_carries() -> None:
    stranger = signer(KeySort.RSA, "stranger")
    xml = sign(unsigned(), stranger, ALGORITHMS["RSA-SHA256"])
    assert reason(xml) == "SIGNATURE_KEY"
    # His signature under our number and our certificate.
    ours = signer(KeySort.RSA).certificate
    forged = xml.replace(stranger.certificate.serial.encode(), ours.serial.encode())
    forged = forged.replace(base64.b64encode(stranger.certificate.der), base64.b64encode(ours.der))
    assert forged != xml
    assert reason(forged) == "SIGNATURE_VALUE"


def test_a_signature_by_number_only_is_tried_with_the_key_of_that_number() -> None:
    for name in ("RSA-SHA256", "GM-2022"):
        ours = signer_for(name).certificate
        xml = re.sub(rb"<ds:X509Data>.*</ds:X509Data>", b"", signed(name))
        assert verify(xml, [bare(ours.serial, ours.key)]).certificate.serial == ours.serial
        assert reason(xml.replace(ours.serial.encode(), b"0123456789ABCDEF"), name) == "SIGNATURE_KEY"


def test_only_configured_algorithms_are_taken() -> None:
    certificate = signer_for("RSA-SHA1").certificate
    xml = sign(unsigned(), signer_for("RSA-SHA1"), ALGORITHMS["RSA-SHA1"])
    assert verify(xml, [certificate]).algorithms.name == "RSA-SHA1"
    with pytest.raises(MessageRefused, match="SIGNATURE_ALGORITHM"):
        verify(xml, [certificate], allowed=[ALGORITHMS["RSA-SHA256"], ALGORITHMS["GM-2022"]])


def test_without_a_signature_there_is_nothing_to_believe() -> None:
    assert reason(unsigned()) == "SIGNATURE_MISSING"
    assert reason(b"<a/>") == "SIGNATURE_MISSING"
