"""Why a family counts, in words for people: its axis, and the sentence that goes with each of its hits."""

from collections.abc import Mapping

from flaneur.core.words import gettext_noop as _

REASONS: Mapping[str, tuple[str, str]] = {
    "self": ("friend", _("“%(words)s”: somebody is speaking.")),
    "us": ("friend", _("“%(words)s”: somebody is speaking.")),
    "told": ("friend", _("“%(words)s”: you were there, and tell it.")),
    "close": ("friend", _("“%(words)s”: said to somebody.")),
    "talk": ("friend", _("“%(words)s”: as one talks.")),
    "mind": ("friend", _("“%(words)s”: an opinion of one’s own.")),
    "contrast": ("friend", _("“%(words)s”: a nuance no brochure would make.")),
    "now": ("friend", _("“%(words)s”: here, and at this moment.")),
    "senses": ("friend", _("“%(words)s”: one sees, hears or smells it.")),
    "things": ("friend", _("“%(words)s”: a thing one can touch.")),
    "somebody": ("friend", _("“%(words)s”: one person, seen.")),
    "doing": ("friend", _("“%(words)s”: one watches somebody do it.")),
    "flaws": ("friend", _("“%(words)s”: no brochure would own to it.")),
    "count": ("friend", _("“%(words)s”: counted on the spot.")),
    "past": ("friend", _("“%(words)s”: the tense of a story.")),
    "aside": ("friend", _("“%(words)s”: said in an undertone.")),
    "tale": ("friend", _("“%(words)s”: as one tells a story.")),
    "act": ("friend", _("“%(words)s”: something to do with hands, feet or eyes.")),
    "office": ("institution", _("“%(words)s”: an organisation, not somebody. Who was it, in person?")),
    "bureau": ("institution", _("“%(words)s”: offices write so, friends do not say it.")),
    "bodies": ("institution", _("“%(words)s”: an organisation, not somebody. Who was it, in person?")),
    "jolly": ("institution", _("“%(words)s”: an office in a good mood is still an office. What did you do there?")),
    "occasion": ("institution", _("“%(words)s”: a word of programmes. What will one see or hear?")),
    "event": ("institution", _("“%(words)s”: a word of programmes. What will one see or hear?")),
    "public": ("institution", _("“%(words)s”: nobody in particular. Say “you”, or name one person.")),
    "policy": ("institution", _("“%(words)s”: a word of plans and reports. What does one see of it in the street?")),
    "duty": ("institution", _("“%(words)s”: a regulation speaks. Say it as you would at the door.")),
    "passive": ("institution", _("“%(words)s”: who does it? Begin with them.")),
    "abstract": ("institution", _("“%(words)s”: an action made into a noun. A verb walks better.")),
    "future": ("institution", _("“%(words)s”: announced. What have you seen already?")),
    "along": ("institution", _("“%(words)s”: programmes say who comes with it. What will one see or hear?")),
    "calendar": ("institution", _("“%(words)s”: dates and hours read best in a line of their own, at the end.")),
    "initials": ("institution", _("“%(words)s”: initials only insiders read. Say what it is.")),
    "names": ("institution", _("“%(words)s”: its full name, as on a letterhead. What do people call it?")),
    "long": ("institution", _("A long sentence: cut it in two.")),
    "our": ("brochure", _("“%(words)s”: the house speaks of itself. Speak of what you have seen.")),
    "reader": ("brochure", _("“%(words)s”: spoken as to a customer. Speak of what you have seen.")),
    "call": ("brochure", _("“%(words)s”: a call from a leaflet. Say what you did there.")),
    "praise": ("brochure", _("“%(words)s”: praise says little. Show the detail that made you think so.")),
    "sweetness": ("brochure", _("“%(words)s”: praise says little. Show the detail that made you think so.")),
    "promise": ("brochure", _("“%(words)s”: a promise from a leaflet. Tell what happened to you.")),
    "stay": ("brochure", _("“%(words)s”: a word of the catalogue. Which one, exactly?")),
    "sights": ("brochure", _("“%(words)s”: a word of the catalogue. Which one, exactly?")),
    "offer": ("brochure", _("“%(words)s”: places that offer and boast are in brochures. What do people do there?")),
    "superlative": ("brochure", _("“%(words)s”: the most of all? Say what makes it yours.")),
    "setting": ("brochure", _("“%(words)s”: scenery. What stands right in front of you?")),
    "scenery": ("brochure", _("“%(words)s”: scenery. What stands right in front of you?")),
}
"""Axis and reason of each family; the lexicons may list no other."""

AVOIDED = _("“%(words)s”: a word this city does without.")
ADDRESS = _("“%(words)s”: this city says “%(address)s” to people.")
