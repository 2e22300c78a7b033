from __future__ import annotations

import pytest

from fahuo.customs.ceb import check, split, write
from fahuo.customs.ceb.tests.papers import TRANSFER, export_list, guid, summary, waybill_list


@pytest.mark.parametrize(("count", "sizes"), [(0, []), (1, [1]), (100, [100]), (101, [100, 1]), (250, [100, 100, 50])])
def test_nodes_go_into_messages_of_a_hundred(count: int, sizes: list[int]) -> None:
    cut = list(split.batches(range(count)))
    assert [len(batch) for batch in cut] == sizes
    assert [one for batch in cut for one in batch] == list(range(count))


def test_a_long_list_becomes_numbered_parts() -> None:
    parts = split.parts("CEB607", waybill_list(list(range(205))), new_guid=guid)
    assert [(part["msgSeqNo"], part["msgCount"], len(part["lines"])) for part in parts] == [
        (1, 3, 100),
        (2, 3, 100),
        (3, 3, 5),
    ]
    assert [line["gnum"] for line in parts[2]["lines"]] == [1, 2, 3, 4, 5]
    assert [line["logisticsNo"] for part in parts for line in part["lines"]] == [f"W{one}" for one in range(205)]
    assert len({part["guid"] for part in parts}) == 3
    assert check.schema_problems(write.message("CEB607", parts, TRANSFER, guid())) == []


def test_a_list_without_numbers_stays_without() -> None:
    parts = split.parts("CEB701", summary([f"29212026E{one:09}" for one in range(101)]), new_guid=guid)
    assert [len(part["lines"]) for part in parts] == [100, 1]
    assert "gnum" not in parts[0]["lines"][0]
    assert check.schema_problems(write.message("CEB701", parts, TRANSFER, guid())) == []


def test_an_export_list_is_never_cut() -> None:
    with pytest.raises(ValueError, match="cannot be split"):
        split.parts("CEB603", export_list(), new_guid=guid)
