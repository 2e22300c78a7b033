"""China customs messages of the cross-border system (跨境统一版): written, checked, signed, read. Knows no database."""
