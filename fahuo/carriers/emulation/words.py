"""What emulated carriers say of a step, as carriers do: in words beside the code, and never with a name in them."""

from __future__ import annotations

from collections.abc import Mapping

from fahuo.carriers.emulation.journey import Happening, Step

_SAID: Mapping[Step, tuple[str, str]] = {
    Step.DECLARED: ("Shipment information received", "已收到预报信息"),
    Step.COLLECTED: ("Picked up", "已揽收"),
    Step.RECEIVED: ("Arrived at the origin warehouse", "已到达始发仓"),
    Step.SORTED: ("Processed at the sorting centre", "分拣完成"),
    Step.EXPORT_CUSTOMS: ("Presented to export customs", "出口清关中"),
    Step.EXPORT_RELEASED: ("Released by export customs", "出口清关完成"),
    Step.DEPARTED: ("Departed from the country of origin", "已离开始发国"),
    Step.ARRIVED: ("Arrived in the country of destination", "已到达目的国"),
    Step.IMPORT_CUSTOMS: ("Presented to import customs", "进口清关中"),
    Step.CUSTOMS_HELD: ("Held by customs, documents required", "海关扣件，需补充资料"),
    Step.CUSTOMS_RELEASED: ("Released by customs", "进口清关完成"),
    Step.LAST_MILE: ("Arrived at the delivery network", "已到达派送网点"),
    Step.OUT_FOR_DELIVERY: ("Out for delivery", "正在派送"),
    Step.ADDRESS_UNCLEAR: ("Delivery failed: incomplete address", "派送失败：收件地址不详"),
    Step.NOT_DELIVERED: ("Delivery failed: nobody home", "派送失败：家中无人"),
    Step.AT_PICKUP_POINT: ("Ready to be collected at the pick-up point", "已到达自提点，待取件"),
    Step.DELIVERED: ("Delivered", "已妥投"),
    Step.RETURNING: ("Returning to the sender", "正在退回"),
    Step.RETURNED: ("Returned to the sender", "已退回"),
    Step.LOST: ("Parcel lost", "包裹遗失"),
}


def said(event: Happening, *, chinese: bool = False) -> str:
    """Return the sentence of an event; a stray code says nothing but itself."""
    return _SAID[event.step][int(chinese)] if event.step is not None else event.code
