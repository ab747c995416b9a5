"""Words as networks take them: counting, hashtags, mentions, links, and fitting what is too long.

The capture page counts alike (static/js/text.js); docs/reference/text.md says what is exact and where it comes from.
"""

from flaneur.core.text.counting import Signs, acceptable, counted, is_fitting, length, signs
from flaneur.core.text.fitting import ELLIPSIS, Unbreakable, cut, fit, short_alt, title
from flaneur.core.text.markup import essence, plain
from flaneur.core.text.measuring import Measure, measure
from flaneur.core.text.networks import LIMITS, LONGEST_WORDS, alt_limits, limits_of, title_limits
from flaneur.core.text.plain import hashtags, links
from flaneur.core.text.spans import Span
from flaneur.core.text.tags import hashtag, is_tagged
from flaneur.core.text.typed import legible

__all__ = [
    "ELLIPSIS",
    "LIMITS",
    "LONGEST_WORDS",
    "Measure",
    "Signs",
    "Span",
    "Unbreakable",
    "acceptable",
    "alt_limits",
    "counted",
    "cut",
    "essence",
    "fit",
    "hashtag",
    "hashtags",
    "is_fitting",
    "is_tagged",
    "legible",
    "length",
    "limits_of",
    "links",
    "measure",
    "plain",
    "short_alt",
    "signs",
    "title",
    "title_limits",
]
