"""Addresses within a city: /fr/…, /en/… for people, and what has no language."""

from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from flaneur.web.account import proposals
from flaneur.web.account import views as account
from flaneur.web.public import files

urlpatterns = [
    path("photo/<uuid:photo_id>/<str:name>", files.photo, name="photo"),
    path("portrait/<slug:slug>.jpg", files.portrait, name="portrait"),
    path("account/link/<str:token>", account.sign_in_link, name="sign_in_link"),
    *i18n_patterns(
        path("", include("flaneur.web.public.urls")),
        path("guest/", include("flaneur.web.guest.urls")),
        path("desk/", include("flaneur.web.desk.urls")),
        path("asked/<str:token>/", proposals.asked, name="asked"),
        path("account/", include("flaneur.web.account.urls")),
    ),
]
handler404 = "flaneur.web.public.install.not_found"
