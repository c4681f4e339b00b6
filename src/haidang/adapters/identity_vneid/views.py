"""The two addresses of the code flow."""

from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from django.http import HttpRequest, HttpResponse

from haidang.adapters.identity_vneid.provider import VNeIDAdapter


class VNeIDCallbackView(OAuth2CallbackView):  # type: ignore[misc]  # allauth has no types
    """Receive the person back, and hold VNeID to the nonce of this very session."""

    adapter: VNeIDAdapter

    def _get_state(
        self, request: HttpRequest, provider: object
    ) -> tuple[dict[str, str] | None, HttpResponse | None]:
        state, response = super()._get_state(request, provider)
        self.adapter.expected_nonce = (state or {}).get("nonce", "")
        return state, response


oauth2_login = OAuth2LoginView.adapter_view(VNeIDAdapter)
oauth2_callback = VNeIDCallbackView.adapter_view(VNeIDAdapter)
