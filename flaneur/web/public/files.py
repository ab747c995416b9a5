"""Pictures: renditions and portraits, to whoever may see them."""

import logging
from pathlib import PurePosixPath
from uuid import UUID

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.views.decorators.http import require_safe

from flaneur.core.errors import NotNow
from flaneur.models import User
from flaneur.services import media
from flaneur.services.photos import rendition_name
from flaneur.web import access
from flaneur.web.requests import CityRequest

logger = logging.getLogger(__name__)

MEDIA_TYPES = {".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".avif": "image/avif"}
A_DAY = 86400
"""Seconds a shared cache may keep a picture: one that is taken back must be gone everywhere by tomorrow."""
SOON = 30
"""Seconds after which a picture that could not be had may be asked for again."""


@require_safe
def photo(request: CityRequest, photo_id: UUID, name: str) -> FileResponse | HttpResponse:
    shown = access.photo(request, photo_id, user=_somebody(request))
    shown.find.city = request.city
    kept = rendition_name(shown, name)
    is_public = shown.is_visible_to(None)
    if kept and is_public and (address := media.signed_address(kept)):
        return _sent_on(address)
    return _file(kept, f"public, max-age={A_DAY}, immutable" if is_public else "private, no-store")


@require_safe
def portrait(request: CityRequest, slug: str) -> FileResponse | HttpResponse:
    return _file(access.public_guest(request, slug).portrait, f"public, max-age={A_DAY}")


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


def _file(name: str | None, cache_control: str) -> FileResponse | HttpResponse:
    try:
        file = media.opened(name) if name else None
    except NotNow:
        logger.warning("a picture cannot be shown: the place where photos are kept does not answer")
        return HttpResponse(status=503, headers={"Retry-After": f"{SOON}"})
    if file is None:
        raise Http404
    kind = MEDIA_TYPES.get(PurePosixPath(name or "").suffix, "application/octet-stream")
    response = FileResponse(file, content_type=kind)
    response.headers["Cache-Control"] = cache_control
    return response
