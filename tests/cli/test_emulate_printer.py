"""`fahuo emulate-printer`: a printer to rehearse with, which keeps what it prints as files and pictures."""

from __future__ import annotations

import re
import socket
import subprocess
import sys
from pathlib import Path

from fahuo.kit.networks import networks_of
from fahuo.printing.domain import Place, place_of
from fahuo.printing.transports import Patience, Reach, ask
from fahuo.printing.transports.host_status import read
from tests.fixtures.waiting import LONGEST_S

REACH = Reach(networks_of(["127.0.0.0/8"]), Patience())


def test_both_doors_open_and_labels_are_kept(tmp_path: Path) -> None:
    keep = tmp_path / "kept"
    arguments = ["emulate-printer", "--raw-port", "0", "--ipp-port", "0", "--keep", str(keep), "--fault", "paper_out"]
    process = subprocess.Popen([sys.executable, "-m", "fahuo", *arguments], stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    try:
        raw, ipp = (re.findall(r"\S+:\d+\S*", process.stdout.readline())[0] for _ in range(2))
        place = place_of("RAW", raw)
        assert isinstance(place, Place)
        with socket.create_connection((place.host, place.port)) as line:
            line.sendall(b"^XA^PW812^LL1218^FO50,50^GB300,100,5^FS^XZ~HS")
            status = read(line.recv(1000))
        assert status is not None
        assert status.paper_out
        for connection, address, file_format in (("RAW", raw, "ZPL"), ("IPP", ipp, "PDF")):
            trouble = ask(connection, address, file_format, reach=REACH)
            assert trouble is not None
            assert trouble.code == "PRINTER_PAPER_OUT"
    finally:
        process.terminate()
        process.communicate(timeout=LONGEST_S)
    assert process.returncode == 0
    assert sorted(path.name for path in keep.iterdir()) == ["0001-1.png", "0001.zpl"]
    assert (keep / "0001-1.png").read_bytes().startswith(b"\x89PNG")
