"""A ZPL renderer that is not ours (Zebrash, compiled for Node.js): what it draws, our reader must have meant.

`scripts/zpl_renderer.sh` installs it; where that failed, `MISSING` says so and the tests skip.
"""

from __future__ import annotations

import base64
import io
import json
import re
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from PIL import Image

from fahuo.kit.barcode import Grey
from fahuo.labels.dots import Head

_ROOT = Path(sys.prefix)
_NODE = _ROOT / "bin" / "node"
_RENDERER = _ROOT / "zpl-renderer" / "node_modules" / "zpl-renderer-js" / "dist" / "index.cjs.js"
MISSING = (
    "" if _NODE.exists() and _RENDERER.exists() else "zpl-renderer-js is not installed (sh scripts/zpl_renderer.sh)"
)
_PROGRAM = """
const fs = require("fs");
const jobs = JSON.parse(fs.readFileSync(0));
require(process.argv[1]).ready.then(async ({ api }) => {
  const pictures = [];
  for (const { zpl, width, height, density } of jobs) {
    pictures.push(await api.zplToBase64MultipleAsync(zpl, width, height, density));
  }
  fs.writeSync(1, JSON.stringify(pictures) + "\\n");
  process.exit(0);
}).catch((error) => { console.error(String(error)); process.exit(1); });
"""


def drawn(files: Sequence[tuple[bytes, Head]]) -> list[Grey]:
    """Return the last label of each file, one pixel a dot, of the size that its ^PW and ^LL say."""
    jobs = [_job(content.decode("cp1252"), 8 if head is Head.DPI_203 else 12) for content, head in files]
    command = [str(_NODE), "-e", _PROGRAM, str(_RENDERER)]
    done = subprocess.run(command, input=json.dumps(jobs).encode(), capture_output=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr.decode()[-500:]
    return [_pixels(pictures[-1]) for pictures in json.loads(done.stdout)]


def _job(zpl: str, density: int) -> dict[str, object]:
    """The renderer counts 8 or 12 dots to the millimetre, so a head of 300 dpi gets a little less paper."""
    width, height = (int(re.findall(rf"\^{name}(\d+)", zpl)[-1]) / density for name in ("PW", "LL"))
    return {"zpl": zpl, "width": width, "height": height, "density": density}


def _pixels(picture: str) -> Grey:
    with Image.open(io.BytesIO(base64.b64decode(picture))) as image:
        return np.asarray(image.convert("L"))
