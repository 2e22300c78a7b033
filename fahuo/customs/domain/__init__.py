"""What customs papers say, as plain values: decided here once, written as PDF and as Excel by the services."""
