"""Problem codes of carriers."""

from __future__ import annotations

from fahuo.trade.error_book.entry import ErrorEntry

CARRIER_REFUSED = "CARRIER_REFUSED"
CARRIER_HAS_REFERENCE = "CARRIER_HAS_REFERENCE"
CARRIER_KNOWS_NOT = "CARRIER_KNOWS_NOT"
CARRIER_UNAVAILABLE = "CARRIER_UNAVAILABLE"
CARRIER_RATE_LIMIT = "CARRIER_RATE_LIMIT"
CARRIER_NOT_AUTHORISED = "CARRIER_NOT_AUTHORISED"
CARRIER_NOT_READY = "CARRIER_NOT_READY"
CARRIER_UNSUPPORTED = "CARRIER_UNSUPPORTED"
CARRIER_UNEXPECTED = "CARRIER_UNEXPECTED"
TITLE_ZH_NOT_CHINESE = "TITLE_ZH_NOT_CHINESE"
NAME_NOT_LATIN = "NAME_NOT_LATIN"
CURRENCY_UNSUPPORTED = "CURRENCY_UNSUPPORTED"

ENTRIES: dict[str, ErrorEntry] = {
    CARRIER_REFUSED: ErrorEntry(
        title_en="The carrier refused this field",
        title_zh="承运商拒绝了该字段",
        cause_en="The carrier checked the booking and does not accept the value named here.",
        cause_zh="承运商校验下单信息后，不接受此处的内容。",
        fix_en="Read the carrier's own words, correct the field of the order or of the product, and ship again.",
        fix_zh="请按承运商返回的原文修改订单或商品的对应字段，然后重新发货。",
    ),
    CARRIER_HAS_REFERENCE: ErrorEntry(
        title_en="The carrier holds this reference already",
        title_zh="承运商已有该客户单号",
        cause_en="An earlier call reached the carrier, so a booking with this reference exists there.",
        cause_zh="之前的请求已到达承运商，该客户单号已下单成功。",
        fix_en="Nothing to do: the booking is looked up by its reference and adopted.",
        fix_zh="无需处理：系统会按客户单号查回并沿用原运单。",
        who="operator",
    ),
    CARRIER_KNOWS_NOT: ErrorEntry(
        title_en="The carrier does not know this number",
        title_zh="承运商查无此单号",
        cause_en="The number was never booked through this account, or the carrier has removed it.",
        cause_zh="该单号未通过此账号下单，或已被承运商删除。",
        fix_en="Check that the right account is connected; if it is, book the order again.",
        fix_zh="请确认连接的是正确的账号；若无误，请重新下单。",
        who="operator",
    ),
    CARRIER_UNAVAILABLE: ErrorEntry(
        title_en="The carrier does not answer",
        title_zh="承运商接口无响应",
        cause_en="No connection, no answer in time, or an error on the carrier's side.",
        cause_zh="无法连接、超时或承运商系统故障。",
        fix_en="Nothing to do now: the booking is looked up by its reference and tried again by itself.",
        fix_zh="暂无需处理：系统会按客户单号查询后自动重试。",
        who="operator",
    ),
    CARRIER_RATE_LIMIT: ErrorEntry(
        title_en="Too many calls to the carrier",
        title_zh="调用承运商接口过于频繁",
        cause_en="The carrier limits how many calls an account may make in a while.",
        cause_zh="承运商限制了账号的调用频率。",
        fix_en="Nothing to do: the call is repeated after the pause that the carrier asks for.",
        fix_zh="无需处理：系统会在承运商要求的间隔后自动重试。",
        who="operator",
    ),
    CARRIER_NOT_AUTHORISED: ErrorEntry(
        title_en="The carrier does not accept the key",
        title_zh="承运商账号授权失败",
        cause_en="The key is wrong, incomplete or expired, or the account is closed. A wrong clock looks the same.",
        cause_zh="密钥错误、不完整、已失效或账号被停用；服务器时间偏差数分钟也会如此。",
        fix_en="Enter the key again under carrier accounts, and check the clock of this machine.",
        fix_zh="请在承运商账号中重新填写密钥，并检查本机时间。",
        who="owner",
    ),
    CARRIER_NOT_READY: ErrorEntry(
        title_en="The label or number is not there yet",
        title_zh="面单或跟踪号尚未生成",
        cause_en="The carrier makes it some time after the booking.",
        cause_zh="承运商在下单后需要一段时间生成。",
        fix_en="Nothing to do: it is fetched again by itself.",
        fix_zh="无需处理：系统会自动再次获取。",
        who="operator",
    ),
    CARRIER_UNSUPPORTED: ErrorEntry(
        title_en="This carrier cannot do that",
        title_zh="该承运商不支持此操作",
        cause_en="Its interface has no way to say it.",
        cause_zh="其接口无法表达该要求。",
        fix_en="Choose another service, or arrange it with the carrier directly.",
        fix_zh="请选择其他物流产品，或直接与承运商联系。",
    ),
    CARRIER_UNEXPECTED: ErrorEntry(
        title_en="The carrier's answer could not be read",
        title_zh="无法识别承运商的返回",
        cause_en="The answer does not have the documented shape; the interface may have changed.",
        cause_zh="返回内容与接口文档不符，接口可能已变更。",
        fix_en="Report it with the scrubbed transcript. Nothing is booked twice: the booking is looked up first.",
        fix_zh="请附上已脱敏的通讯记录反馈；系统会先按客户单号查询，不会重复下单。",
        who="developer",
    ),
    TITLE_ZH_NOT_CHINESE: ErrorEntry(
        title_en="The Chinese product name has no Chinese in it",
        title_zh="中文品名不含汉字",
        cause_en="The carrier and Chinese customs want a real Chinese name, not only digits or letters.",
        cause_zh="承运商及海关要求真实的中文品名，不得为纯数字或纯字母。",
        fix_en="Enter the Chinese name of the product in the catalogue.",
        fix_zh="请在商品目录中填写中文品名。",
    ),
    NAME_NOT_LATIN: ErrorEntry(
        title_en="The recipient's name must be in Latin letters",
        title_zh="收件人姓名须为英文字母",
        cause_en="This carrier prints only Latin letters and spaces in the recipient's name.",
        cause_zh="该承运商的收件人姓名仅支持英文字母和空格。",
        fix_en="Ask the buyer for the name in Latin letters, or choose another carrier.",
        fix_zh="请向买家索取英文姓名，或改用其他承运商。",
    ),
    CURRENCY_UNSUPPORTED: ErrorEntry(
        title_en="The carrier does not take this currency",
        title_zh="承运商不支持该申报币种",
        cause_en="Goods may be declared to this carrier in a few currencies only.",
        cause_zh="该承运商仅支持少数几种申报币种。",
        fix_en="Declare the goods in USD, EUR, GBP, CNY, AUD or CAD, or choose another carrier.",
        fix_zh="请改用 USD、EUR、GBP、CNY、AUD 或 CAD 申报，或选择其他承运商。",
    ),
}
