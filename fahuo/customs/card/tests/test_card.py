"""Signing with a card, over real sockets, with an emulated card on the other side."""

from __future__ import annotations

import logging
import socket
import traceback
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from fahuo.customs.card import failures, wire
from fahuo.customs.card.client import CardClient, is_address
from fahuo.customs.card.emulator import EmulatedCard, running
from fahuo.customs.card.signer import CardSigner
from fahuo.customs.ceb.algorithms import ALGORITHMS, KeySort
from fahuo.customs.ceb.certificates import read_certificate
from fahuo.customs.ceb.signature import sign, verify
from fahuo.customs.ceb.signers import SignerRefused
from fahuo.customs.ceb.tests.keys import identity
from fahuo.customs.ceb.tests.papers import TRANSFER, export_list, guid
from fahuo.customs.ceb.write import message
from fahuo.kit.networks import networks_of
from tests.fixtures.waiting import LONGEST_S, wait_until

LOOPBACK = networks_of(["127.0.0.0/8"])
PIN = "88888888"
RSA = ALGORITHMS["RSA-SHA1"]


def card_of(sort: KeySort = KeySort.RSA, **options) -> EmulatedCard:
    return EmulatedCard(sort=sort, pin=PIN, identity=identity(sort), **options)


def signer(url: str, card: EmulatedCard, pin: str = PIN, answer_within_s: float = LONGEST_S) -> CardSigner:
    return CardSigner(CardClient(url, pin, LOOPBACK, answer_within_s), read_certificate(card.certificate))


@pytest.mark.parametrize("name", ["RSA-SHA1", "GM-2022", "GM-FIELD"])
def test_a_message_that_a_card_signed_is_verified(name):
    algorithms = ALGORITHMS[name]
    card = card_of(algorithms.keys, algorithms=name)
    with running(card) as url:
        unsigned = message("CEB603", [export_list(number) for number in range(100)], TRANSFER, guid())
        signed = sign(unsigned, signer(url, card), algorithms)
    assert verify(signed, [read_certificate(card.certificate)]).algorithms is algorithms
    assert (card.asked, card.signed) == (1, 1)  # one signature, however many nodes a message has


@pytest.mark.parametrize(
    ("fault", "failure", "left"),
    [
        ("no_card", failures.NotInserted, 5),
        ("disconnect", failures.NoAnswer, 5),
        ("garbage", failures.NoAnswer, 5),
        ("other_card", failures.OtherCertificate, 5),
        ("wrong_data", failures.SignatureWrong, 5),
        ("refuse", failures.SigningRefused, 5),
    ],
)
def test_what_goes_wrong_has_its_own_name_and_is_asked_once(fault, failure, left):
    card = card_of(fault=fault)
    with running(card) as url, pytest.raises(failures.CardFailed) as raised:
        signer(url, card).sign(b"octets", RSA)
    assert type(raised.value) is failure
    assert (card.asked, card.left) == (1, left)


def test_a_wrong_pin_is_tried_once_for_each_question_and_the_sixth_finds_the_card_locked():
    card = card_of()
    with running(card) as url:
        wrong = signer(url, card, pin="12345678")
        seen = []
        for _ in range(6):
            with pytest.raises(failures.CardFailed) as raised:
                wrong.sign(b"octets", RSA)
            seen.append(type(raised.value))
        with pytest.raises(failures.CardLocked):  # the right one does not help any more
            signer(url, card).sign(b"octets", RSA)
    assert seen == [failures.PinWrong] * 4 + [failures.CardLocked] * 2
    assert all(one.stops for one in set(seen))
    assert (card.asked, card.signed, card.left) == (7, 0, 0)


def test_a_slow_card_is_given_up_before_it_answers():
    card = card_of(fault="slow")
    with running(card) as url:
        with pytest.raises(failures.NoAnswer, match=r"0\.2 s"):
            signer(url, card, answer_within_s=0.2).sign(b"octets", RSA)
        wait_until(lambda: card.asked == 1)
    assert card.signed == 0


@pytest.mark.parametrize(
    "url", ["ws://127.0.0.1:1", "ws://192.0.2.1:61232", "ws://nowhere.invalid:61232", "ws://169.254.169.254:80"]
)
def test_where_nobody_listens_or_nobody_may_be_asked_the_pin_does_not_go(url):
    with pytest.raises(failures.NotReached) as raised:
        signer(url, card_of()).sign(b"octets", RSA)
    assert (raised.value.stops, raised.value.doubtful) == (False, False)


def test_a_server_that_sends_elsewhere_is_not_followed():
    """No redirect is taken: the PIN would go where nobody allowed."""
    other = card_of()
    with running(other) as elsewhere, socket.create_server(("127.0.0.1", 0)) as server:
        answer = f"HTTP/1.1 302 Found\r\nLocation: {elsewhere}\r\nContent-Length: 0\r\n\r\n".encode()

        def send_on() -> None:
            line, _ = server.accept()
            with line:
                line.recv(4096)
                line.sendall(answer)

        ours = signer(f"ws://127.0.0.1:{server.getsockname()[1]}", other)
        with ThreadPoolExecutor(1) as pool:
            pool.submit(send_on)
            with pytest.raises(failures.NotReached):
                ours.sign(b"octets", RSA)
    assert other.asked == 0


def test_a_card_signs_one_thing_at_a_time():
    card = card_of(sign_s=0.05)
    with running(card) as url, ThreadPoolExecutor(8) as pool:
        done = list(pool.map(lambda number: signer(url, card).sign(b"%d" % number, RSA), range(8)))
    assert len(set(done)) == card.signed == 8
    assert card.most_at_once == 1


def test_a_key_of_the_wrong_sort_is_refused_before_the_card_is_asked():
    card = card_of()
    with running(card) as url, pytest.raises(SignerRefused):
        signer(url, card).sign(b"octets", ALGORITHMS["GM-2022"])
    assert card.asked == 0


@pytest.mark.parametrize("fault", ["", "refuse", "disconnect", "slow"])
def test_the_pin_is_in_no_log_no_name_and_no_exception(caplog, fault):
    caplog.set_level(logging.DEBUG)
    card = card_of(fault=fault)
    said = ""
    with running(card) as url:
        ours = signer(url, card, answer_within_s=0.1 if fault == "slow" else LONGEST_S)
        try:
            ours.sign(b"octets", RSA)
        except failures.CardFailed as error:
            said = "".join(traceback.format_exception(error)) + repr(error) + repr(error.args)
    assert bool(said) is bool(fault)
    said += caplog.text + repr(ours) + repr(ours._client) + repr(card)
    assert PIN not in said


@pytest.mark.parametrize(
    ("faults", "failure"),
    [
        (["[读卡器底层库]复位读卡器失败:错误码=50070", "Err:Custom50070"], failures.NotInserted),
        (["[读卡器底层库]校验口令失败", "Err:Custom50021"], failures.PinWrong),
        (["密码错误，剩余 3 次"], failures.PinWrong),
        (["PIN incorrect"], failures.PinWrong),
        (["口令错误，卡已被锁定"], failures.CardLocked),
        (["密码设备忙"], failures.SigningRefused),
        (["blocked by policy"], failures.SigningRefused),
        ([], failures.SigningRefused),
        (None, failures.SigningRefused),
    ],
)
def test_words_of_refusal(faults, failure):
    found = wire.refusal(faults, PIN)
    assert type(found) is failure
    assert found.stops or failure is failures.NotInserted


@pytest.mark.parametrize(
    "text",
    ["", "[]", "{}", '{"Result":"true"}', '{"Result":true}', '{"Result":true,"Data":["?"]}', b"\xff",
     '{"_method":"cus-sec_SpcSignDataAsPEM","_id":1,"_args":[]}'],
)  # fmt: skip
def test_an_answer_without_a_signature_is_none(text):
    with pytest.raises(failures.NoAnswer):
        wire.reply(text, 1, PIN)


@pytest.mark.parametrize(
    "text",
    ['{"_method":"open"}', '{"_method":"cus-sec_SpcSignDataAsPEM","_id":2,"_args":{"Result":true,"Data":["QQ=="]}}'],
)
def test_what_answers_something_else_is_passed_over(text):
    assert wire.reply(text, 1, PIN) is None


@pytest.mark.parametrize("number", ['"1"', "1"])
def test_both_shapes_of_an_answer_are_read(number):
    inner = '{"Result":true,"Data":["QU\\nJD","01691fe9"],"Error":[]}'
    whole = f'{{"_method":"cus-sec_SpcSignDataAsPEM","_id":{number},"_status":"00","_args":{inner}}}'
    assert wire.reply(inner, 1, PIN) == wire.reply(whole, 1, PIN) == wire.Reply(b"ABC", "01691fe9")
    with pytest.raises(failures.SigningRefused):
        wire.reply(whole.replace('"00"', '"01"'), 1, PIN)


@pytest.mark.parametrize(
    ("url", "good"),
    [
        ("ws://127.0.0.1:61232", True),
        ("ws://192.168.1.20", True),
        ("wss://card.local:61231/", True),
        ("http://127.0.0.1", False),
        ("ws://", False),
        ("ws://127.0.0.1:0", False),
        ("ws://127.0.0.1:99999", False),
        ("ws://me:88888888@127.0.0.1", False),
        ("ws://127.0.0.1/path", False),
        ("ws://127.0.0.1/?x=1", False),
    ],
)
def test_the_form_of_an_address(url, good):
    assert is_address(url) is good


def test_the_number_of_a_certificate_may_lack_noughts_or_be_missing():
    card = card_of()
    with running(card) as url:
        ours = signer(url, card)
        plain = ours._certificate
        longer = CardSigner(ours._client, replace(plain, serial="0000" + plain.serial))
        assert longer.sign(b"octets", RSA) == ours.sign(b"octets", RSA)
