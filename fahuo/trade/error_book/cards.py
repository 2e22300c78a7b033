"""Problem codes of e-port cards that sign: the client on the firm's machine, the card in its reader, its PIN."""

from __future__ import annotations

from fahuo.trade.error_book.entry import ErrorEntry

_WAITS_EN = "Messages to customs wait unsigned; nothing of them has left."
_WAITS_ZH = "报文尚未签名，留在系统内等待，未发出任何内容。"
_ALONE_EN = "A card locks itself after some wrong PINs, so it is not asked again until the PIN is entered anew."
_ALONE_ZH = "口令多次错误会锁卡，因此在重新填写口令之前不会再次请求该卡。"
_AGAIN_EN = "then enter the PIN again in the settings of the export declaration"
_AGAIN_ZH = "然后在出口申报设置中重新填写口令"

ENTRIES: dict[str, ErrorEntry] = {
    "CARD_INCOMPLETE": ErrorEntry(
        title_en="The card that signs is not set up",
        title_zh="签名卡尚未设置完整",
        cause_en="Signing with a card needs its PIN, its certificate and the address of its client.",
        cause_zh="用卡签名需要口令、证书和卡客户端的地址。",
        fix_en="Enter what is missing in the settings of the export declaration.",
        fix_zh="请在出口申报设置中补全缺少的内容。",
        who="owner",
    ),
    "CARD_ADDRESS": ErrorEntry(
        title_en="No card client may stand at this address",
        title_zh="卡客户端的地址不可用",
        cause_en="The PIN goes there. Only ws:// or wss:// with a host and a port is taken, on this machine or in a "
        "private network that the installation allows.",
        cause_zh="口令会发往该地址。只接受 ws:// 或 wss:// 加主机和端口，并且必须是本机或系统允许的内网。",
        fix_en="Enter the address of the machine with the card, such as ws://192.168.1.20:61232. Another network must "
        "be added to FAHUO_CARD_NETWORKS by the operator.",
        fix_zh="请填写插卡电脑的地址，例如 ws://192.168.1.20:61232。其他网段须由运维人员加入 FAHUO_CARD_NETWORKS。",
        who="owner",
    ),
    "CARD_CLIENT_NOT_REACHED": ErrorEntry(
        title_en="The card's client cannot be reached",
        title_zh="无法连接卡客户端",
        cause_en=f"Nobody listens at the address of the card's client. {_WAITS_EN}",
        cause_zh=f"卡客户端的地址无人应答。{_WAITS_ZH}",
        fix_en="Start the client of the e-port on the machine with the card, and see that the worker reaches that "
        "machine. Signing goes on by itself.",
        fix_zh="请在插卡电脑上启动电子口岸客户端控件，并确认后台任务能访问该电脑。之后会自动继续签名。",
        who="owner",
    ),
    "CARD_NO_ANSWER": ErrorEntry(
        title_en="The card's client did not answer",
        title_zh="卡客户端没有答复",
        cause_en="It was asked for a signature and broke off, took too long, or answered what cannot be read. While "
        f"this PIN was never taken, it is not tried again by itself. {_WAITS_EN}",
        cause_zh=f"已请求签名，但连接中断、超时或答复无法识别。该口令从未成功过时，不会自动重试。{_WAITS_ZH}",
        fix_en="Restart the client of the e-port. If signing does not go on by itself, enter the PIN again in the "
        "settings of the export declaration.",
        fix_zh="请重启电子口岸客户端控件；如未自动继续签名，请在出口申报设置中重新填写口令。",
        who="owner",
    ),
    "CARD_NOT_INSERTED": ErrorEntry(
        title_en="The card is not in its reader",
        title_zh="未插卡或读卡器不可用",
        cause_en=f"The client finds no card or no reader. {_WAITS_EN}",
        cause_zh=f"客户端找不到卡或读卡器。{_WAITS_ZH}",
        fix_en="Put the operator's card into the reader, or plug the key in again. Signing goes on by itself.",
        fix_zh="请将操作员卡插入读卡器，或重新插拔 UKey。之后会自动继续签名。",
        who="owner",
    ),
    "CARD_PIN_WRONG": ErrorEntry(
        title_en="The card does not take the PIN",
        title_zh="卡口令错误",
        cause_en=f"The stored PIN is not that of this card. {_ALONE_EN} {_WAITS_EN}",
        cause_zh=f"已保存的口令不是该卡的口令。{_ALONE_ZH}{_WAITS_ZH}",
        fix_en=f"Make sure of the PIN and of which card is in the reader, {_AGAIN_EN}.",
        fix_zh=f"请确认口令以及插入的是哪张卡，{_AGAIN_ZH}。",
        who="owner",
    ),
    "CARD_LOCKED": ErrorEntry(
        title_en="The card is locked",
        title_zh="卡已锁定",
        cause_en=f"Too many wrong PINs were entered. Only the e-port can open it again. {_WAITS_EN}",
        cause_zh=f"口令错误次数过多，只有电子口岸制卡点能够解锁。{_WAITS_ZH}",
        fix_en=f"Have the card unlocked by the e-port, {_AGAIN_EN}.",
        fix_zh=f"请到电子口岸制卡点解锁，{_AGAIN_ZH}。",
        who="owner",
    ),
    "CARD_REFUSED": ErrorEntry(
        title_en="The card's client refused to sign",
        title_zh="卡客户端拒绝签名",
        cause_en=f"It refused in words that Fahuo does not know; they stand beside. It may be the PIN. {_ALONE_EN}",
        cause_zh=f"拒绝的原因系统无法识别，原文附后，可能与口令有关。{_ALONE_ZH}",
        fix_en=f"Read what the client says and mend it, {_AGAIN_EN}.",
        fix_zh=f"请按客户端的提示处理，{_AGAIN_ZH}。",
        who="owner",
    ),
    "CARD_CERTIFICATE_OTHER": ErrorEntry(
        title_en="Another card is in the reader",
        title_zh="插入的不是已登记的卡",
        cause_en=f"The signature is of another certificate than the stored one. {_WAITS_EN}",
        cause_zh=f"签名所用的证书与已保存的证书不同。{_WAITS_ZH}",
        fix_en="Put in the card of this firm, or enter the certificate of the new card.",
        fix_zh="请插入本企业的卡，或上传新卡的证书。",
        who="owner",
    ),
    "CARD_SIGNATURE_WRONG": ErrorEntry(
        title_en="The card's signature does not hold",
        title_zh="卡返回的签名验证不通过",
        cause_en="What came back was not made by the key of the stored certificate over this message, or with other "
        f"algorithms than the chosen ones. {_WAITS_EN}",
        cause_zh=f"返回的签名不是由已保存证书的密钥对该报文作出，或与所选算法不符。{_WAITS_ZH}",
        fix_en="See that certificate and algorithms are those of the card in the reader.",
        fix_zh="请核对证书和算法是否与插入的卡一致。",
        who="owner",
    ),
    "CARD_BUSY": ErrorEntry(
        title_en="The card is being used",
        title_zh="卡正在使用中",
        cause_en="Another worker was signing for too long, or the settings were changed meanwhile. "
        "Signing goes on by itself.",
        cause_zh="另一个后台任务占用该卡时间过长，或设置刚被修改。之后会自动继续签名。",
        fix_en="Nothing has to be done. If it stays, restart the client of the e-port.",
        fix_zh="无需处理。如一直如此，请重启电子口岸客户端控件。",
        who="owner",
    ),
}
