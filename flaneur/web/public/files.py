"""Pictures: renditions and portraits, to whoever may see them."""

from pathlib import Path
from uuid import UUID

from django.conf import settings
from django.http import FileResponse, Http404, HttpRequest
from django.views.decorators.http import require_safe

from flaneur.models import User
from flaneur.services.photos import rendition_path
from flaneur.web import access
from flaneur.web.requests import CityRequest

MEDIA_TYPES = {".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".avif": "image/avif"}
A_DAY = 86400
"""Seconds a shared cache may keep a picture: one that is taken back must be gone everywhere by tomorrow."""


@require_safe
def photo(request: CityRequest, photo_id: UUID, name: str) -> FileResponse:
    shown = access.photo(request, photo_id, user=_somebody(request))
    shown.find.city = request.city
    path = rendition_path(shown, name)
    is_public = shown.is_visible_to(None)
    return _file(path, f"public, max-age={A_DAY}, immutable" if is_public else "private, no-store")


@require_safe
def portrait(request: CityRequest, slug: str) -> FileResponse:
    shown = access.public_guest(request, slug)
    path = Path(settings.MEDIA_ROOT) / shown.portrait if shown.portrait else None
    return _file(path, f"public, max-age={A_DAY}")


def _somebody(request: HttpRequest) -> User | None:
    """Who asks, looked up only when there is a session: public pictures must not depend on a cookie."""
    if settings.SESSION_COOKIE_NAME not in request.COOKIES or not request.user.is_authenticated:
        return None
    return request.user


def _file(path: Path | None, cache_control: str) -> FileResponse:
    if path is None or not path.is_file():
        raise Http404
    response = FileResponse(path.open("rb"), content_type=MEDIA_TYPES.get(path.suffix, "application/octet-stream"))
    response.headers["Cache-Control"] = cache_control
    return response
