"""Every address of the platform."""

from django.urls import URLPattern, URLResolver, include, path

from haidang.config.waiting.middleware import nobody_waits

handler500 = "haidang.config.faults.answer_a_fault"

urlpatterns: list[URLPattern | URLResolver] = [
    path("api/", include("haidang.channels.rest.urls")),
    path("ban-lam-viec/", include("haidang.channels.counter.urls")),
    path("ban-lam-viec/", include("haidang.channels.desk.urls")),
    path("bien-tap/", include("haidang.channels.designer.urls")),
    path("kiosk/", include("haidang.channels.kiosk.urls")),
    path("quan-tri/", include("haidang.channels.console.urls")),
    path("phong-cho/", nobody_waits, name="waiting_place"),
    path("tai-khoan/", include("haidang.config.sign_in_urls")),
    path("", include("haidang.ui.urls")),
    path("", include("haidang.channels.portal.urls")),
]
