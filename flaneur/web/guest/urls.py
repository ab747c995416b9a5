"""Addresses of the guest's door."""

from django.urls import path

from flaneur.web.guest import views

app_name = "guest"
urlpatterns = [
    path("", views.home, name="home"),
    path("capture/", views.capture, name="capture"),
    path("find/<uuid:find_id>/", views.find, name="find"),
    path("find/<uuid:find_id>/withdraw/", views.withdraw, name="withdraw"),
    path("find/<uuid:find_id>/undo/", views.undo, name="undo"),
]
