"""What no log may hold: the secret of a link that is still good, in the address of a request that failed."""

import logging
import re

LINK = re.compile(r"(/account/link/|/asked/|[?&](?:code|state)=)[^/\s?&\"']+")
"""A sign-in link, a question to somebody, and what a network's page brings back with the office's yes."""


class WithoutSecrets(logging.Filter):
    """On a handler, where the lines of every logger arrive: shortens them and lets all pass."""

    def filter(self, record: logging.LogRecord) -> bool:
        line = record.getMessage()
        if LINK.search(line):
            record.msg, record.args = LINK.sub(r"\1…", line), ()
        return True
