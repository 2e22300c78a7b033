"""Problem codes of goods and their cargo: descriptions, codes, origins, batteries, what is restricted."""

from __future__ import annotations

from fahuo.trade.error_book.entry import ErrorEntry

ENTRIES: dict[str, ErrorEntry] = {
    "DESCRIPTION_VAGUE": ErrorEntry(
        title_en="The description says nothing",
        title_zh="品名过于笼统",
        cause_en="Customs refuse descriptions that are only a general term: goods, parts, accessories, gift, clothes.",
        cause_zh="海关不接受仅为笼统词的品名，如 goods、parts、accessories、gift、clothes。",
        fix_en="Write in the catalogue what the article is, of what material and what for: \"men's knitted "
        'cotton socks".',
        fix_zh='在商品库中写明物品、材质和用途，例如 "men\'s knitted cotton socks"。',
    ),
    "DESCRIPTION_HALF_VAGUE": ErrorEntry(
        title_en="Part of the description says nothing",
        title_zh="品名含有无意义的词",
        cause_en="The description holds words that tell customs nothing, and parcels with such words are opened "
        "more often.",
        cause_zh="品名中含有对海关没有意义的词，此类包裹更容易被查验。",
        fix_en="Take the words out and say what the article is.",
        fix_zh="删去这些词，写明物品本身。",
    ),
    "DESCRIPTION_UNREADABLE": ErrorEntry(
        title_en="The description is no description",
        title_zh="品名不是有效文字",
        cause_en="It is only digits or signs, one letter held down, a file name, or an address of a web page or "
        "mailbox.",
        cause_zh="品名仅为数字或符号、重复字符、文件名、网址或邮箱。",
        fix_en="Write in the catalogue in words what the article is.",
        fix_zh="在商品库中用文字写明物品。",
    ),
    "DESCRIPTION_LENGTH": ErrorEntry(
        title_en="The description is too short or too long",
        title_zh="品名过短或过长",
        cause_en="Customs want at least two words, and their field holds 512 letters.",
        cause_zh="海关要求至少两个词，字段最长 512 个字符。",
        fix_en="Give the article's name with its material or use, and leave out what is only advertising.",
        fix_zh="写明物品名称及材质或用途，删去宣传用语。",
    ),
    "DESCRIPTION_NOT_ENGLISH": ErrorEntry(
        title_en="Chinese characters in the English description",
        title_zh="英文品名含汉字",
        cause_en="The English description is read by customs abroad and by carriers, who refuse Chinese characters.",
        cause_zh="英文品名供境外海关和承运商阅读，不能含汉字。",
        fix_en="Write the English description in the catalogue in Latin letters only.",
        fix_zh="在商品库中用拉丁字母填写英文品名。",
    ),
    "BRAND_NOT_AUTHORISED": ErrorEntry(
        title_en="A well-known brand without authorisation",
        title_zh="未说明授权的知名品牌",
        cause_en="The title names a brand that customs protect as the maker of the goods; without its owner's "
        "consent they are seized.",
        cause_zh="标题将受海关保护的品牌写作商品品牌，未经授权会被扣留。",
        fix_en='If the goods only fit the brand, write "for" before it. If they are of the brand, note the '
        "authorisation with the product. Else do not ship them.",
        fix_zh="若仅为适配，请在品牌前写 for；若为该品牌商品，请登记授权；否则不要发货。",
        who="owner",
    ),
    "HS_CODE_INVALID": ErrorEntry(
        title_en="The HS code does not exist",
        title_zh="HS 编码不存在",
        cause_en="A code has 6, 8 or 10 digits, and its first six must be in the Harmonized System of 2022; this "
        "one is not.",
        cause_zh="编码须为 6、8 或 10 位，前六位须在 2022 版协调制度内，该编码不符合。",
        fix_en="Look the code up again on the page of the product; codes of older editions were split or moved.",
        fix_zh="在商品页重新查找编码；旧版编码可能已拆分或移动。",
    ),
    "HS_CODE_TOO_SHORT": ErrorEntry(
        title_en="The HS code has too few digits for this destination",
        title_zh="HS 编码位数不足",
        cause_en="The destination asks for more digits than six, for the United States ten; zeros at the end do "
        "not replace them.",
        cause_zh="目的国要求的位数多于六位，美国为十位；末尾补零不能代替。",
        fix_en="Enter the full code of the destination in the catalogue, or ship by a line whose carrier "
        "classifies the goods.",
        fix_zh="在商品库中填写目的国完整编码，或选用由承运商归类的线路。",
    ),
    "ORIGIN_UNKNOWN": ErrorEntry(
        title_en="The country of origin is no country",
        title_zh="原产国代码不正确",
        cause_en="The origin in the catalogue is not a two-letter country code of ISO 3166.",
        cause_zh="商品库中的原产国不是 ISO 3166 两位国家代码。",
        fix_en="Enter the two letters, CN for China.",
        fix_zh="填写两位代码，中国为 CN。",
    ),
    "ORIGIN_NOT_SENDER": ErrorEntry(
        title_en="Made in another country than it is sent from",
        title_zh="原产国与发货国不同",
        cause_en="The goods leave China but are filed as made elsewhere; duty is charged by origin.",
        cause_zh="商品从中国发出，但登记的原产国是其他国家；关税按原产国计算。",
        fix_en="Check the origin in the catalogue. If it is right, nothing needs to be done.",
        fix_zh="请核对商品库中的原产国；若无误则无需处理。",
    ),
    "ORIGIN_MISSING": ErrorEntry(
        title_en="A goods line has no country of origin",
        title_zh="商品行缺少原产国",
        cause_en="This destination wants the origin of every line, whatever its value.",
        cause_zh="该目的国要求每行商品都有原产国，与价值无关。",
        fix_en="Enter the origin in the catalogue.",
        fix_zh="在商品库中填写原产国。",
    ),
    "PRODUCT_NUMBER_MISSING": ErrorEntry(
        title_en="SKU or model number missing",
        title_zh="缺少 SKU 或厂家型号",
        cause_en="For parcels up to 150 EUR the European Union asks for the SKU and the maker's model number of "
        "every line.",
        cause_zh="欧盟要求 150 欧元以内的包裹逐行提供 SKU 和厂家型号。",
        fix_en="Enter the model number in the catalogue, and the bar code if there is one.",
        fix_zh="在商品库中填写型号，有条码的填写条码。",
    ),
    "VALUE_LOOKS_TOO_LOW": ErrorEntry(
        title_en="Declared far below the price paid",
        title_zh="申报价远低于实付",
        cause_en="The declared price is a small part of what the buyer paid; customs take this for "
        "under-valuation, which is fined.",
        cause_zh="申报单价远低于买家实付，海关可能认定低报并处罚。",
        fix_en="Declare what was paid, without freight.",
        fix_zh="按实付价格（不含运费）申报。",
        who="owner",
    ),
    "CARGO_QUESTION": ErrorEntry(
        title_en="Is this really general cargo?",
        title_zh="商品类别是否正确？",
        cause_en="The title speaks of a battery, a magnet, a liquid or a powder, but the product is filed under "
        "another class.",
        cause_zh="标题提到电池、磁铁、液体或粉末，但商品登记为其他类别。",
        fix_en="Look at the article. If it holds one, choose the class in the catalogue and add its papers; "
        "else go on.",
        fix_zh="请核对实物：若含有，请在商品库中选择类别并补充文件；否则可继续。",
    ),
    "CARGO_FORBIDDEN": ErrorEntry(
        title_en="Perhaps forbidden by air",
        title_zh="可能属于航空禁运品",
        cause_en="The title speaks of aerosols, gas, lighters, matches or fireworks, which no parcel line takes.",
        cause_zh="标题提到喷雾剂、气体、打火机、火柴或烟花，包裹线路均不承运。",
        fix_en="Do not ship such goods. If the word means something else here, reword the title.",
        fix_zh="此类商品不要发运；若含义不同，请修改标题。",
        who="owner",
    ),
    "CARGO_RESTRICTED": ErrorEntry(
        title_en="Perhaps restricted",
        title_zh="可能属于限运品",
        cause_en="The title speaks of goods that destinations or carriers refuse, or that need a licence for export.",
        cause_zh="标题提到目的国或承运商拒收、或出口须许可证的商品。",
        fix_en="Ask the carrier for this destination, and for export licences the customs broker, before you ship.",
        fix_zh="发货前请向承运商核实目的国要求；涉及出口许可请咨询报关行。",
        who="owner",
    ),
    "POWER_BANK_CLASS": ErrorEntry(
        title_en="A power bank is a battery alone",
        title_zh="充电宝属于纯电池",
        cause_en="The title speaks of a power bank, but the product is not filed as a battery alone.",
        cause_zh="标题为充电宝，但商品未登记为纯电池。",
        fix_en='Choose the class "battery alone" in the catalogue; only services for such goods will then be offered.',
        fix_zh='在商品库中选择"纯电"，系统只会提供可承运的产品。',
    ),
    "BATTERY_UNDESCRIBED": ErrorEntry(
        title_en="Nothing is known of the battery",
        title_zh="缺少电池资料",
        cause_en="The product has a battery class, but neither chemistry nor watt-hours are in the catalogue.",
        cause_zh="商品为带电类，但商品库中没有电池类型和瓦时数。",
        fix_en="Enter chemistry, watt-hours (volts × ampere-hours) and number of cells; they stand in the UN "
        "38.3 summary.",
        fix_zh="填写电池类型、瓦时数（伏×安时）和电芯数，可从 UN 38.3 概要中查到。",
    ),
    "BATTERY_INCOMPLETE": ErrorEntry(
        title_en="The battery is only half described",
        title_zh="电池资料不完整",
        cause_en="Of the battery one of chemistry, watt-hours or grams of lithium, and number of cells is "
        "missing, so it cannot be classified.",
        cause_zh="电池类型、瓦时数（或锂含量）、电芯数缺少其一，无法判定类别。",
        fix_en="Enter what is missing in the catalogue; it stands in the UN 38.3 summary.",
        fix_zh="在商品库中补全，可从 UN 38.3 概要中查到。",
    ),
    "BATTERY_BY_POST": ErrorEntry(
        title_en="This battery does not go by post",
        title_zh="该电池不能邮寄",
        cause_en="Post takes only batteries inside their device, at most two batteries or four cells in a parcel.",
        cause_zh="邮政仅收内置于设备的电池，每件最多两块电池或四个电芯。",
        fix_en="Choose a commercial line that takes batteries, or send fewer units in a parcel.",
        fix_zh="改用接受带电商品的商业线路，或减少每件数量。",
    ),
    "BATTERY_CHARGE_TOO_HIGH": ErrorEntry(
        title_en="The battery is charged too much",
        title_zh="电池电量过高",
        cause_en="Lithium-ion batteries alone, and since 2026 those packed with a device above 2.7 Wh, fly with "
        "at most 30 % charge.",
        cause_zh="单独运输的锂离子电池，以及 2026 年起与设备同包装且大于 2.7 瓦时的，电量不得超过 30%。",
        fix_en="Discharge the batteries before packing and correct the figure.",
        fix_zh="包装前放电并更正数据。",
    ),
    "BATTERY_CLASS_NINE": ErrorEntry(
        title_en="The battery is goods of class 9",
        title_zh="电池属于第 9 类危险品",
        cause_en="Above 100 Wh for a battery or 20 Wh for a cell it needs class 9 labels, tested packaging and a "
        "shipper's declaration; parcel lines do not take it.",
        cause_zh="电池超过 100 瓦时或电芯超过 20 瓦时须按第 9 类危险品运输，包裹线路不承运。",
        fix_en="Check the watt-hours. If they are right, ship by a forwarder of dangerous goods.",
        fix_zh="核对瓦时数；若无误，请交由危险品货代运输。",
        who="owner",
    ),
    "BATTERY_MARK_NEEDED": ErrorEntry(
        title_en="The parcel needs the battery mark",
        title_zh="包裹须贴电池标记",
        cause_en="There are more or other lithium batteries in the parcel than may fly without the mark.",
        cause_zh="包裹内的锂电池数量或包装方式须贴电池标记。",
        fix_en="Stick the mark with the UN number on the parcel; until the end of 2026 old ones with a phone "
        "number may be used up.",
        fix_zh="在包裹上贴带 UN 编号的标记；旧版带电话号码的可用到 2026 年底。",
    ),
    "BATTERY_RECALLED": ErrorEntry(
        title_en="Recalled or damaged goods",
        title_zh="召回或损坏的商品",
        cause_en="The product is noted as recalled, damaged or a prototype; its batteries must not fly.",
        cause_zh="商品登记为召回、损坏或样品，其电池禁止空运。",
        fix_en="Do not ship it. Correct the note if it is wrong.",
        fix_zh="不要发运；若登记有误请更正。",
        who="owner",
    ),
    "PAPER_TOO_OLD": ErrorEntry(
        title_en="A paper of the product is too old",
        title_zh="商品文件已过期",
        cause_en="Carriers take a safety data sheet for twelve months from its day.",
        cause_zh="承运商只接受十二个月内的 MSDS。",
        fix_en="Ask the maker for the sheet of this year and file it.",
        fix_zh="向厂家索取当年版本并备案。",
    ),
    "APPRAISAL_OUTDATED": ErrorEntry(
        title_en="The transport appraisal is of another year",
        title_zh="运输鉴定书不是当年的",
        cause_en="Chinese airports take an appraisal of the conditions of transport only in its calendar year.",
        cause_zh="国内机场只接受当年的货物运输条件鉴定书。",
        fix_en="Have the goods appraised for this year and enter the day.",
        fix_zh="重新办理当年鉴定并登记日期。",
        who="owner",
    ),
}
