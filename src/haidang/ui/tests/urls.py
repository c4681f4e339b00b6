"""The design system on its own."""

from django.urls import include, path

urlpatterns = [path("", include("haidang.ui.urls"))]
