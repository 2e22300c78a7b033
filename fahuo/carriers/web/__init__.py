"""Pages of carriers, for the owner: the market, accounts, services, and what was agreed."""

from __future__ import annotations

from collections.abc import Callable

from django.urls import URLPattern, path

from fahuo.carriers.web import accounts, market, offers, terms

# How many shipments are under way that were booked through an account: counted above, where shipments are known.
UnderWay = Callable[[int], int]


def urlpatterns(under_way: UnderWay) -> list[URLPattern]:
    """Return the addresses of all pages of carriers."""
    root, account = "settings/carriers", "settings/carriers/accounts/<int:account_id>"
    one = f"{root}/<slug:carrier>"
    return [
        path(root, market.accounts, name="carrier-accounts"),
        path(f"{root}/market", market.all_carriers, name="carrier-market"),
        path(account, accounts.account, name="carrier-account"),
        path(f"{account}/test", accounts.test, name="test-account"),
        path(f"{account}/use", accounts.use, {"under_way": under_way}, name="use-account"),
        path(f"{root}/services/<int:service_id>", offers.describe, name="describe-service"),
        path(one, market.carrier, name="carrier"),
        path(f"{one}/new", accounts.new, name="new-account"),
        path(f"{one}/terms", terms.terms, name="carrier-terms"),
        path(f"{one}/sync", offers.sync, name="sync-services"),
        path(f"{one}/disconnect", accounts.disconnect, {"under_way": under_way}, name="disconnect-carrier"),
    ]
