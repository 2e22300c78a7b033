"""The hand-over list (交接清单) as a document: its values, the paper, the workbook."""
