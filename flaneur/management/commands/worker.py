"""`flaneur worker`: publishes what is due and runs background errands until it is told to stop."""

import signal
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.utils import timezone

from flaneur.services.clock import shared_clock
from flaneur.services.working import Worker, owner_name


class Command(BaseCommand):
    help = "Publish what is due and run background errands until told to stop."

    def handle(self, *_args: Any, **_options: Any) -> None:
        clock = shared_clock(timezone.now)
        worker = Worker(owner=owner_name(), clock=clock, pause=settings.WORKER_PAUSE, senders=settings.SENDERS)
        for sign in (signal.SIGINT, signal.SIGTERM):
            signal.signal(sign, lambda *_signal: worker.stop())
        worker.run()
