"""Addresses of the desk, under /desk/."""

from django.urls import path

from flaneur.web.desk import calendar, channels, charters, journal, people, places, publications, queue, review, silence

app_name = "desk"
urlpatterns = [
    path("", queue.queue, name="queue"),
    path("find/<uuid:find_id>/", review.review, name="review"),
    path("find/<uuid:find_id>/approve/", review.approve, name="approve"),
    path("find/<uuid:find_id>/vouch/", review.vouch, name="vouch"),
    path("find/<uuid:find_id>/return/", review.give_back, name="return"),
    path("find/<uuid:find_id>/decline/", review.decline, name="decline"),
    path("find/<uuid:find_id>/undo/", review.undo, name="undo"),
    path("find/<uuid:find_id>/correct/", review.correct, name="correct"),
    path("find/<uuid:find_id>/retract/", review.retract, name="retract"),
    path("find/<uuid:find_id>/describe/", review.describe, name="describe"),
    path("calendar/", calendar.calendar, name="calendar"),
    path("publication/<uuid:publication_id>/", publications.publication, name="publication"),
    path("publication/<uuid:publication_id>/<str:name>/", publications.act, name="act"),
    path("silence/", silence.silence, name="silence"),
    path("silence/lift/", silence.lift, name="lift"),
    path("silence/lift/<int:silence_id>/", silence.lift, name="lift_part"),
    path("channels/", channels.channels, name="channels"),
    path("channels/connect/<slug:kind>/", channels.connect, name="connect"),
    path("channels/consent/", channels.consent, name="consent"),
    path("channels/state/", channels.state, name="channel_state"),
    path("channels/lateness/", channels.lateness, name="lateness"),
    path("channels/<uuid:channel_id>/rhythm/", channels.rhythm, name="rhythm"),
    path("decisions/", publications.decisions, name="decisions"),
    path("journal/", journal.journal, name="journal"),
    path("charter/", charters.charter, name="charter"),
    path("charter/<int:number>/", charters.version, name="charter_version"),
    path("charter/<int:number>/file/", charters.file, name="charter_file"),
    path("people/", people.people, name="people"),
    path("places/", places.places, name="places"),
    path("places/give/", places.give, name="give_place"),
    path("places/<int:membership_id>/role/", places.role, name="change_role"),
    path("places/<int:membership_id>/take/", places.take, name="take_place"),
    path("places/<int:membership_id>/passkeys/", places.passkeys, name="forget_passkeys"),
    path("people/guest/", people.welcome, name="welcome"),
    path("people/link/", people.link, name="link"),
    path("people/residency/", people.plan, name="plan"),
    path("people/residency/<uuid:residency_id>/end/", people.end, name="end"),
]
