"""Printing: batches of labels and papers, printers, pick lists and hand-over lists."""
