"""Of allauth's many pages the few we open; their names are allauth's, for it looks them up."""

from collections.abc import Callable

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.webauthn import views as webauthn
from django.http.response import HttpResponseBase
from django.urls import URLPattern, path
from django.views.decorators.cache import never_cache


def own(route: str, view: Callable[..., HttpResponseBase], *, name: str) -> URLPattern:
    """A page about one person, which nobody may keep."""
    return path(route, never_cache(view), name=name)


urlpatterns = [
    own("login/", account.login, name="account_login"),
    own("login/code/", account.login, name="account_request_login_code"),
    own("login/code/confirm/", account.confirm_login_code, name="account_confirm_login_code"),
    own("login/passkey/", webauthn.login_webauthn, name="mfa_login_webauthn"),
    own("login/passkey/confirm/", mfa.authenticate, name="mfa_authenticate"),
    own("logout/", account.logout, name="account_logout"),
    own("signup/", account.signup, name="account_signup"),
    own("inactive/", account.account_inactive, name="account_inactive"),
    own("passkeys/", webauthn.list_webauthn, name="mfa_index"),
    own("passkeys/", webauthn.list_webauthn, name="mfa_list_webauthn"),
    own("passkeys/add/", webauthn.add_webauthn, name="mfa_add_webauthn"),
    own("passkeys/<int:pk>/remove/", webauthn.remove_webauthn, name="mfa_remove_webauthn"),
    own("passkeys/confirm/", webauthn.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
]
