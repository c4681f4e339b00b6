"""Addresses of the sign-in with VNeID, under where allauth is included."""

from allauth.socialaccount.providers.oauth2.urls import default_urlpatterns

from haidang.adapters.identity_vneid.provider import VNeIDProvider

urlpatterns = default_urlpatterns(VNeIDProvider)
