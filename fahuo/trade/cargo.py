"""What restricts carriage, and the papers that prove it harmless."""

from __future__ import annotations

from enum import StrEnum


class CargoClass(StrEnum):
    """The class of goods as carriers ask for it. One parcel has the set of its lines' classes."""

    GENERAL = "GENERAL"  # 普货
    BATTERY_BUILTIN = "BATTERY_BUILTIN"  # 内置电: UN 3481, PI 967
    BATTERY_PACKED = "BATTERY_PACKED"  # 配套电: UN 3481, PI 966
    BATTERY_ONLY = "BATTERY_ONLY"  # 纯电: UN 3480, PI 965
    MAGNET = "MAGNET"  # 带磁
    LIQUID = "LIQUID"  # 液体
    POWDER = "POWDER"  # 粉末
    COSMETIC = "COSMETIC"  # 化妆品


BATTERIES = frozenset({CargoClass.BATTERY_BUILTIN, CargoClass.BATTERY_PACKED, CargoClass.BATTERY_ONLY})


class Paper(StrEnum):
    """A document on file for a product."""

    UN383 = "UN383"  # UN 38.3 test summary of a lithium battery
    MSDS = "MSDS"  # material safety data sheet
