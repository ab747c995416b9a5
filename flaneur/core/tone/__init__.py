"""The tone meter: three needles, each sign with its reason; it abstains, never blocks, and never scores silence.

The phone judges alike (static/js/tone.js); both are held to tests/vectors/tone.json.
"""

from flaneur.core.tone.language import guess_language
from flaneur.core.tone.lexicon import AXES, Lexicon
from flaneur.core.tone.needles import ABSTAINS, HOUSE, UNSCORED, Profile, Tone, ToneHit, needles, signs_in
from flaneur.core.tone.reasons import ADDRESS, AVOIDED, REASONS

__all__ = [
    "ABSTAINS",
    "ADDRESS",
    "AVOIDED",
    "AXES",
    "HOUSE",
    "REASONS",
    "UNSCORED",
    "Lexicon",
    "Profile",
    "Tone",
    "ToneHit",
    "guess_language",
    "needles",
    "signs_in",
]
