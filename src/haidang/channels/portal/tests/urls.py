"""The portal on its own, with what it links to: the design system and sign-in."""

from django.urls import include, path

urlpatterns = [
    path("tai-khoan/", include("allauth.urls")),
    path("", include("haidang.ui.urls")),
    path("", include("haidang.channels.portal.urls")),
]
