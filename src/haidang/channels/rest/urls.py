"""Addresses of the REST channel; what is not among them is a problem as well."""

from django.urls import path, re_path

from haidang.channels.rest.api import api
from haidang.channels.rest.problems import unknown_address

urlpatterns = [
    path("", api.urls),
    re_path(r"^.*$", unknown_address, name="rest-unknown-address"),
]
