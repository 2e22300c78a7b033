"""HS recognition: what a title costs, with category and attributes, and what a process that recognises holds.

Counted in a process of its own, where nothing else is loaded. Every title differs, so that no cached vector flatters.
"""

from __future__ import annotations

import json
import subprocess
import sys

TITLES, WARM = 60, 5
# Put together from parts, some of which the lexicon has not: brands, sizes, purposes.
_PARTS = (
    (
        "2024 New",
        "Luxury",
        "Portable",
        "Waterproof",
        "Original Zorblax",
        "Creative",
        "Professional",
        "夏季新款",
        "便携式",
    ),
    ("stainless steel", "silicone", "cotton", "LED", "wooden", "PU leather", "ceramic", "不锈钢", "纯棉", "硅胶"),
    (
        *("phone case", "desk lamp", "necklace", "t-shirt", "dog collar", "drill bit set", "water bottle", "wig"),
        *("蓝牙耳机", "马克杯", "连衣裙", "手机支架", "窗帘", "钥匙扣"),
    ),
    ("for iPhone 15 Pro Max", "with 3 Colors for Women and Men", "Home Office Decoration", "适用户外", "Gift 10pcs"),
)
_PROGRAM = """
import json, resource, sys, time
from fahuo.hs.question import Question
from fahuo.hs.recognise import recognise
began = time.process_time()
rows = json.loads(sys.stdin.read())
ask = lambda row: recognise(Question(row[0], category_en=row[1], attributes=row[2]))
ask(rows[0])
load_s = time.process_time() - began
for row in rows[:WARM]:
    ask(row)
began = time.process_time()
named = sum(bool(ask(row).candidates) for row in rows[WARM:])
cpu_ms = (time.process_time() - began) / len(rows[WARM:]) * 1000
rss_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({"cpu_ms": cpu_ms, "rss_mb": rss_mb, "load_s": load_s, "named": named}))
"""


def measure() -> dict[str, float]:
    """Return CPU milliseconds for a title, the peak of resident memory, and CPU seconds until the first answer."""
    program = _PROGRAM.replace("WARM", str(WARM))
    done = subprocess.run(
        [sys.executable, "-c", program], input=json.dumps(_rows()), capture_output=True, text=True, check=True
    )
    found = json.loads(done.stdout)
    if found["named"] < TITLES * 0.8:
        raise RuntimeError(f"only {found['named']} of {TITLES} titles got a proposal")
    return {"hs_cpu_ms": found["cpu_ms"], "hs_rss_mb": found["rss_mb"], "hs_load_s": found["load_s"]}


def _rows() -> list[tuple[str, str, dict[str, str]]]:
    rows = []
    for number in range(TITLES + WARM):
        words = [part[(number * 7 + place * number) % len(part)] for place, part in enumerate(_PARTS)]
        attributes = {"Material": words[1], "Item Type": words[2], "Brand Name": "Zorblax", "Origin": "Mainland China"}
        rows.append(
            (f"{' '.join(words)} {number}", f"Home & Garden > Things {number} > {words[2]} supplies", attributes)
        )
    return rows
