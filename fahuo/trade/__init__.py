"""The words of the trade: frozen values that every other room speaks in.

Standard library only. Everyone may import `trade`; `trade` imports nothing of ours.
Canonical units: grams, millimetres, `Decimal` money with its ISO 4217 code,
ISO 3166-1 alpha-2 countries, E.164 phones, aware datetimes.
"""
