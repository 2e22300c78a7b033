"""`fahuo emulate-receivers`: receivers to rehearse with, which say what arrived."""

from __future__ import annotations

import re
import subprocess
import sys

from fahuo.carriers.emulation.web import web
from tests.fixtures.waiting import LONGEST_S


def test_what_arrives_is_listed_and_what_is_not_signed_is_turned_away() -> None:
    arguments = ["emulate-receivers", "--port", "0", "--mail-port", "0", "--fault", "WECOM:LIMITED"]
    process = subprocess.Popen([sys.executable, "-m", "fahuo", *arguments], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        lines = [process.stdout.readline() for _ in range(6)]
        webhook, _dingtalk, wecom, _sms, _mail, listed = (re.findall(r"http://\S+|$", line)[0] for line in lines)
        message = {"msgtype": "markdown", "markdown": {"content": "x"}}
        assert web().post(wecom, json=message).json()["errcode"] == 45009
        assert web().post(wecom, json=message).json()["errcode"] == 0
        assert web().post(webhook, json={}).status_code == 401
        found = web().get(listed).json()
        assert found["arrived"]["WECOM"] == [message]
        assert found["turned_away"] == [{"door": "WEBHOOK", "why": "time stamp"}]
    finally:
        process.terminate()
        process.communicate(timeout=LONGEST_S)


def test_a_fault_that_is_none_is_refused() -> None:
    arguments = [sys.executable, "-m", "fahuo", "emulate-receivers", "--fault", "PIGEON:LOST"]
    done = subprocess.run(arguments, capture_output=True, text=True, check=False)
    assert (done.returncode, "Not a fault: 'PIGEON:LOST'" in done.stderr) == (2, True)
