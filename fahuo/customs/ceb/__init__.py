"""Messages of China's cross-border export system (CEB, 跨境统一版): written, checked, signed, packed, read.

Source of names, lengths and sequence: GACC interface specification of the unified system, export, edition 202205.
No database, no network, no clock: values come in, bytes go out.
"""
