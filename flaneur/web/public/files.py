"""Pictures: renditions and portraits, to whoever may see them."""

from uuid import UUID

from django.conf import settings
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_safe

from flaneur.models import User
from flaneur.services import media
from flaneur.services.photos import rendition_name
from flaneur.web import access
from flaneur.web.pictures import PRIVATE, kept_picture
from flaneur.web.requests import CityRequest

A_DAY = 86400
"""Seconds a shared cache may keep a picture: one that is taken back must be gone everywhere by tomorrow."""


@require_safe
def photo(request: CityRequest, photo_id: UUID, name: str) -> FileResponse | HttpResponse:
    shown = access.photo(request, photo_id, user=_somebody(request))
    shown.find.city = request.city
    kept = rendition_name(shown, name)
    is_public = shown.is_visible_to(None)
    if kept and is_public and (address := media.signed_address(kept)):
        return _sent_on(address)
    return kept_picture(kept, f"public, max-age={A_DAY}, immutable" if is_public else PRIVATE)


@require_safe
def portrait(request: CityRequest, slug: str) -> FileResponse | HttpResponse:
    return kept_picture(access.public_guest(request, slug).portrait, f"public, max-age={A_DAY}")


def _somebody(request: HttpRequest) -> User | None:
    """Who asks, looked up only when there is a session: public pictures must not depend on a cookie."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or not request.user.is_authenticated:
        return None
    return request.user


def _sent_on(address: str) -> HttpResponseRedirect:
    """To the bucket itself; nobody may remember the way for longer than half of the time it is open."""
    response = HttpResponseRedirect(address)
    response.headers["Cache-Control"] = f"public, max-age={settings.MEDIA_LINKS // 2}"
    return response
