"""The sentences of an explanation, in English and Chinese. What stands in braces comes from the facts."""

from __future__ import annotations

from collections.abc import Mapping

from fahuo.trade.charge import ChargeKind

CHARGES = {
    ChargeKind.BASE: ("base freight", "基础运费"),
    ChargeKind.FUEL: ("fuel", "燃油附加费"),
    ChargeKind.REGISTERED: ("registered mail", "挂号费"),
    ChargeKind.REMOTE_AREA: ("remote area", "偏远费"),
    ChargeKind.CARGO_PREMIUM: ("special cargo", "特殊货物附加费"),
    ChargeKind.OVERSIZE: ("oversize", "超尺寸附加费"),
    ChargeKind.PEAK: ("peak season", "旺季附加费"),
    ChargeKind.RETURN_LABEL: ("return label", "退货面单费"),
    ChargeKind.DISCOUNT: ("discount", "合同折扣"),
    ChargeKind.INSURANCE: ("insurance", "保险费"),
    ChargeKind.DDP_DUTY: ("duty", "关税预付"),
    ChargeKind.DDP_TAX: ("import tax", "进口税预付"),
    ChargeKind.DDP_HANDLING: ("handling of duties", "代缴手续费"),
    ChargeKind.REBATE: ("rebate", "月度返利"),
}

DIMENSIONS = {
    "destination": ("destination", "目的地"),
    "weight": ("weight", "重量"),
    "size": ("size", "尺寸"),
    "cargo": ("cargo", "货物类别"),
    "value": ("declared value", "申报价值"),
    "customs": ("customs", "清关条件"),
    "buyer": ("buyer", "买家选择与记录"),
    "promise": ("promised date", "承诺日期"),
    "cost": ("landed cost", "到岸成本"),
    "transit": ("transit time", "运输时效"),
    "record": ("carrier's record", "承运商表现"),
    "origin": ("origin", "发货地"),
}

ENGLISH: Mapping[str, str] = {
    "excluded": "Excluded: {title} ({detail}).",
    "price": "Costs {price} {currency}{charges}.",
    "rebate": "After an expected rebate of {amount} it comes to {net} {currency}.",
    "failure": "Loss, return and dispute are expected to cost {failure} more; cost counts as {points:.2f}.",
    "days": "Takes {low} to {high} days (4 of 5 parcels), {mean} on average, give or take {spread}; that counts as "
    "{points:.2f}.",
    "lane": "The days rest on {parcels} own parcels on this lane.",
    "published": "The days are the published ones; there are no own parcels on this lane yet.",
    "assumed": "The service publishes no days; they are assumed.",
    "late": "The order is past its ship-by date, so days count more.",
    "promise": "Arrives by {date} with {percent} %; the risk of being late counts as {points:.2f}.",
    "slower": "Slower by {steps} level(s) than the buyer chose; that counts as {points:.2f}.",
    "faster": "Faster by {steps} level(s) than the buyer chose; that counts as {points:.2f}.",
    "failures": "{failures} earlier parcel(s) to this buyer went wrong, so a dispute is more likely.",
    "record": "{percent} % of its parcels here show no tracking, pick-up takes {hours} hours; that counts as "
    "{points:.2f}.",
    "ddp": "Duties and taxes are paid by the sender (DDP).",
    "at_sale": "The platform collects the import tax at the sale (IOSS or the like).",
    "remote": "The address lies in the remote area {area}.",
    "origin": "Handed over on {day}.",
    "left": "Handed over on {day}; the carrier takes {left} more parcel(s) today.",
    "sample": "The rate sheet is an invented sample.",
    "total": "In all {score:.2f} {unit}; the lowest sum wins.",
}
CHINESE: Mapping[str, str] = {
    "excluded": "已排除：{title}（{detail}）。",
    "price": "运费 {price} {currency}{charges}。",
    "rebate": "扣除预计返利 {amount} 后为 {net} {currency}。",
    "failure": "丢件、退件与纠纷的预期成本 {failure}；成本合计折合 {points:.2f}。",
    "days": "时效 {low}–{high} 天（五件中四件），平均 {mean} 天，标准差 {spread} 天，折合 {points:.2f}。",
    "lane": "时效依据本线路 {parcels} 个自有包裹。",
    "published": "时效取自公布天数，本线路尚无自有包裹。",
    "assumed": "该物流产品未公布时效，按假定天数计算。",
    "late": "订单已超过发货期限，天数的权重提高。",
    "promise": "在 {date} 前送达的概率为 {percent}%，迟到风险折合 {points:.2f}。",
    "slower": "比买家所选时效慢 {steps} 级，折合 {points:.2f}。",
    "faster": "比买家所选时效快 {steps} 级，折合 {points:.2f}。",
    "failures": "该买家此前有 {failures} 个包裹出现问题，发生纠纷的可能性提高。",
    "record": "本线路 {percent}% 的包裹无轨迹，揽收需 {hours} 小时，折合 {points:.2f}。",
    "ddp": "由发件人预付关税与税金（DDP）。",
    "at_sale": "进口税由平台在销售时代收（IOSS 等）。",
    "remote": "收件地址位于偏远地区 {area}。",
    "origin": "{day} 交接。",
    "left": "{day} 交接；承运商当日还可接收 {left} 个包裹。",
    "sample": "该报价表为虚构样例。",
    "total": "综合 {score:.2f} {unit}，最低者优先。",
}

CHANGES_ENGLISH: Mapping[str, str] = {
    "parcel.weight_g": "{less} g lighter ({to} g)",
    "parcel.size.height_mm": "{less} mm flatter ({to} mm)",
    "parcel.size.length_mm": "{less} mm shorter ({to} mm)",
    "parcel.size": "A box of {to} mm",
    "parcel.lines.papers": "With UN 38.3 summary and MSDS on file it",
    "customs.eori": "With the EORI of an EU importer it",
    "address.tax_id": "With the recipient's tax number it",
    "address.name": "With the recipient's name in Latin letters it",
    "insured": "Without insurance it",
    "return_label": "Without a return label it",
    "contract": "A contract with {to}",
    "CHEAPER": "{change} saves {saving} {currency}.",
    "NEW_WINNER": "{change} makes {service} the best choice and saves {saving} {currency}.",
    "NEW_WINNER_DEARER": "{change} makes {service} the best choice: {better} {currency} better in all, though its "
    "price is {saving} {currency} higher.",
    "OPENS": "{change} opens {service}, which is {saving} {currency} cheaper.",
    "OPENS_ONLY": "{change} opens {service}.",
}
CHANGES_CHINESE: Mapping[str, str] = {
    "parcel.weight_g": "减重 {less} 克（至 {to} 克）",
    "parcel.size.height_mm": "高度减少 {less} 毫米（至 {to} 毫米）",
    "parcel.size.length_mm": "长度减少 {less} 毫米（至 {to} 毫米）",
    "parcel.size": "改用 {to} 毫米的包装",
    "parcel.lines.papers": "补齐 UN 38.3 与 MSDS",
    "customs.eori": "填写欧盟进口商 EORI",
    "address.tax_id": "补充收件人税号",
    "address.name": "收件人姓名改用拉丁字母",
    "insured": "不投保",
    "return_label": "不要退货面单",
    "contract": "与 {to} 签约",
    "CHEAPER": "{change}可省 {saving} {currency}。",
    "NEW_WINNER": "{change}后 {service} 成为最优选择，可省 {saving} {currency}。",
    "NEW_WINNER_DEARER": "{change}后 {service} 成为最优选择：综合改善 {better} {currency}，"
    "但运费高 {saving} {currency}。",
    "OPENS": "{change}后可用 {service}，便宜 {saving} {currency}。",
    "OPENS_ONLY": "{change}后可用 {service}。",
}
