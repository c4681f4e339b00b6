"""Addresses of the design system."""

from django.urls import path

from haidang.ui import gallery, views

app_name = "ui"
urlpatterns = [
    path("giao-dien/mau/", gallery.show_gallery, name="gallery"),
    path("giao-dien/<slug:theme>/", views.choose_theme, name="theme"),
    path("ngon-ngu/<slug:language>/", views.choose_language, name="language"),
]
