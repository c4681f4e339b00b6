"""Addresses of the counter."""

from django.urls import path

from haidang.channels.counter import done_views, queue_views, views

app_name = "counter"
_INTAKE = "tiep-nhan-truc-tiep"
urlpatterns = [
    path(f"{_INTAKE}/", views.start, name="start"),
    path(f"{_INTAKE}/to-phan-cach/", views.separators, name="separators"),
    path(f"{_INTAKE}/<uuid:draft_id>/", views.sheet, name="sheet"),
    path(f"{_INTAKE}/<uuid:draft_id>/xap/<uuid:stack_id>/", views.stack, name="stack"),
    path(
        f"{_INTAKE}/<uuid:draft_id>/xap/<uuid:stack_id>/trang/<int:number>/",
        views.page,
        name="page",
    ),
    path(f"{_INTAKE}/xong/<str:number>/", done_views.done, name="done"),
    path(f"{_INTAKE}/xong/<str:number>/giay/<uuid:document_id>/", done_views.paper, name="paper"),
    path("quay/", queue_views.show_queue, name="queue"),
    path("quay/goi/", queue_views.call, name="call"),
    path("quay/<uuid:ticket_id>/goi-lai/", queue_views.again, name="again"),
    path("quay/<uuid:ticket_id>/xong/", queue_views.end, name="end"),
    path("thu-tien/", done_views.cash, name="cash"),
    path("thu-tien/<uuid:order_id>/", done_views.collect, name="collect"),
]
