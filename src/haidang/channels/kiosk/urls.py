"""Addresses of the kiosk; each carries the agency and its key, since cookies are wiped."""

from django.urls import path

from haidang.channels.kiosk import views

app_name = "kiosk"
_PLACE = "<str:agency>/<slug:key>"
urlpatterns = [
    path("", views.places, name="places"),
    path(f"{_PLACE}/", views.home, name="home"),
    path(f"{_PLACE}/lay-so/", views.draw, name="draw"),
    path(f"{_PLACE}/so/<uuid:ticket_id>/", views.ticket, name="ticket"),
    path(f"{_PLACE}/the/", views.card, name="card"),
    path(f"{_PLACE}/tra-cuu/", views.track, name="track"),
    path(f"{_PLACE}/thu-tuc/", views.find, name="find"),
    path(f"{_PLACE}/thu-tuc/<str:code>/", views.procedure, name="procedure"),
    path(f"{_PLACE}/ket-thuc/", views.end, name="end"),
    path(f"{_PLACE}/bang/", views.board, name="board"),
]
