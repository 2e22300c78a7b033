"""Transcripts: what was said over the wire, fit for a log, a page or a bug report.

Secrets (keys, tokens, signatures) and personal data (names, phones, streets, e-mail) are replaced by what they were.
Countries, postcodes, weights, goods and numbers of shipments stay: without them a refusal cannot be understood.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping
from typing import Any
from urllib.parse import parse_qsl, urlencode
from xml.sax.saxutils import escape, unescape

import httpx
import msgspec

SECRET, PERSON = "[secret]", "[personal]"
_KEYS_OF_SECRETS = """
    token accesstoken refreshtoken apitoken appsecret appkey secret apisecret apikey key sign signature password passwd
    authorization cookie setcookie sourcekey encryptkey encrypt checkword credential credentials privatekey
    xopenapisignature clientsecret 17token proxyauthorization datadigest msgdigest xauthtoken encodingaeskey
"""
_KEYS_OF_PERSONS = """
    name firstname lastname fullname contact contactname contactperson receivername sendername consignee phone
    phonenumber mobile mobilephone mobileno telephone tel phoneno email mail address addressline addresslines address1
    address2 address3 detailaddress street street1 street2 street3 housenumber shortaddress taxnumber taxid
    attentionname emailaddress taxidentificationnumber certificatecode idnumber passport vatcode eori eorinumber pccc
    shippername shipperstreet shippertelephone shippermobile shipperemail company telno checkphoneno certcardno vat
    addressline1 addressline2 addressline3 companyname taxno passportid regionfifth regionsixth contacti18n addressi18n
    streetaddress1 streetaddress2 mobilenumber vatno eorino certificateno
"""
# Compared in small letters without hyphens and underscores: `App-Secret`, `app_secret` and `appSecret` are one.
SECRET_KEYS = frozenset(_KEYS_OF_SECRETS.split())
PERSON_KEYS = frozenset(_KEYS_OF_PERSONS.split())
# Bulky and worthless in a log; a label also shows the recipient.
BULKY_KEYS = frozenset({"graphicimage", "labelstring", "base64string", "labelbase64"})
LONGEST = 8_000
LONGEST_WORD = 1_000
# Reading a body takes half a second for each million signs in the worst case, and everybody else waits meanwhile.
LARGEST = 1_000_000
_BASE64 = re.compile(r"[A-Za-z0-9+/_=\r\n-]++")

# Each begins at a boundary or a rare sign, so that a page of one long word costs no more than any other.
# Possessive, and stopping at the next beginning: what does not fit is given up at once.
_XML_TEXT = re.compile(
    r"<([\w.:-]++)(\s[^<>]*+)?>(?:<!\[CDATA\[((?:[^\]<]|\](?!\]>)|<(?!!\[CDATA))*+)\]\]>|([^<]++))</\1>"
)
_FORM = re.compile(r"[\w.%-]++=[^\s&]*+(?:&[\w.%-]++=[^\s&]*+)*+")
_PATTERNS = (
    (re.compile(r"(?i)\b(bearer|basic)\s+[A-Za-z0-9+/=._~-]{8,}"), rf"\1 {SECRET}"),
    (re.compile(r"(?i)([?&;\s\"']|^)((?:access_?)?token|api_?token|sign(?:ature)?|(?:app_?)?secret|authorization|"
                r"api_?key|app_?key|password)(\"?\s*[=:]\s*\"?)[^\s&\"',;}]+"), rf"\1\2\3{SECRET}"),
    (re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+"), PERSON),
    (re.compile(r"\+\d[\d ()-]{6,}\d"), PERSON),
)  # fmt: skip


def scrub(value: Any, *, secrets: Iterable[str] = ()) -> Any:
    """Return a copy of text, bytes, mapping or list without secrets and personal data.

    `secrets` are values known to be secret (an account's credentials): they vanish wherever they stand.
    Text that is JSON is scrubbed by its keys, text that is XML by the names of its elements; other text by patterns.
    """
    known = tuple(secret for secret in secrets if len(secret) >= 4)
    return _scrub(value, known)


def exchange(
    request: httpx.Request,
    response: httpx.Response | None,
    *,
    secrets: Iterable[str] = (),
    said: bytes | None = None,
    heard: bytes | None = None,
) -> str:
    """Return request and answer as scrubbed text, bodies cut to 8,000 characters; `response` None means none came.

    Where bodies are encrypted, `said` and `heard` are what they say.
    """
    known = tuple(secret for secret in secrets if len(secret) >= 4)
    lines = [f"> {request.method} {_scrub_url(request.url, known)}", *_headers(request.headers, ">", known)]
    lines += ["", _body(request.content if said is None else said, known), ""]
    if response is None:
        return "\n".join([*lines, "< no answer"])
    answer = response.content if heard is None else heard
    lines += [f"< {response.status_code}", *_headers(response.headers, "<", known), "", _body(answer, known)]
    return "\n".join(lines)


def _scrub(value: Any, known: tuple[str, ...]) -> Any:
    if isinstance(value, Mapping):
        return {key: _scrub_entry(str(key), entry, known) for key, entry in value.items()}
    if isinstance(value, list | tuple):
        return [_scrub(entry, known) for entry in value]
    if isinstance(value, bytes):
        return _scrub_text(value.decode("utf-8", "replace"), known)
    return _scrub_text(value, known) if isinstance(value, str) else value


def _scrub_entry(key: str, value: Any, known: tuple[str, ...]) -> Any:
    plain = _plain(key)
    if value in ("", None) or isinstance(value, bool):
        return value
    if plain in SECRET_KEYS:
        return SECRET
    if plain in PERSON_KEYS:
        return PERSON
    if isinstance(value, str) and (plain in BULKY_KEYS or _is_encoded_file(value)):
        return f"[{len(value)} characters]"
    return _scrub(value, known)


@functools.lru_cache(maxsize=4096)
def _plain(key: str) -> str:
    return re.sub(r"[^a-z0-9]", "", key.lower())


def _is_encoded_file(text: str) -> bool:
    """Tell whether this is a file as base64: long, and nothing else in it. Labels show names and streets."""
    return len(text) > LONGEST_WORD and _BASE64.fullmatch(text) is not None


def _scrub_text(text: str, known: tuple[str, ...]) -> str:
    if text.lstrip()[:1] in ("{", "["):
        try:
            return msgspec.json.encode(_scrub(msgspec.json.decode(text), known)).decode()
        except msgspec.DecodeError:
            pass
        except RecursionError:
            return f"[{len(text)} characters of JSON, nested too deeply to be read]"
    if text.lstrip()[:1] == "<":
        text = _XML_TEXT.sub(lambda found: _scrub_element(found, known), text)
    for secret in known:
        text = text.replace(secret, SECRET)
    if text.isalnum():  # most values are; every pattern needs some other sign
        return text
    for pattern, replacement in _PATTERNS:
        text = pattern.sub(replacement, text)
    return text


def _scrub_element(found: re.Match[str], known: tuple[str, ...]) -> str:
    """Scrub the text of one XML element by the element's name; JSON inside it by its own keys."""
    name, attributes, raw, written = found.groups()
    plain = raw if written is None else unescape(written.strip())
    scrubbed = _scrub_entry(name.rpartition(":")[2], plain, known)
    return f"<{name}{attributes or ''}>{escape(str(scrubbed))}</{name}>"


def _scrub_form(text: str, known: tuple[str, ...]) -> str:
    """Scrub a form by the names of its fields, and write it readably; JSON in a field by its own keys."""
    fields = parse_qsl(text, keep_blank_values=True)
    return "&".join(f"{key}={_scrub_entry(key, entry, known)}" for key, entry in fields)


def _scrub_url(url: httpx.URL, known: tuple[str, ...]) -> str:
    query = [(key, _scrub_entry(key, entry, known)) for key, entry in parse_qsl(url.query.decode("ascii", "replace"))]
    address = _scrub_text(f"{url.scheme}://{url.host}{url.path}", known)
    return f"{address}?{urlencode(query, safe='[]')}" if query else address


def _headers(headers: httpx.Headers, mark: str, known: tuple[str, ...]) -> list[str]:
    return [f"{mark} {name}: {_scrub_entry(name, value, known)}" for name, value in headers.items()]


def _body(content: bytes, known: tuple[str, ...]) -> str:
    if content.startswith(b"%PDF"):
        return f"[{len(content)} bytes of PDF]"
    if len(content) > LARGEST:
        return f"[{len(content)} bytes]"
    written = content.decode("utf-8", "replace")
    text = _scrub_form(written, known) if _FORM.fullmatch(written) else _scrub_text(written, known)
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}… [{len(text)} characters]"
