"""Addresses of the guest's door."""

from django.urls import path

from flaneur.web.guest import answers, portrait, stay, views

app_name = "guest"
urlpatterns = [
    path("", views.home, name="home"),
    path("agreement/", stay.agreement, name="agreement"),
    path("lost/", stay.lost, name="lost"),
    path("portrait/", portrait.portrait, name="portrait"),
    path("portrait/offered.jpg", portrait.offered, name="offered_portrait"),
    path("portrait/withdraw/", portrait.withdraw, name="withdraw_portrait"),
    path("capture/", views.capture, name="capture"),
    path("find/<uuid:find_id>/", views.find, name="find"),
    path("find/<uuid:find_id>/withdraw/", views.withdraw, name="withdraw"),
    path("find/<uuid:find_id>/left/", views.left, name="left"),
    path("find/<uuid:find_id>/undo/", views.undo, name="undo"),
    path("find/<uuid:find_id>/answers/", answers.unmute, name="unmute"),
    path("find/<uuid:find_id>/answers/<int:reply_id>/report/", answers.report, name="report"),
    path("find/<uuid:find_id>/answers/<int:reply_id>/mute/", answers.mute, name="mute"),
]
