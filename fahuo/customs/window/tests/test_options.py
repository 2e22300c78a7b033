"""Options of the emulated window that are taken, and those that are not."""

from __future__ import annotations

import base64
import json
from typing import Any

import pytest

from fahuo.customs.ceb.tests.keys import signer_for
from fahuo.customs.window.options import OptionsRefused, read_file, read_options
from fahuo.customs.window.tests.desk import plain_firm


@pytest.mark.parametrize(
    "plain",
    [
        {"nonsense": 1},
        {"clock": 1},
        {"reject": 2},
        {"skip": -0.1},
        {"step_s": -1},
        {"faults": ["post:nonsense"]},
        {"declarants": [{"account": "x"}]},
        {"declarants": [plain_firm() | {"certificate": "AAAA"}]},
        {"declarants": [plain_firm() | {"algorithms": ["MD5"]}]},
    ],
)
def test_options_that_cannot_be_are_refused(plain: dict[str, Any]) -> None:
    with pytest.raises(ValueError):
        read_options(plain)


def test_a_file_of_options_names_certificates_beside_it(tmp_path: Any) -> None:
    (tmp_path / "card.der").write_bytes(signer_for("GM-2022").certificate.der)
    firm = {name: value for name, value in plain_firm().items() if name != "certificate"}
    lines = [f"{name} = {json.dumps(value)}" for name, value in firm.items()]
    text = "step_s = 2\n[[declarants]]\n" + "\n".join(lines) + '\ncertificate_file = "card.der"\n'
    (tmp_path / "window.toml").write_text(text, encoding="utf-8")
    options = read_options(read_file(tmp_path / "window.toml"))
    assert options.step_s == 2
    assert options.declarants[0].certificate == signer_for("GM-2022").certificate
    with pytest.raises(OptionsRefused):
        read_file(tmp_path / "none.toml")


def test_a_certificate_may_come_as_text() -> None:
    pem = base64.encodebytes(signer_for("RSA-SHA256").certificate.der).decode()
    text = f"-----BEGIN CERTIFICATE-----\n{pem}-----END CERTIFICATE-----\n"
    assert read_options({"declarants": [plain_firm() | {"certificate": text}]}).declarants
