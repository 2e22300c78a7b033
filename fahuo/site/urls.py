"""Every URL, room by room, and the main menu."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, path

from fahuo.accounts import web as accounts
from fahuo.alerts import web as alerts
from fahuo.backoffice import assets, navigation
from fahuo.carriers import web as carriers
from fahuo.customs import web as customs
from fahuo.figures import web as figures
from fahuo.goods import web as goods
from fahuo.notifications import web as notifications
from fahuo.orders import web as orders
from fahuo.pickups import web as pickups
from fahuo.printing import web as printing
from fahuo.rating import web as rating
from fahuo.routing import web as routing
from fahuo.routing.web import calculator
from fahuo.shipments import web as shipments
from fahuo.site.first_mile import FIRST_MILE
from fahuo.site.journeys import customs_moments, followed
from fahuo.site.volumes import counted, under_way
from fahuo.tracking import web as tracking

navigation.lay_out(
    orders.PLACE,
    shipments.PLACE,
    alerts.PLACE,
    tracking.PLACE,
    printing.PLACE,
    pickups.PLACE,
    customs.PLACE,
    goods.PLACE,
    figures.PLACE,
    calculator.PLACE,
    routing.PLACE,
    seldom=(orders.ERROR_BOOK, accounts.PLACE, accounts.SETTINGS),
)

urlpatterns: list[URLPattern | URLResolver] = [
    *orders.urlpatterns,
    *shipments.urlpatterns(followed),
    *printing.urlpatterns,
    *customs.urlpatterns,
    *tracking.urlpatterns(customs_moments),
    *pickups.urlpatterns(FIRST_MILE),
    *alerts.urlpatterns,
    *notifications.urlpatterns,
    *figures.urlpatterns,
    *goods.urlpatterns,
    *rating.urlpatterns,
    *routing.urlpatterns,
    *calculator.urlpatterns(counted),
    *carriers.urlpatterns(under_way),
    *accounts.urlpatterns,
    path("static/<path:path>", assets.serve, name="asset"),
]

handler400 = "fahuo.backoffice.pages.bad_request"
handler403 = "fahuo.backoffice.pages.forbidden"
handler404 = "fahuo.backoffice.pages.not_found"
handler500 = "fahuo.backoffice.pages.broken"
