"""Pages of notifications: the bell, messages, one's own settings, the seller's channels, the delivery log."""

from __future__ import annotations

from django.urls import URLPattern, path

from fahuo.notifications.web import channels, log, messages, own

urlpatterns: list[URLPattern] = [
    path("notifications", messages.listing, name="notifications"),
    path("notifications/bell", messages.bell, name="notification-bell"),
    path("notifications/read", messages.read_all, name="read-notifications"),
    path("notifications/<int:message_id>/open", messages.open_message, name="open-notification"),
    path("notifications/mine", own.settings, name="my-notifications"),
    path("notifications/mine/test/<str:kind>", own.test, name="test-my-channel"),
    path("notifications/channels", channels.listing, name="channels"),
    path("notifications/channels/new/<str:kind>", channels.new, name="new-channel"),
    path("notifications/channels/<int:channel_id>", channels.change, name="channel"),
    path("notifications/channels/<int:channel_id>/test", channels.test, name="test-channel"),
    path("notifications/channels/<int:channel_id>/switch", channels.switch, name="switch-channel"),
    path("notifications/log", log.listing, name="deliveries"),
    path("notifications/log/<int:delivery_id>/again", log.send_again, name="send-delivery-again"),
]
