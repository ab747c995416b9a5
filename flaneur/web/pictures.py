"""A kept picture as an answer, for every door."""

import logging
from pathlib import PurePosixPath

from django.http import FileResponse, Http404, HttpResponse

from flaneur.core.errors import NotNow
from flaneur.services import media

logger = logging.getLogger(__name__)

MEDIA_TYPES = {".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".avif": "image/avif"}
PRIVATE = "private, no-store"
SOON = 30
"""Seconds after which a picture that could not be had may be asked for again."""


def kept_picture(name: str | None, cache_control: str = PRIVATE) -> FileResponse | HttpResponse:
    """What is kept under a name. Raises Http404 when nothing is."""
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
