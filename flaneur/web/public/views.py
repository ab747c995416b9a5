"""The city's own site: the same for everybody, without a script, kept as bytes until something changes."""

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from flaneur.core.place import Discretion
from flaneur.models import Photo
from flaneur.services.addresses import find_address
from flaneur.services.residencies import guest_on_duty
from flaneur.web import access
from flaneur.web.cards import cards, district_of, largest_print
from flaneur.web.map import draw_city, draw_place
from flaneur.web.page_cache import kept
from flaneur.web.public import page as pages
from flaneur.web.public import voices as calls
from flaneur.web.public import wall as walls
from flaneur.web.requests import CityRequest
from flaneur.web.theme import theme_of


@require_safe
@kept("page", *walls.LENSES)
def wall(request: CityRequest) -> HttpResponse:
    city, now = request.city, timezone.now()
    pillars = walls.pillars_of(city, get_language() or "")
    lens = walls.lens_of(request.GET, city, pillars)
    duty = guest_on_duty(city, now=now)
    page = walls.page_of(walls.seen_through(lens, city), request.GET.get("page"))
    context = {
        "voice": calls.voice_of(duty, city, now=now) if duty and duty.is_open(now) else None,
        "coming": city.residencies.to_come(now).select_related("guest").first(),
        "lens": lens,
        "lens_district": district_of(city, lens.district),
        "audiences": walls.audience_choices(lens),
        "pillars": walls.pillar_choices(lens, pillars),
        "page": page,
        "entries": list(walls.with_hand_overs(city, page)),
        "sheet": draw_city(city, walls.counts_by_district(city.finds.public())),
    }
    return render(request, "public/wall.html", context)


@require_safe
@kept()
def find(request: CityRequest, find_id: UUID) -> HttpResponse:
    gone = access.taken_back_find(request, find_id)
    if gone is not None:
        return render(request, "public/taken_back.html", {"find": gone}, status=410)
    shown = access.public_find(request, find_id)
    city, public = request.city, request.city.finds.public()
    pillars = walls.pillars_of(city, get_language() or "")
    card = cards(city, [shown])[0]
    context = {
        "card": card,
        "find": shown,
        "pillar": pillars.get(shown.pillar, ""),
        "pillar_icon": walls.pillar_icon(shown.pillar, pillars),
        "sheet": draw_place(city, shown.shown_place, Discretion(shown.discretion)),
        "told": pages.told_place(card),
        "elsewhere": pages.elsewhere(shown),
        "newer": cards(city, pages.newer_than(shown, public)),
        "older": cards(city, pages.older_than(shown, public)),
        "canonical": find_address(shown),
        "image": _shared_image(request, card.photo) if card.photo else "",
    }
    return render(request, "public/find.html", context)


def _shared_image(request: CityRequest, photo: Photo) -> str:
    """What a link to the find shows elsewhere; networks want a whole address."""
    return request.build_absolute_uri(reverse("photo", args=[photo.pk, largest_print(photo)["name"]]))


@require_safe
@kept("page")
def guest(request: CityRequest, slug: str) -> HttpResponse:
    city, person = request.city, access.public_guest(request, slug)
    finds = city.finds.public().newest().filter(guest=person)
    page = walls.page_of(finds, request.GET.get("page"))
    now = timezone.now()
    context = {
        "guest": person,
        "home": district_of(city, person.district),
        "residencies": person.residencies.told(now).order_by("starts_at"),
        "now": now,
        "page": page,
        "entries": cards(city, page),
        "sheet": draw_city(city, walls.counts_by_district(finds)),
    }
    return render(request, "public/guest.html", context)


@require_safe
@kept()
def voices(request: CityRequest) -> HttpResponse:
    zone, now = request.city.zone, timezone.now()
    residencies = request.city.residencies.select_related("guest")
    held = residencies.at(now).first()
    context = {
        "current": held if held and held.is_open(now) else None,
        "coming": calls.with_empty_weeks(residencies.to_come(now), zone, since=held.ends_at if held else now),
        "past": calls.with_empty_weeks(residencies.past(now), zone)[::-1],
    }
    return render(request, "public/voices.html", context)


@require_safe
@kept()
def city_map(request: CityRequest) -> HttpResponse:
    counts = walls.counts_by_district(request.city.finds.public())
    return render(request, "public/map.html", {"sheet": draw_city(request.city, counts)})


@require_safe
@kept()
def charter(request: CityRequest) -> HttpResponse:
    newest = request.city.charters.current()
    pillars = walls.pillars_of(request.city, get_language() or "")
    context = {
        "charter": newest,
        "text": request.city.in_language(newest.words, get_language() or ""),
        "pillars": [(name, walls.pillar_icon(key, pillars)) for key, name in pillars.items()],
    }
    return render(request, "public/charter.html", context)


@require_safe
def theme(request: CityRequest) -> HttpResponse:
    """The city's colours; its address changes with them, so it may be kept for good."""
    response = HttpResponse(theme_of(request.city).stylesheet, content_type="text/css; charset=utf-8")
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response
