"""Problem codes of lanes: addresses, parties, duties and numbers of a destination."""

from __future__ import annotations

from fahuo.trade.error_book.entry import ErrorEntry

ENTRIES: dict[str, ErrorEntry] = {
    "PARTY_NAME_VAGUE": ErrorEntry(
        title_en="A word stands in for a name",
        title_zh="姓名或街道无效",
        cause_en="Name or street is a word such as private, unknown or test; customs refuse such parties.",
        cause_zh="姓名或街道为 private、unknown、test 等词，海关不接受。",
        fix_en="Ask for the real name and street and enter them.",
        fix_zh="请核实真实姓名和街道后填写。",
    ),
    "PROVINCE_UNKNOWN": ErrorEntry(
        title_en="The country has no such state or province",
        title_zh="州或省不存在",
        cause_en="The province is not in the address data of the country, by name or code.",
        cause_zh="地址数据中该国没有此州或省的名称或代码。",
        fix_en="Check the spelling or enter the code.",
        fix_zh="核对拼写或填写代码。",
    ),
    "POSTCODE_OUTSIDE_PROVINCE": ErrorEntry(
        title_en="The postcode lies in another state",
        title_zh="邮编与州不符",
        cause_en="The postcode does not begin as those of the state that is named; one of the two is wrong.",
        cause_zh="邮编开头与所填州不符，两者之一有误。",
        fix_en="Ask the buyer which of the two is right.",
        fix_zh="请向买家核实。",
    ),
    "CITY_UNKNOWN": ErrorEntry(
        title_en="No such city in this state",
        title_zh="该州没有此城市",
        cause_en="The city is not in the list of the state; accents do not matter. The list is not complete.",
        cause_zh="城市不在该州列表中（不计重音）；列表并不完整。",
        fix_en="Check the spelling; go on if it is right.",
        fix_zh="核对拼写，若无误可继续。",
    ),
    "STREET_NUMBER_MISSING": ErrorEntry(
        title_en="The street has no number",
        title_zh="街道缺少门牌号",
        cause_en="Customs and carriers of the European Union want a house number or a post-office box.",
        cause_zh="欧盟海关和承运商要求门牌号或邮政信箱。",
        fix_en="Ask the buyer for the number; some houses have none.",
        fix_zh="向买家索取门牌号；个别地址确实没有。",
    ),
    "NORTHERN_IRELAND": ErrorEntry(
        title_en="The parcel goes to Northern Ireland",
        title_zh="包裹寄往北爱尔兰",
        cause_en="For Northern Ireland the rules of the European Union hold: IOSS and an EORI number that begins "
        "with XI.",
        cause_zh="北爱尔兰适用欧盟规则：IOSS 和以 XI 开头的 EORI 号。",
        fix_en="Ask the carrier whether its service to the United Kingdom covers Northern Ireland, and which "
        "numbers it needs.",
        fix_zh="请向承运商确认英国线路是否覆盖北爱尔兰及所需号码。",
    ),
    "ADDRESS_OTHER_SCRIPT": ErrorEntry(
        title_en="The address is in another script",
        title_zh="地址为其他文字",
        cause_en="Name, street or city hold letters that are not Latin; most lines read Latin letters only.",
        cause_zh="姓名、街道或城市含非拉丁字母，多数线路只识别拉丁字母。",
        fix_en="Nothing needs to be done where the label shows our Latin form; else enter the address in Latin "
        "letters.",
        fix_zh="面单会附拉丁转写；若不适用请填写拉丁字母地址。",
    ),
    "PO_BOX": ErrorEntry(
        title_en="A courier does not deliver to a post-office box",
        title_zh="快递不派送邮政信箱",
        cause_en="The address is a post-office box and the line is no postal one.",
        cause_zh="地址为邮政信箱，而线路不是邮政线路。",
        fix_en="Choose a postal line or ask the buyer for a street address.",
        fix_zh="改用邮政线路，或向买家索取街道地址。",
    ),
    "ADDRESS_LINE_LONG": ErrorEntry(
        title_en="A line of the address is long",
        title_zh="地址行过长",
        cause_en="Some labels hold 35 letters in a line; what is longer is cut by the carrier.",
        cause_zh="部分面单每行 35 个字符，超出部分会被截断。",
        fix_en="Move part of it to the second line.",
        fix_zh="将部分内容移到第二行。",
    ),
    "PHONE_OTHER_COUNTRY": ErrorEntry(
        title_en="The phone is of another form than the country's",
        title_zh="电话与目的国格式不符",
        cause_en="Customs and couriers there call the recipient; a foreign number is often not called.",
        cause_zh="海关和快递会致电收件人，境外号码往往不会拨打。",
        fix_en="Ask the buyer for a local number; go on if there is none.",
        fix_zh="向买家索取当地号码；没有则可继续。",
    ),
    "SENDER_ADDRESS_INCOMPLETE": ErrorEntry(
        title_en="The sender's address is not complete for the United States",
        title_zh="发件地址不符合美国要求",
        cause_en="A shipper in mainland China needs a name, a street that is no post-office box and a valid "
        "six-digit postcode.",
        cause_zh="中国大陆发件人须有名称、非信箱的街道地址和有效六位邮编。",
        fix_en="Complete your shipping address in the settings.",
        fix_zh="在设置中补全发货地址。",
        who="owner",
    ),
    "SENDER_REGION_QUESTIONED": ErrorEntry(
        title_en="Shipped from Xinjiang",
        title_zh="发货地为新疆",
        cause_en="The United States presume forced labour for goods from there and hold parcels until the "
        "contrary is proven.",
        cause_zh="美国推定该地商品涉及强迫劳动，须举证方可放行。",
        fix_en="Have proof of the supply chain ready, or ship from where the goods are made.",
        fix_zh="备好供应链证明，或从生产地发货。",
        who="owner",
    ),
    "MAKER_CODE_NOT_BUILDABLE": ErrorEntry(
        title_en="The sender's name has no Latin letters",
        title_zh="发件人名称没有拉丁字母",
        cause_en="The maker's identification for the United States is built from name and city in Latin letters.",
        cause_zh="美国厂商识别码由名称和城市的拉丁字母组成。",
        fix_en="Enter the English name of the firm and the city in Latin letters in the settings.",
        fix_zh="在设置中填写公司英文名和城市拼音。",
        who="owner",
    ),
    "DDP_ADVISED": ErrorEntry(
        title_en="Better with duties paid",
        title_zh="建议使用含税产品",
        cause_en="Nothing comes in free of duty here, and recipients often refuse to pay.",
        cause_zh="该国没有免税额，收件人往往拒绝缴税。",
        fix_en="Choose a service that delivers duties paid, where there is one.",
        fix_zh="如有含税产品请选用。",
    ),
    "DUTY_DUE": ErrorEntry(
        title_en="Duty or tax is due",
        title_zh="须缴关税或税款",
        cause_en="By its value, origin or number of subheadings the parcel does not come in free; who pays "
        "depends on the service.",
        cause_zh="按价值、原产地或税号数量，该包裹须缴税；由谁缴纳取决于产品。",
        fix_en="Nothing needs to be done with duties paid. Else the buyer must know it.",
        fix_zh="使用含税产品则无需处理，否则请告知买家。",
    ),
    "NO_SIMPLIFIED_CLEARANCE": ErrorEntry(
        title_en="No simplified clearance any more",
        title_zh="已无简易清关",
        cause_en="The destination ended simplified clearance; parcels need a full declaration with permits, and "
        "no service is known here to do that.",
        cause_zh="目的国已取消简易清关，包裹须全面申报并取得许可，目前没有已确认可清关的产品。",
        fix_en="Ask your carrier for a service with a local broker, and have it entered with the rule; else "
        "refund the buyer.",
        fix_zh="向承运商询问带当地报关行的产品并登记到规则中；否则请为买家退款。",
        who="owner",
    ),
    "EORI_INVALID": ErrorEntry(
        title_en="The EORI number has not its form",
        title_zh="EORI 号格式不正确",
        cause_en="The number of the importer is not a country and up to fifteen letters or digits; for the United "
        "Kingdom GB and twelve digits.",
        cause_zh="进口商号码应为国家代码加最多十五位字母或数字；英国为 GB 加十二位数字。",
        fix_en="Copy the number from the carrier's contract again.",
        fix_zh="请从承运商合同中重新填写。",
        who="owner",
    ),
    "IOSS_INVALID": ErrorEntry(
        title_en="The IOSS number has not its form",
        title_zh="IOSS 号格式不正确",
        cause_en="It is not IM and ten digits with the code of a member state; a number that begins with IN is an "
        "intermediary's.",
        cause_zh="应为 IM 加十位数字并含成员国代码；IN 开头的是中介号。",
        fix_en="Enter the IOSS number itself.",
        fix_zh="请填写真正的 IOSS 号。",
        who="owner",
    ),
    "IOSS_OVER_LIMIT": ErrorEntry(
        title_en="Too much worth for IOSS",
        title_zh="货值超过 IOSS 限额",
        cause_en="Above 150 EUR an IOSS number must not be used; duty and VAT are due at the border.",
        cause_zh="货值超过 150 欧元不得使用 IOSS，须在进口时缴纳关税和增值税。",
        fix_en="Take the number out, or split the order if its goods travel in two parcels anyway.",
        fix_zh="去掉 IOSS 号；若本来就分两个包裹发运可拆单。",
    ),
    "IOSS_MISSING": ErrorEntry(
        title_en="No IOSS number",
        title_zh="没有 IOSS 号",
        cause_en="Up to 150 EUR VAT was collected at the sale, but the data name no number that says so; the "
        "recipient may be charged again.",
        cause_zh="150 欧元以内增值税已在销售时收取，但数据中没有号码，收件人可能被重复征税。",
        fix_en="Nothing needs to be done where the platform or the carrier adds the number; else enter it.",
        fix_zh="若平台或承运商会补充则无需处理，否则请填写。",
    ),
    "IOSS_NOT_PLATFORMS": ErrorEntry(
        title_en="Not the platform's IOSS number",
        title_zh="不是平台的 IOSS 号",
        cause_en="What a platform sold is declared under its number; another one makes the tax due twice.",
        cause_zh="平台销售须用平台的 IOSS 号申报，否则会被重复征税。",
        fix_en="Use the number that the platform gave with the order.",
        fix_zh="请使用平台随订单提供的号码。",
        who="owner",
    ),
    "TAX_NUMBER_MISSING": ErrorEntry(
        title_en="No number for the tax collected at the sale",
        title_zh="缺少代收税的注册号",
        cause_en="Up to this value tax was collected at the sale; without the number of who collected it (GB VAT, "
        "VOEC, ARN, GST) it is charged again.",
        cause_zh="限额内税款已在销售时收取；没有代收方号码（GB VAT、VOEC、ARN、GST）会被重复征税。",
        fix_en="Nothing needs to be done where the platform or the carrier adds the number; else enter it.",
        fix_zh="若平台或承运商会补充则无需处理，否则请填写。",
    ),
    "TAX_NUMBER_INVALID": ErrorEntry(
        title_en="The number of the tax office has not its form",
        title_zh="税务注册号格式不正确",
        cause_en="Length or check digit of the number under which tax was collected is wrong.",
        cause_zh="代收税注册号的长度或校验位不正确。",
        fix_en="Copy it again from the certificate of registration.",
        fix_zh="请从登记证书重新填写。",
        who="owner",
    ),
}
