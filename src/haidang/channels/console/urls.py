"""Addresses of the console."""

from django.urls import path

from haidang.channels.console import views

app_name = "console"
urlpatterns = [
    path("", views.show_home, name="home"),
    path("lich/", views.show_calendar, name="calendar"),
    path("lich/xem-truoc/", views.preview_change, name="preview"),
    path("lich/cong-bo/", views.publish_change, name="publish"),
    path("loi/", views.edit_words, name="words"),
    path("don-vi/", views.list_mergers, name="mergers"),
    path("don-vi/<uuid:merger_id>/", views.show_merger, name="merger"),
    path("don-vi/<uuid:merger_id>/bien-ban.<str:kind>", views.show_proof, name="proof"),
    path("du-bao/", views.show_calibration, name="calibration"),
]
