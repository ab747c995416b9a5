"""Addresses of the install itself; a city's own are in web/urls.py."""

from django.urls import include, path
from django.views.i18n import set_language

from flaneur.web.account import views as account
from flaneur.web.public import install

urlpatterns = [
    path("", install.cities, name="cities"),
    path("health", install.health, name="health"),
    path("language", set_language, name="set_language"),
    path("account/link/<str:token>", account.sign_in_link, name="sign_in_link"),
    path("account/", include("flaneur.web.account.urls")),
]
handler404 = "flaneur.web.public.install.not_found"
