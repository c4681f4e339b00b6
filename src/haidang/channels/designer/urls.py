"""Addresses of the stewards' screen."""

from django.urls import path

from haidang.channels.designer import views

app_name = "designer"
urlpatterns = [
    path("", views.show_list, name="list"),
    path("xac-nhan/", views.confirm_many, name="confirm-many"),
    path("thu-tuc/<str:code>/", views.show_record, name="record"),
]
