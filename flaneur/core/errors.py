"""The refusals of the domain.

Refusal
├── IllegalMove      the table of states has no such move
├── NotAllowed       this person may not do this
├── TooLate          somebody else was faster, or the window is over
├── Unfit            what was handed in cannot be kept as it is
│   └── AlreadyHandedIn  its find has left with something else in it
└── NotNow           it cannot be kept at this moment, and a later try may succeed
"""


class Refusal(Exception):
    """A sentence (msgid) for the person who asked, and the values it names."""

    def __init__(self, sentence: str, **values: object) -> None:
        super().__init__(sentence % values if values else sentence)
        self.sentence = sentence
        self.values = values


class IllegalMove(Refusal):
    """The table of states has no such move."""


class NotAllowed(Refusal):
    """This person may not do this."""


class TooLate(Refusal):
    """Somebody else was faster, or the window is over."""


class Unfit(Refusal):
    """What was handed in cannot be kept as it is."""


class NotNow(Refusal):
    """It cannot be kept at this moment, through no fault of whoever sent it: a later try may succeed."""


class AlreadyHandedIn(Unfit):
    """Its find has left with something else in it: what changed since is another find, or a word to the desk."""
