"""Problem codes of pick-ups."""

from __future__ import annotations

from fahuo.trade.error_book.entry import ErrorEntry

ENTRIES: dict[str, ErrorEntry] = {
    "PICKUP_WINDOW_PAST": ErrorEntry(
        title_en="The pick-up window is over",
        title_zh="揽收时段已过",
        cause_en="No driver can come any more: the window ends before now, in the warehouse's own time.",
        cause_zh="该时段（按仓库当地时间）已结束，司机无法上门。",
        fix_en="Choose a later day or a later end.",
        fix_zh="请选择更晚的日期或结束时间。",
    ),
    "PICKUP_WINDOW_SHORT": ErrorEntry(
        title_en="The pick-up window is too short",
        title_zh="揽收时段太短",
        cause_en="Less than an hour is left between ready and close. Drivers have a round, not an appointment.",
        cause_zh="从可取件到关门不足一小时，司机按路线上门，不是准点预约。",
        fix_en="Let the window end later, or choose another day.",
        fix_zh="请延后结束时间，或改约其他日期。",
    ),
    "PICKUP_WINDOW_FAR": ErrorEntry(
        title_en="The pick-up lies too far ahead",
        title_zh="揽收日期太远",
        cause_en="Pick-ups are asked for at most thirty days ahead; some carriers take ten.",
        cause_zh="揽收最多可提前三十天预约，部分承运商只接受十天内。",
        fix_en="Choose an earlier day.",
        fix_zh="请选择更早的日期。",
    ),
    "PICKUP_PAST_CUT_OFF": ErrorEntry(
        title_en="The carrier's cut-off of today is over",
        title_zh="已过承运商当天截单时间",
        cause_en=(
            "The contract says until when parcels of the day are taken. A driver may come all the same, but need not."
        ),
        cause_zh="合同约定了当天收货的截止时间；司机可能仍会上门，但没有义务。",
        fix_en="Choose tomorrow, or call the carrier first.",
        fix_zh="请改约明天，或先致电承运商。",
    ),
    "PICKUP_CLOSED_DAY": ErrorEntry(
        title_en="Nobody is at the warehouse on that day",
        title_zh="当天仓库休息",
        cause_en="The opening hours say that the warehouse is closed on that weekday.",
        cause_zh="营业时间设置显示仓库当天不开门。",
        fix_en="Choose another day, or change the opening hours.",
        fix_zh="请选择其他日期，或修改营业时间。",
    ),
    "PICKUP_OUTSIDE_HOURS": ErrorEntry(
        title_en="The window is outside the opening hours",
        title_zh="时段超出营业时间",
        cause_en="The driver would find the warehouse closed for a part of the window.",
        cause_zh="该时段内有一部分时间仓库不开门，司机可能扑空。",
        fix_en="Keep the window within the opening hours, or change them.",
        fix_zh="请将时段调整到营业时间内，或修改营业时间。",
    ),
    "PICKUP_ADDRESS_DIFFERS": ErrorEntry(
        title_en="The driver would go to another address than the carrier was told",
        title_zh="上门地址与下单时的发货地址不一致",
        cause_en=(
            "These parcels were booked with the default ship-from address. What the driver is sent to "
            "differs, so he may find no parcels, or the carrier may refuse them."
        ),
        cause_zh="这些包裹是按默认发货地址下单的，而揽收地址不同：司机可能找不到包裹，承运商也可能拒收。",
        fix_en="Choose the default address, or make sure that the parcels really lie at the other one.",
        fix_zh="请选择默认发货地址，或确认包裹确实在另一地址。",
    ),
    "PICKUP_AREA_NOT_SERVED": ErrorEntry(
        title_en="The carrier does not fetch there, says the contract",
        title_zh="合同约定的揽收范围不含该地址",
        cause_en="The contract's pick-up areas name neither the city nor the province of this address.",
        cause_zh="合同中的揽收区域不包含该地址的城市或省份。",
        fix_en="Bring the parcels to the carrier, or have the contract's areas corrected.",
        fix_zh="请自行送货，或更正合同的揽收区域。",
    ),
    "PICKUP_ASKED_ALREADY": ErrorEntry(
        title_en="This carrier is to come on that day already",
        title_zh="该承运商当天已有揽收预约",
        cause_en=(
            "Another pick-up of this carrier for that day is open. A second one may bring two drivers, or be "
            "answered with the first one's number."
        ),
        cause_zh="该承运商当天已有未完成的揽收预约，再约一次可能来两位司机，或返回同一预约号。",
        fix_en="Wait for the first one. Ask for a second only if the driver has left already.",
        fix_zh="请等待已有的预约；只有司机已离开时才再次预约。",
    ),
    "PICKUP_NO_PARCELS": ErrorEntry(
        title_en="There is no parcel to be fetched",
        title_zh="没有可揽收的包裹",
        cause_en=(
            "None of the chosen parcels waits for this carrier: they were fetched, cancelled, or are in "
            "another pick-up."
        ),
        cause_zh="所选包裹都不在等待该承运商揽收：可能已揽收、已取消或已在其他预约中。",
        fix_en="Choose parcels that have their label and wait.",
        fix_zh="请选择已出面单且等待揽收的包裹。",
    ),
    "PICKUP_TOO_MANY": ErrorEntry(
        title_en="Too many parcels for one pick-up",
        title_zh="单次揽收包裹过多",
        cause_en="A pick-up holds 5,000 parcels at most; some carriers take fewer, then their number is named.",
        cause_zh="一次揽收最多 5000 个包裹；部分承运商单次上限更低，届时会注明其上限。",
        fix_en="Ask for several.",
        fix_zh="请分多次预约。",
    ),
    "PICKUP_NO_ADDRESS": ErrorEntry(
        title_en="There is no ship-from address",
        title_zh="没有发货地址",
        cause_en="A driver must be sent somewhere.",
        cause_zh="需要告诉司机去哪里取件。",
        fix_en="Enter a ship-from address in the settings.",
        fix_zh="请在设置中填写发货地址。",
        who="owner",
    ),
    "PICKUP_INPUT_UNREADABLE": ErrorEntry(
        title_en="This cannot be read",
        title_zh="无法识别的输入",
        cause_en="A day, a time or a number is missing or not written as one.",
        cause_zh="日期、时间或编号缺失，或格式不正确。",
        fix_en="Correct the field.",
        fix_zh="请更正该字段。",
    ),
    "PICKUP_DOUBTFUL": ErrorEntry(
        title_en="Nobody knows whether the carrier took the pick-up",
        title_zh="不确定承运商是否收到揽收预约",
        cause_en=(
            "The answer was lost or cannot be read, and the carrier cannot be asked about it. It is never "
            "sent again by itself, as two drivers might come."
        ),
        cause_zh="承运商的答复丢失或无法识别，也无法查询；系统不会自动重发，以免重复上门。",
        fix_en="Look at the carrier's pages or call it, and say on the pick-up's page whether it is there.",
        fix_zh="请在承运商网站查看或致电，并在预约页面确认是否存在。",
    ),
    "PICKUP_NOT_LISTED": ErrorEntry(
        title_en="The carrier does not list the pick-up",
        title_zh="承运商未列出该揽收预约",
        cause_en=(
            "The answer was lost, and the carrier, asked twice, names no pick-up of this reference. It lists "
            "only what is still to come."
        ),
        cause_zh="答复丢失后两次查询，承运商都没有列出该预约；它只列出尚未完成的预约。",
        fix_en="Call the carrier. If it has nothing, say so on the page and ask anew.",
        fix_zh="请致电承运商；如确实没有，请在页面上确认后重新预约。",
    ),
    "PICKUP_STATE": ErrorEntry(
        title_en="The pick-up is in another state by now",
        title_zh="揽收预约的状态已改变",
        cause_en="Somebody else, or the carrier's answer, changed it meanwhile.",
        cause_zh="其他人或承运商的答复已改变其状态。",
        fix_en="Look at the page again.",
        fix_zh="请刷新页面查看。",
    ),
    "PICKUP_NOT_CANCELLED": ErrorEntry(
        title_en="The carrier did not call the pick-up off",
        title_zh="承运商未取消揽收",
        cause_en="What it said stands beside this. The pick-up stands as it was.",
        cause_zh="旁边是承运商的答复，预约保持不变。",
        fix_en="Call the carrier, or let the driver come.",
        fix_zh="请致电承运商，或让司机照常上门。",
    ),
    "PICKUP_NUMBER_SHARED": ErrorEntry(
        title_en="Another pick-up bears the same confirmation number",
        title_zh="另一预约使用相同的预约号",
        cause_en=(
            "The carrier comes once and counts both as one. Calling one off here leaves the other in force at"
            " the carrier."
        ),
        cause_zh="承运商只上门一次，把两个预约算作一个；在此取消其中一个，不会取消承运商处的预约。",
        fix_en="Hand over the parcels of both when the driver comes.",
        fix_zh="司机上门时请交出两个预约的包裹。",
    ),
    "PICKUP_ACCOUNT_RETIRED": ErrorEntry(
        title_en="The carrier account is no longer in use",
        title_zh="承运商账号已停用",
        cause_en="The parcels were booked with an account that was put out of use before the carrier was asked.",
        cause_zh="这些包裹使用的账号在预约前已停用。",
        fix_en="Call the carrier, and write the pick-up down by hand.",
        fix_zh="请致电承运商，并手工登记预约。",
        who="owner",
    ),
    "PICKUP_PARCEL_UNKNOWN": ErrorEntry(
        title_en="The size of a parcel is not known any more",
        title_zh="包裹尺寸已无法确定",
        cause_en="The carrier wants sides and weight, and the goods of a parcel are no longer in the catalogue.",
        cause_zh="承运商需要尺寸和重量，但有包裹的商品已不在目录中。",
        fix_en="Put the goods back into the catalogue, or leave the parcel out.",
        fix_zh="请恢复商品资料，或不选该包裹。",
    ),
    "PICKUP_URGED_ALREADY": ErrorEntry(
        title_en="The carrier was urged for these parcels a moment ago",
        title_zh="刚刚已就这些包裹催促过承运商",
        cause_en="Somebody noted the same for all of these parcels within the last five minutes.",
        cause_zh="五分钟内已有人就这些包裹做过同样的记录。",
        fix_en="Nothing is to be done: the parcels are watched.",
        fix_zh="无需操作，这些包裹已在跟进中。",
    ),
}
