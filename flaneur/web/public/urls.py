"""The city's own site."""

from django.urls import path

from flaneur.web.public import views
from flaneur.web.public.feed import feed

app_name = "public"
urlpatterns = [
    path("", views.wall, name="wall"),
    path("find/<uuid:find_id>/", views.find, name="find"),
    path("voices/", views.voices, name="voices"),
    path("voices/<slug:slug>/", views.guest, name="guest"),
    path("map/", views.city_map, name="map"),
    path("charter/", views.charter, name="charter"),
    path("feed.atom", feed, name="feed"),
    path("theme.css", views.theme, name="theme"),
]
