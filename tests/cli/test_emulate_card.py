"""`fahuo emulate-card`: a card to rehearse with, over a real socket, with our own client."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

from fahuo.customs.card import emulator
from fahuo.customs.card.client import CardClient
from fahuo.customs.card.failures import PinWrong
from fahuo.customs.card.signer import CardSigner
from fahuo.customs.ceb.algorithms import ALGORITHMS
from fahuo.customs.ceb.certificates import read_certificate
from fahuo.kit.networks import networks_of
from fahuo.site.cli import emulate_card
from tests.fixtures.waiting import LONGEST_S

COMMAND = [sys.executable, "-m", "fahuo", "emulate-card"]


def test_the_card_opens_and_signs_what_its_certificate_proves(tmp_path: Path) -> None:
    file = tmp_path / "card.der"
    arguments = ["--port", "0", "--sort", "SM2", "--pin", "24681357", "--certificate", str(file)]
    process = subprocess.Popen([*COMMAND, *arguments], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        url = re.findall(r"ws://\S+:\d+", process.stdout.readline())[0]
        certificate = read_certificate(file.read_bytes())
        reach = networks_of(["127.0.0.0/8"])
        assert len(CardSigner(CardClient(url, "24681357", reach), certificate).sign(b"x", ALGORITHMS["GM-2022"])) == 64
        with pytest.raises(PinWrong):
            CardSigner(CardClient(url, "88888888", reach), certificate).sign(b"x", ALGORITHMS["GM-2022"])
    finally:
        process.terminate()
        process.communicate(timeout=LONGEST_S)
    assert process.returncode == 0


def test_every_fault_of_the_card_can_be_asked_for() -> None:
    assert emulate_card.FAULTS == emulator.FAULTS


def test_what_cannot_be_is_said_in_a_sentence() -> None:
    done = subprocess.run([*COMMAND, "--algorithms", "GM-2022"], capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert "RSA-SHA1" in done.stderr
