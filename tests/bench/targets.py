"""What each figure should be, and which way is better."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Target:
    """A figure's bound. `at_least` when more is better, else at most."""

    bound: float
    at_least: bool
    what: str

    def met(self, value: float) -> bool:
        """Say whether the value keeps the bound."""
        return value >= self.bound if self.at_least else value <= self.bound

    def sign(self) -> str:
        """Return the bound as printed: `≥ 500`."""
        return f"{'≥' if self.at_least else '≤'} {self.bound:,g}"

    def margin(self, value: float) -> float:
        """Return how many times better than the bound the value is; below 1 it misses."""
        return value / self.bound if self.at_least else self.bound / value


TARGETS = {
    "label_single_cpu_ms": Target(20, at_least=False, what="own label drawn, read back, compared; one a file"),
    "label_batch_cpu_ms": Target(6, at_least=False, what="the same, a hundred in one file"),
    "label_pdf_1000_cpu_s": Target(8, at_least=False, what="a thousand own labels drawn into one file"),
    "label_pdf_1000_kb_per_page": Target(10, at_least=False, what="what one of its pages takes, fonts included"),
    "label_rss_growth_mb": Target(30, at_least=False, what="memory after 10,000 labels minus memory after 2,000"),
    "label_carrier_check_cpu_ms": Target(7, at_least=False, what="a carrier's label rasterised whole and decoded"),
    "zpl_cpu_ms": Target(0.5, at_least=False, what="own label as ZPL, content to bytes, a hundred at a time"),
    "invoice_cpu_ms": Target(25, at_least=False, what="commercial invoice of ten lines, fifty in one PDF"),
    "invoice_rss_growth_mb": Target(50, at_least=False, what="memory after 1,000 invoices minus memory after 200"),
    "hs_cpu_ms": Target(60, at_least=False, what="HS code of one listing proposed, with category and attributes"),
    "hs_rss_mb": Target(400, at_least=False, what="memory of a process that proposes HS codes, encoder included"),
    "import_per_s": Target(500, at_least=True, what="orders imported and checked, per CPU second"),
    "ship_per_s": Target(40.5, at_least=True, what="orders shipped, wall clock, all on this machine"),
    "ship_cpu_ms": Target(30, at_least=False, what="our own CPU time per shipped order"),
    "book_per_s": Target(
        200, at_least=True, what="orders booked by two workers while there is work; 300 ms latency, 5 % faults"
    ),
    "alert_p99_s": Target(
        60,
        at_least=False,
        what="event readable to alert red and message received, 100,000 parcels live, also while a bulk run books",
    ),
    "declare_per_s": Target(100, at_least=True, what="declarations judged, written, checked, signed (SM2), packed"),
    "declare_stored_per_s": Target(
        100, at_least=True, what="the same from PostgreSQL back into it, signed (SM2) and ready to leave"
    ),
    "rate_bulk_per_s": Target(
        200_000, at_least=True, what="orders over 35 services, the winner's charges; from columns"
    ),
    "route_bulk_per_s": Target(
        50_000, at_least=True, what="orders routed over 12 dimensions, 35 services; from columns"
    ),
    "route_single_ms": Target(2, at_least=False, what="one order, full explanation, counterfactuals, JSON"),
    "figures_page_p99_ms": Target(300, at_least=False, what="page of figures, 365 days, a million parcels, no filter"),
    "figures_lanes_p99_ms": Target(300, at_least=False, what="the same broken down by lane"),
    "figures_country_p99_ms": Target(300, at_least=False, what="the same of the country with most parcels"),
    "events_per_s": Target(
        20_000, at_least=True, what="events from a carrier's bytes to a durable commit, milestones and clocks included"
    ),
    "events_kept_at_10m": Target(0.8, at_least=True, what="share of that speed left with 10 million events present"),
    "engine_start_s": Target(0.5, at_least=False, what="fresh Python, 84 stored sheets, first price; user + system"),
    "engine_rss_mb": Target(300, at_least=False, what="peak of resident memory of that process"),
}

# Figures without a target, for comparison.
OTHERS = {
    "alert_bulk_booked": "orders booked meanwhile; of 6,000, that the run lasts as long as the minute",
    "alert_red_p50_s": "until the alert is red: half of all",
    "alert_red_p99_s": "the same, 99 of 100",
    "alert_told_p50_s": "until its message was received: half of all",
    "alert_told_p99_s": "the same, 99 of 100",
    "alert_bulk_red_p50_s": "until the alert is red while a bulk run books: half of all",
    "alert_bulk_red_p99_s": "the same, 99 of 100",
    "alert_bulk_told_p50_s": "until its message was received while a bulk run books: half of all",
    "alert_bulk_told_p99_s": "the same, 99 of 100",
    "figures_page_p50_ms": "the median of figures_page_p99_ms",
    "figures_lanes_p50_ms": "the median of figures_lanes_p99_ms",
    "figures_page_cpu_ms": "of the page our own CPU time, PostgreSQL's left out",
    "figures_days_p99_ms": "page of figures by day of the country with most parcels, 365 days, a million parcels",
    "figures_csv_ms": "a year by lane as CSV, sent whole",
    "figures_xlsx_ms": "a year by lane as Excel, sent whole",
    "figures_lanes_cpu_ms": "the same broken down by lane",
    "figures_count_per_s": "changed orders with booking and journey counted into facts and sums, one worker",
    "figures_rebuild_per_s": "all of them counted anew",
    "eta_fit_cpu_s": "laws of expected dates fitted to 100,000 journeys (or BENCH_ETA_PARCELS) on 12,000 lanes",
    "eta_fit_mb": "memory that this needs at most, beside the journeys",
    "eta_lanes": "lanes that these journeys were on",
    "eta_read_journeys_per_s": "journeys read from PostgreSQL into columns of days, wall clock",
    "eta_learn_journeys_per_s": "the whole night: read, fitted, stored, what is under way marked; wall clock",
    "declare_rsa_per_s": "the same with RSA keys",
    "declare_stored_cpu_ms": "of declare_stored_per_s our own CPU time per declaration, PostgreSQL's left out",
    "declare_stored_wall_per_s": "the same by the clock, with whatever else the machine had to do",
    "events_per_s_at_10m": "events_per_s with 10 million events present (or as many as BENCH_EVENTS says)",
    "events_cpu_us": "of events_per_s our own CPU time per event, PostgreSQL's left out",
    "events_server_cpu_us": "of events_per_s the CPU time of PostgreSQL's processes per event",
    "events_at_10m_cpu_us": "events_cpu_us with the millions present",
    "events_at_10m_server_cpu_us": "events_server_cpu_us with the millions present",
    "events_load_s": "seconds that it took to make the events that are present",
    "hs_load_s": "CPU seconds until the first proposal of a process",
    "zpl_store_cpu_ms": "the same for one store: one sender, three hundred goods, every recipient new",
    "zpl_write_cpu_ms": "of `zpl_cpu_ms` the writing alone, the label laid out and its codes placed",
    "zpl_check_cpu_ms": "the same label read back from its bytes",
    "zpl_cold_cpu_ms": "the first hundred of a fresh process: fonts and most glyphs are read and drawn",
    "zpl_kb": "what a label takes",
    "invoice_single_cpu_ms": "the same invoice alone in its PDF",
    "packing_list_cpu_ms": "packing list of ten lines, fifty in one PDF",
    "cn23_cpu_ms": "CN 23 of ten lines, fifty in one PDF",
    "invoice_xlsx_cpu_ms": "commercial invoice of ten lines as Excel, a sheet each, fifty in one workbook",
    "poll_parcels_per_s": "parcels asked for and their answers stored, all of them news; 30 numbers a call, no quota",
    "poll_cpu_us": "of poll_parcels_per_s our own CPU time per parcel, PostgreSQL's and the carrier's left out",
    "poll_again_parcels_per_s": "the same when the answers tell nothing new",
    "poll_again_cpu_us": "of poll_again_parcels_per_s our own CPU time per parcel",
    "rate_bulk_objects_per_s": "the same as rate_bulk_per_s from order objects, checks and conversion included",
    "rate_single_per_s": "orders over 35 services in Decimal, every charge with its working",
    "route_bulk_objects_per_s": "the same as route_bulk_per_s from order objects, checks and conversion included",
    "route_single_best_ms": "the same with charges and dimensions of the three best services only",
    "route_batch_ms": "an order in batches of 100 as shipping asks: options, three best in full, JSON",
    "book_all_per_s": "the same until the last order that the storm delayed",
    "book_label_per_s": "the same until every label is read back",
    "book_labelled": "how many of these orders ended with a label",
    "book_refused": "how many were refused with a reason",
    "book_for_a_person": "how many a person must look at: doubtful, and the carrier cannot be asked",
    "ship_labelled": "how many of the 2,000 orders ended with a label",
}
