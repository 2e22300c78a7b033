"""Cainiao (菜鸟) through its LINK gateway, for global express (cnge.*)."""
