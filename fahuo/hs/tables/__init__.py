"""Decision tables: what material, make and wearer decide, by family of goods.

Every module of this folder that has a mapping `TABLES` adds its tables; a lexicon line names one as `@name`.
A table takes the facets and returns codes with weights, likeliest first, the first with weight 1.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType

from fahuo.hs.tables.shape import Ranked, Table, ranked

__all__ = ["TABLES", "Ranked", "Table", "ranked"]


def _collect() -> Mapping[str, Table]:
    tables: dict[str, Table] = {}
    for module in pkgutil.iter_modules(__path__):
        for name, table in getattr(import_module(f"{__name__}.{module.name}"), "TABLES", {}).items():
            if name in tables:
                raise ValueError(f"two decision tables are called {name}")
            tables[name] = table
    return MappingProxyType(tables)


TABLES = _collect()
