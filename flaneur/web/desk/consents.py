"""Consent: the office says yes to us on a network's own page, and comes back once, to the session it left from."""

import base64
import secrets
from collections.abc import Mapping
from typing import Any

from cryptography.fernet import InvalidToken
from django.core.signing import BadSignature, TimestampSigner

from flaneur.core.dispatch import Consent
from flaneur.core.errors import TooLate
from flaneur.core.words import gettext_noop as _
from flaneur.services.addresses import desk_address
from flaneur.services.channels import Grant, Way, seal, unseal
from flaneur.web.desk.door import DeskRequest

LIFE = 15 * 60
"""Seconds a consent may take: time to find the password of the city's account."""
MOST = 5
KEPT = "consents"
_signer = TimestampSigner(salt="flaneur.consent")


def way_out(request: DeskRequest) -> Way:
    """The same address for every network and language: the office registers it with a network once."""
    return Way(f"{desk_address(request.city)}channels/consent/", _signer.sign(secrets.token_urlsafe(24)))


def remember(request: DeskRequest, way: Way, consent: Consent, *, kind: str, name: str) -> None:
    """What we must know when the office comes back, sealed with the channels' keys, in this session only."""
    sealed = base64.b64encode(seal(consent.credentials)).decode()
    asked = {"kind": kind, "name": name, "callback": way.callback, "city": request.city.pk, "sealed": sealed}
    known = dict(list(request.session.get(KEPT, {}).items())[1 - MOST :])
    request.session[KEPT] = {**known, way.state: asked}


def take_back_up(request: DeskRequest) -> tuple[Mapping[str, Any], Grant]:
    """What was asked, and what was given. Once: the state is spent even when the rest is wrong.

    Raises `TooLate` for a state that is not of this session, is spent, too old, or without a code.
    """
    state, code = request.GET.get("state", ""), request.GET.get("code", "")
    known = dict(request.session.get(KEPT, {}))
    asked = known.pop(state, None)
    request.session[KEPT] = known
    try:
        _signer.unsign(state, max_age=LIFE)
        if asked is None or asked["city"] != request.city.pk or not code:
            raise TooLate(_OVER)
        credentials = unseal(base64.b64decode(asked["sealed"]))
    except (BadSignature, InvalidToken):
        raise TooLate(_OVER) from None
    return asked, Grant(code, asked["callback"], credentials)


_OVER = _("The network’s yes did not reach us in time, or twice: please connect it again.")
