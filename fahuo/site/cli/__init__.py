"""The command line. Each command is one module, imported when it is called, so that `fahuo --help` is quick."""

from __future__ import annotations

import click

from fahuo import __version__
from fahuo.site.cli.lazy_group import LazyGroup

# command: (module in this package, what it does)
COMMANDS = {
    "import": ("import_orders", "Read a file of orders and say of each whether it can be shipped."),
    "ship": ("ship", "Book orders at carriers and fetch their labels."),
    "labels": ("labels", "Write the labels of booked orders into one file, or read such a file back."),
    "print": ("print_batch", "Print labels and papers, each label once."),
    "papers": ("papers", "Write invoices, packing lists, customs forms or a pick list into one file."),
    "rebate": ("rebate", "Say how complete the export rebate record is, and write a month's packs."),
    "declare": ("declare", "Declare parcels for export at the single window."),
    "declarations": ("declarations", "List export declarations and how far they are."),
    "printers": ("printers", "List, add, test and retire a seller's printers."),
    "cancel": ("cancel", "Cancel bookings at carriers, so that the orders can be shipped again."),
    "track": ("track", "Ask carriers where parcels are, and show their timelines."),
    "quote": ("quote", "Compare what a parcel costs with every service, and say which to take."),
    "prices": ("prices", "Show what a parcel costs today, 30 and 365 days ago."),
    "lanes": ("lanes", "Take in how past parcels ended, and show what to expect of lanes."),
    "figures": ("figures", "Show how orders and parcels did, and count all of it anew."),
    "rates": ("rates", "Import, list, show and export rate sheets of a seller's own contracts."),
    "templates": ("templates", "Show, check, import, export and use sets of routing templates."),
    "eta": ("eta", "Learn when parcels arrive, and prove that what is said of it holds."),
    "backtest": ("backtest", "Replay a set of routing templates on past orders."),
    "hs": ("hs", "Propose the HS code of a listing, and measure how good proposals are."),
    "rules": ("rules", "Show the rules of customs on a lane, and what they say of a parcel."),
    "serve": ("serve", "Serve the web pages."),
    "worker": ("worker", "Work off background jobs."),
    "run": ("run", "Serve the web pages and work off background jobs, together."),
    "emulate": ("emulate", "Serve a carrier's emulator on this machine."),
    "emulate-printer": ("emulate_printer", "Serve a printer's emulator on this machine."),
    "emulate-window": ("emulate_window", "Serve an emulated single window of customs on this machine."),
    "emulate-receivers": ("emulate_receivers", "Serve emulated receivers of notifications on this machine."),
    "emulate-card": ("emulate_card", "Serve an emulated e-port card on this machine, to sign with."),
    "new-carrier": ("new_carrier", "Write the folder of a new carrier's adapter, to be filled in."),
    "demo": ("demo", "Run the whole main job on sample orders with emulated carriers."),
    "seller": ("seller", "Create or change a seller, and show it."),
    "person": ("person", "Create or change a person who may sign in."),
    "connect": ("connect", "Connect a seller to a carrier."),
    "carriers": ("carriers", "Test carrier accounts, and sync the services that they may book."),
    "secrets": ("secrets", "Make an encryption key, and seal stored credentials with the newest one."),
    "migrate": ("migrate", "Bring the tables of the database up to date."),
    "postgres": ("postgres", "Start, stop or show the embedded PostgreSQL."),
}
# With --json these print even a refusal as JSON.
JSON_REFUSALS = frozenset(
    {"quote", "prices", "lanes", "rates", "templates", "backtest", "eta", "hs", "rebate", "rules", "track"}
)


@click.group(
    cls=LazyGroup,
    commands_by_module=COMMANDS,
    json_refusals=JSON_REFUSALS,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110},
)
@click.version_option(__version__, prog_name="fahuo")
def main() -> None:
    """Fahuo (发货): from a paid AliExpress order to a delivered parcel.

    All state lies in the folder FAHUO_HOME (./var unless set).
    """
