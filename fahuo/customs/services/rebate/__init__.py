"""Keeping the rebate record: checked by declaration, packed by month."""
