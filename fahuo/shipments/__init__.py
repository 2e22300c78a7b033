"""One click: book exactly once, label, check the label."""
