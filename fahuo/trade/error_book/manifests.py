"""Problem codes of hand-over lists."""

from __future__ import annotations

from fahuo.trade.error_book.entry import ErrorEntry

ENTRIES: dict[str, ErrorEntry] = {
    "MANIFEST_EMPTY": ErrorEntry(
        title_en="No parcel waits for this carrier",
        title_zh="没有等待该承运商揽收的包裹",
        cause_en="Every labelled parcel of this carrier stands on a hand-over list already, or none has a label yet.",
        cause_zh="该承运商已出面单的包裹都已列入交接清单，或者还没有包裹出面单。",
        fix_en="Look at the hand-over lists of today: somebody may have made the list a moment ago.",
        fix_zh="请查看今天的交接清单：可能其他人刚刚已经生成。",
    ),
    "MANIFEST_CARRIER_DIFFERS": ErrorEntry(
        title_en="The parcel goes with another carrier",
        title_zh="包裹属于其他承运商",
        cause_en="A hand-over list is signed by one carrier's driver, so it holds that carrier's parcels only.",
        cause_zh="交接清单由一家承运商的司机签收，因此只能包含该承运商的包裹。",
        fix_en="Put the parcel on a list of its own carrier.",
        fix_zh="请将该包裹列入其承运商的交接清单。",
    ),
    "MANIFEST_LISTED_ALREADY": ErrorEntry(
        title_en="The parcel stands on a hand-over list already",
        title_zh="包裹已在交接清单中",
        cause_en="A parcel is handed over once; the list that holds it is named beside this.",
        cause_zh="一个包裹只能交接一次，旁边注明了它所在的清单。",
        fix_en="Use that list. If it was never signed, void it; its parcels can then be listed again.",
        fix_zh="请使用该清单；如果清单从未签收，可将其作废，包裹便可重新列入。",
    ),
    "MANIFEST_NOT_LABELLED": ErrorEntry(
        title_en="The parcel has no label that was read back, or has left",
        title_zh="包裹没有通过回读检查的面单，或已经交出",
        cause_en="Only parcels whose label is ready, and that were not handed over yet, can be put on a list.",
        cause_zh="只有面单已就绪且尚未交接的包裹才能列入交接清单。",
        fix_en="Open the shipment: it says what it waits for.",
        fix_zh="请打开发货单查看原因。",
    ),
    "MANIFEST_PARCEL_CANCELLED": ErrorEntry(
        title_en="The parcel is cancelled",
        title_zh="包裹已取消",
        cause_en="Its waybill is void: handed over, it would be returned or billed.",
        cause_zh="其运单已作废：交出后会被退回或产生费用。",
        fix_en="Take the parcel off the pile. Ship the order again and use the new label.",
        fix_zh="请将该包裹取出，重新发货并使用新面单。",
    ),
    "MANIFEST_WEIGHT_UNKNOWN": ErrorEntry(
        title_en="The weight that was booked is not known",
        title_zh="无法得知下单时的重量",
        cause_en="The shipment keeps no weight, and some of its goods are not in the catalogue any more.",
        cause_zh="发货单没有保存重量，且其部分商品已不在商品库中。",
        fix_en="Enter the missing product in the catalogue again, then make the list.",
        fix_zh="请在商品库中补录缺少的商品，然后再生成清单。",
    ),
    "MANIFEST_SHIPMENT_MISSING": ErrorEntry(
        title_en="There is no such shipment",
        title_zh="没有此发货单",
        cause_en="No shipment of this seller has this number.",
        cause_zh="该商家没有此编号的发货单。",
        fix_en="Choose it from the list again.",
        fix_zh="请从列表中重新选择。",
    ),
    "MANIFEST_VOID_ALREADY": ErrorEntry(
        title_en="The hand-over list is void already",
        title_zh="交接清单已作废",
        cause_en="Somebody voided it before; its parcels are free for other lists.",
        cause_zh="该清单此前已被作废，其包裹可列入其他清单。",
        fix_en="Make a new list of the parcels that wait.",
        fix_zh="请为等待的包裹生成新的清单。",
    ),
    "MANIFEST_HANDED_OVER": ErrorEntry(
        title_en="Parcels of this list were handed over",
        title_zh="清单中的包裹已经交接",
        cause_en="The list is the proof of what the carrier took, so it stays.",
        cause_zh="该清单是承运商揽收的凭证，必须保留。",
        fix_en="If the list is wrong, note it on the signed paper and clear it up with the carrier.",
        fix_zh="如清单有误，请在签收单上注明并与承运商核对。",
    ),
}
