"""`flaneur silence press|lift --by EMAIL`: every city of this install at once."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from flaneur.core.errors import Refusal
from flaneur.core.silence import Scope
from flaneur.models import Silence, User
from flaneur.services.silences import lift_silence, press_silence_everywhere
from flaneur.web.templatetags.flaneur import translated


class Command(BaseCommand):
    help = "Silence every city of this install at once, or let them speak again; whoever pressed it does not lift it."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("verb", choices=["press", "lift"], help="press it, or lift it")
        parser.add_argument("--by", required=True, metavar="EMAIL", help="who does it: somebody who runs this install")
        parser.add_argument("--why", default="", help="a reason for the journal")

    def handle(self, *_args: Any, verb: str, by: str, why: str, **_options: Any) -> None:
        person = User.objects.filter(email=by.lower()).first()
        if person is None:
            raise CommandError(_("Nobody here is called %(email)s.") % {"email": by})
        try:
            said = self._press(person, why) if verb == "press" else self._lift(person, why)
        except Refusal as refusal:
            raise CommandError(translated(refusal)) from refusal
        self.stdout.write(said)

    def _press(self, person: User, why: str) -> str:
        held = press_silence_everywhere(by=person, now=timezone.now(), why=why)
        return ngettext(
            "Silence in every city. %(held)d publication is held.",
            "Silence in every city. %(held)d publications are held.",
            held,
        ) % {"held": held}

    def _lift(self, person: User, why: str) -> str:
        silence = Silence.objects.active().filter(scope=Scope.INSTALL).first()
        if silence is None:
            raise CommandError(_("No silence of the whole install is on."))
        is_by_two = lift_silence(silence, by=person, now=timezone.now(), why=why)
        lifted = _("Lifted. What was held stays held until each desk releases it.")
        return lifted if is_by_two else f"{lifted} {_('By the one who pressed it, as nobody else runs this install.')}"
