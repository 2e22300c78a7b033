"""The envelope, both ways; and what must not come through it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from fahuo.carriers.adapters.eccang import soap
from fahuo.kit.wire import UnreadableReply


def test_a_call() -> None:
    said = soap.wrap("createOrder", {"a": "<Größe> & ]]>", "w": Decimal("0.250")}, app_token="t", app_key="k&k")
    assert said.decode() == (
        "<?xml version='1.0' encoding='UTF-8'?>\n"
        '<SOAP-ENV:Envelope xmlns:SOAP-ENV="http://schemas.xmlsoap.org/soap/envelope/" '
        'xmlns:ns1="http://www.example.org/Ec/"><SOAP-ENV:Body><ns1:callService>'
        '<paramsJson>{"a":"&lt;Größe&gt; &amp; ]]&gt;","w":0.250}</paramsJson>'
        "<appToken>t</appToken><appKey>k&amp;k</appKey><service>createOrder</service>"
        "</ns1:callService></SOAP-ENV:Body></SOAP-ENV:Envelope>"
    )


def test_letters_that_xml_does_not_know_are_written_as_json_writes_them() -> None:
    said = soap.wrap("x", {"a": "\ufffe\x00"}, app_token="t", app_key="k")
    assert soap.unwrap(said, "paramsJson") == r'{"a":"\ufffe\u0000"}'


@pytest.mark.parametrize(
    "content",
    [
        b"<a:Envelope xmlns:a='x'><a:Body><b:r xmlns:b='y'><response> {1} </response></b:r></a:Body></a:Envelope>",
        b"<e><response><![CDATA[{1}]]></response></e>",
        b"<?xml version='1.0'?><!-- hello --><e><ns1:response xmlns:ns1='y'>{1}</ns1:response></e>",
    ],
)
def test_an_answer_in_each_shape(content: bytes) -> None:
    assert soap.unwrap(content) == "{1}"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"not xml",
        b"<e><response>",
        b"<e><response/></e>",
        b"<e>1</e>",
        b'<?xml version="1.0" encoding="nope"?><e/>',
        b'<!DOCTYPE e [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><e><response>&b;</response></e>',
        b'<!DOCTYPE e SYSTEM "file:///etc/hostname"><e><response>1</response></e>',
        b'<!DOCTYPE e [<!ENTITY x SYSTEM "file:///etc/hostname">]><e><response>&x;</response></e>',
    ],
)
def test_what_is_no_answer(content: bytes) -> None:
    with pytest.raises(UnreadableReply):
        soap.unwrap(content)


def test_deeply_nested_elements_do_no_harm() -> None:
    with pytest.raises(UnreadableReply):
        soap.unwrap(b"<a>" * 100_000 + b"</a>" * 100_000)


def test_a_fault_is_told_from_an_answer() -> None:
    with pytest.raises(soap.SoapFault, match="Procedure not present"):
        soap.unwrap(b"<e><Fault><faultcode>c</faultcode><faultstring>Procedure not present</faultstring></Fault></e>")
