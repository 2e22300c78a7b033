"""What carriers say in sentences."""

from __future__ import annotations

import pytest

from fahuo.carriers import phrases


@pytest.mark.parametrize(
    "message",
    [
        "订单不存在",
        "运单号不存在",
        "客户订单号 7-1-1 不存在!",
        "未找到该订单",
        "查无此单",
        "无此运单",
        "Order does not exist",
        "The waybill doesn't exist.",
        "No such order",
        "tracking number 123 not found",
    ],
)
def test_an_order_that_is_not_there(message: str) -> None:
    assert phrases.absent(message)
    assert not phrases.twice(message)


@pytest.mark.parametrize(
    "message",
    [
        "用户不存在",
        "客户信息不存在",
        "token not found",
        "method 不存在",
        "服务 getOrder 不存在",
        "method ds.xms.order.get does not exist",
        "Account does not exist",
        "接口不存在",
        "product_code 不存在",
        "404 page not found",
        "系统异常",
        "",
    ],
)
def test_what_says_nothing_of_an_order(message: str) -> None:
    """Taken for a "not found", a second booking would be sent."""
    assert not phrases.absent(message)
    assert not phrases.twice(message)


@pytest.mark.parametrize("message", ["客户订单号重复", "订单号已存在", "Duplicate reference", "order already exists"])
def test_what_is_there_already(message: str) -> None:
    assert phrases.twice(message)
    assert not phrases.absent(message)


@pytest.mark.parametrize("message", ["标签生成中，请稍后再试", "label not ready", "Please try again later"])
def test_what_is_still_being_made(message: str) -> None:
    assert phrases.not_ready(message)
