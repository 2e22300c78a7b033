"""Summary applications: over which lists, in parts, and the customs declaration that follows."""

from __future__ import annotations

import pytest

from fahuo.customs.ceb import split
from fahuo.customs.ceb.tests.papers import export_list, guid, list_line, order, summary, waybill
from fahuo.customs.window.tests.desk import declared, desk, numbers_of

pytestmark = pytest.mark.anyio


@pytest.fixture
def anyio_backend() -> str:
    return "asyncio"


async def test_a_summary_ends_in_a_customs_declaration() -> None:
    one = await declared(1, 2)
    numbers = list(numbers_of(one).values())
    await one.send("CEB701", summary(numbers))
    told = await one.fetch()
    assert [(node.kind, node.code) for node in told[:3]] == [("CEB702", "2"), ("CEB702", "3"), ("CEB702", "399")]
    result = told[3]
    assert result.kind == "CEB792"
    assert len(result.values["entryId"]) == 18
    assert result.values["sumNo"] == told[2].values["sumNo"]
    assert [line["invtNo"] for line in result.lines] == numbers
    assert result.at > told[2].at
    assert (await one.codes(summary(numbers, cop_no="SUM2"), kind="CEB701"))[-1] == "100"
    assert "已汇总" in one.seen[-1].text


async def test_a_summary_in_parts_ends_when_the_last_part_is_there() -> None:
    one = await declared(1, 2, 3)
    numbers = list(numbers_of(one).values())
    parts = split.parts("CEB701", summary(numbers), new_guid=guid, most=2)
    await one.send("CEB701", parts[0])
    assert "CEB792" not in {node.kind for node in await one.fetch()}
    await one.send("CEB701", parts[1])
    (result,) = [node for node in await one.fetch() if node.kind == "CEB792"]
    assert sorted(line["invtNo"] for line in result.lines) == sorted(numbers)


async def test_simplified_lists_are_not_summed() -> None:
    one = desk()
    await one.send("CEB303", order(1))
    await one.send("CEB505", waybill(1))
    simple = export_list(1, statisticsFlag="A", lines=[list_line(gcode="6115000000")])
    assert (await one.codes(simple, kind="CEB603"))[-1] == "899"
    assert (await one.codes(summary([numbers_of(one)["C1"]]), kind="CEB701"))[-1] == "100"
