"""Outgoing HTTP: what arrives, what is refused, what stays in doubt."""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

from fahuo.kit import http, http_pool
from fahuo.kit.http_pool import AddressRefused
from tests.fixtures.ports import nobody_listens
from tests.fixtures.waiting import LONGEST_S

Answer = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
OK = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nOK"


@asynccontextmanager
async def server(answer: Answer, tls: ssl.SSLContext | None = None) -> AsyncIterator[str]:
    """A server that does exactly what it is told."""
    open_writers = []

    async def accepted(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        open_writers.append(writer)
        try:
            await answer(reader, writer)
        finally:
            writer.close()

    listening = await asyncio.start_server(accepted, "127.0.0.1", ssl=tls)
    try:
        yield f"http://127.0.0.1:{listening.sockets[0].getsockname()[1]}"
    finally:
        for writer in open_writers:
            writer.close()
        listening.close()
        await asyncio.sleep(0)


async def read_request(reader: asyncio.StreamReader) -> bytes:
    head = await reader.readuntil(b"\r\n\r\n")
    length = next((int(line[15:]) for line in head.lower().split(b"\r\n") if line.startswith(b"content-length:")), 0)
    return head + await reader.readexactly(length)


def ask(answer: Answer, times: int = 1, *, answer_within_s: float = LONGEST_S) -> list[str]:
    """Send POSTs to a server that answers so; return the bodies that came back."""

    async def run() -> list[str]:
        async with server(answer) as url, http.client(loopback=[url], answer_within_s=answer_within_s) as client:
            request = [client.build_request("POST", f"{url}/path", content=b"hello") for _ in range(times)]
            return [(await http.send(client, one)).text for one in request]

    return asyncio.run(run())


def test_one_connection_serves_many_calls() -> None:
    connections = []

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connections.append(1)
        for _ in range(3):
            assert (await read_request(reader)).endswith(b"hello")
            writer.write(OK)

    assert ask(answer, times=3) == ["OK", "OK", "OK"]
    assert len(connections) == 1


def test_a_connection_that_the_server_closed_is_not_used_again() -> None:
    connections = []

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connections.append(1)
        await read_request(reader)
        writer.write(b"HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 2\r\n\r\nOK")

    assert ask(answer, times=3) == ["OK", "OK", "OK"]
    assert len(connections) == 3


def idle(client: httpx.AsyncClient) -> list[http_pool.Connection]:
    """Return the connections that wait for the next call."""
    return [one for lane in client._transport._lanes.values() for one in lane.idle]  # type: ignore[attr-defined]


def test_a_connection_that_was_closed_while_idle_is_not_used_again() -> None:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await read_request(reader)
        writer.write(OK)

    async def run() -> list[str]:
        async with server(answer) as url, http.client(loopback=[url]) as client:
            texts = []
            for _ in range(3):
                texts.append((await http.send(client, client.build_request("POST", url, content=b"hello"))).text)
                while any(one.usable for one in idle(client)):  # the server's end of the connection arrives
                    await asyncio.sleep(0)
            return texts

    assert asyncio.run(asyncio.wait_for(run(), LONGEST_S)) == ["OK", "OK", "OK"]


def test_a_chunked_answer_is_put_together() -> None:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await read_request(reader)
        writer.write(b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1\r\nO\r\n1\r\nK\r\n0\r\n\r\n")

    assert ask(answer) == ["OK"]


async def silent(reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
    await reader.read()


async def hangs_up(reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
    await read_request(reader)


async def breaks_off(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await read_request(reader)
    writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 99\r\n\r\nhalf")


async def babbles(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await read_request(reader)
    writer.write(b"SMTP ready\r\n\r\n")


async def drowns(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await read_request(reader)
    writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: 30000000\r\n\r\n")
    for _ in range(30):
        writer.write(bytes(1_000_000))
        await writer.drain()


@pytest.mark.parametrize("answer", [silent, hangs_up, breaks_off, babbles, drowns])
def test_a_request_that_left_and_has_no_whole_answer_is_in_doubt(answer: Answer) -> None:
    with pytest.raises(http.NoAnswer):
        ask(answer, answer_within_s=3 if answer is silent else LONGEST_S)


def test_after_a_broken_answer_the_next_call_is_well() -> None:
    seen = []

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        seen.append(1)
        await (breaks_off(reader, writer) if len(seen) == 1 else well(reader, writer))

    async def well(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await read_request(reader)
        writer.write(OK)

    async def run() -> str:
        async with server(answer) as url, http.client(loopback=[url]) as client:
            with pytest.raises(http.NoAnswer):
                await http.send(client, client.build_request("GET", url))
            return (await http.send(client, client.build_request("GET", url))).text

    assert asyncio.run(run()) == "OK"


def test_nobody_listens_means_nothing_was_sent() -> None:
    async def run(url: str) -> None:
        async with http.client(loopback=[url]) as client:
            await http.send(client, client.build_request("POST", url, content=b"hello"))

    with nobody_listens() as nobody, pytest.raises(http.NotSent, match="cannot connect"):
        asyncio.run(run(f"http://{nobody}"))


@pytest.mark.parametrize(
    ("url", "headers"),
    [
        ("https://a..b/", {}),  # no name
        ("http://127.0.0.1:99999/", {}),  # no port
        ("{url}", {"X-Token": "a\nb"}),  # no header
    ],
)
def test_what_cannot_be_sent_was_not_sent(url: str, headers: dict[str, str]) -> None:
    async def run() -> None:
        async with server(silent) as here, http.client(loopback=[here, "http://127.0.0.1:99999"]) as client:
            await http.send(client, client.build_request("GET", url.format(url=here), headers=headers))

    with pytest.raises(http.NotSent) as caught:
        asyncio.run(run())
    assert not isinstance(caught.value, AddressRefused)
    assert "a\nb" not in str(caught.value)


def test_loopback_is_refused_unless_named() -> None:
    reached = []

    async def answer(reader: asyncio.StreamReader, _writer: asyncio.StreamWriter) -> None:
        reached.append(await reader.read())

    async def run() -> None:
        async with server(answer) as url, http.client(loopback=["http://127.0.0.1:9"]) as client:
            await http.send(client, client.build_request("POST", url, content=b"hello"))

    with pytest.raises(http.NotSent, match="no public address") as caught:
        asyncio.run(run())
    assert isinstance(caught.value.__cause__, AddressRefused)
    assert reached == []


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> str:
    """A certificate for `localhost` that nobody has signed but itself, with its key."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    begins = datetime.now(UTC) - timedelta(days=1)
    signed = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(begins + timedelta(days=3))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("tls") / "both.pem"
    private = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    path.write_bytes(private + signed.public_bytes(Encoding.PEM))
    return str(path)


def ask_over_tls(certificate: str, host: str) -> str:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await read_request(reader)
        writer.write(OK)

    async def run() -> str:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.load_cert_chain(certificate)
        async with server(answer, context) as url:
            address = url.replace("http://127.0.0.1", f"https://{host}")
            async with http.client(loopback=[address]) as client:
                return (await http.send(client, client.build_request("GET", address))).text

    return asyncio.run(run())


def test_a_certificate_that_nobody_vouches_for_stops_the_call(certificate: str) -> None:
    with pytest.raises(http.NotSent, match="certificate verify failed"):
        ask_over_tls(certificate, "localhost")


def test_a_trusted_certificate_must_be_for_the_name_that_was_asked(
    certificate: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Connecting goes by address; the name is still what is checked."""
    monkeypatch.setattr(http_pool, "_tls", lambda: ssl.create_default_context(cafile=certificate))
    assert ask_over_tls(certificate, "localhost") == "OK"
    with pytest.raises(http.NotSent, match="certificate verify failed"):
        ask_over_tls(certificate, "127.0.0.1")


def test_redirects_are_not_followed() -> None:
    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await read_request(reader)
        writer.write(b"HTTP/1.1 302 Found\r\nlocation: http://169.254.169.254/\r\ncontent-length: 4\r\n\r\nmove")

    assert ask(answer) == ["move"]


def test_a_hundred_calls_share_no_more_connections_than_allowed() -> None:
    open_now, most = 0, 0

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        nonlocal open_now, most
        open_now += 1
        most = max(most, open_now)
        try:
            while True:
                await read_request(reader)
                await asyncio.sleep(0.002)
                writer.write(OK)
        except asyncio.IncompleteReadError:
            open_now -= 1

    async def run() -> list[str]:
        async with server(answer) as url, http.client(loopback=[url], connections=5) as client:
            calls = [http.send(client, client.build_request("GET", url)) for _ in range(100)]
            return [response.text for response in await asyncio.gather(*calls)]

    assert asyncio.run(run()) == ["OK"] * 100
    assert most == 5
