"""Emoji as networks take them: one sign, however many code points it is written with.

Sequences recommended for general interchange by Unicode Emoji 17.0 (read 2026-11-25), spelt as a pattern: the people
and their jobs repeat. Single emoji as the parser that comes with twitter-text 3.1.0 takes them (read 2026-11-25):
a sign that may be text is an emoji unless U+FE0E says otherwise, ©, ®, ™ and ♟ only when U+FE0F says so.
"""

import regex

# In the patterns: ~ joins (U+200D), ° asks for the picture (U+FE0F), T is one of the five tones of skin.
SEQUENCES = (
    r"[👨👩🧑]T?~(?:[⚕⚖✈]°|[🌾🍳🍼🎓🎤🎨🏫🏭💻💼🔧🔬🚀🚒🦰🦱🦲🦳]|[🦯🦼🦽](?:~➡°)?)",
    r"🧑T?~[🎄🩰]",
    r"[🏃🚶🧎]T?~(?:[♀♂]°(?:~➡°)?|➡°)",
    r"(?:[⛹🏋🏌🕵][T°]|[🏄🏊👮👯👰👱👳👷💁💂💆💇🙅🙆🙇🙋🙍🙎🚣🚴🚵🤦🤵🤷🤸🤹🤼🤽🤾🦸🦹🧍🧏🧔🧖-🧝]T?|[🧞🧟])~[♀♂]°",
    r"[👨👩]T~❤°~(?:💋~)?👨T|👩T~❤°~(?:💋~)?👩T|[👨👩]~❤°~(?:💋~)?👨|👩~❤°~(?:💋~)?👩",
    r"🧑(T)~❤°~(?:💋~)?🧑(?!\1)T|🧑T~🤝~🧑T|🧑~🤝~🧑|[👨👩](T)~🤝~👨(?!\2)T|👩(T)~🤝~👩(?!\3)T",
    r"👨(T)~[🐰🫯]~👨(?!\4)T|👩(T)~[🐰🫯]~👩(?!\5)T|🧑(T)~[🐰🫯]~🧑(?!\6)T|🫱(T)~🫲(?!\7)T",
    r"(?:👨~[👨👩]|👩~👩|[👨👩])~(?:👦(?:~👦)?|👧(?:~[👦👧])?)|🧑(?:~🧑)?~🧒(?:~🧒)?",
    r"❤°~[🔥🩹]|🐦~[🔥⬛]|🐈~⬛|🐕~🦺|🐻~❄°|⛓°~💥|🍄~🟫|🍋~🟩|🏳°~(?:⚧°|🌈)|🏴~☠°|👁°?~🗨°?",
    r"😮~💨|😵~💫|😶~🌫°|🙂~[↔↕]°",
)
# Regions with a flag, by their first letter.
REGIONS = (
    "ACDEFGILMOQRSTUWXZ BABDEFGHIJLMNOQRSTVWYZ CACDFGHIKLMNOPQRUVWXYZ DEGJKMOZ EACEGHRSTU FIJKMOR GABDEFGHILMNPQRSTUWY "
    "HKMNRTU ICDELMNOQRST JEMOP KEGHIMNPRWYZ LABCIKRSTUVY MACDEFGHKLMNOPQRSTUVWXYZ NACEFGILOPRUZ OM PAEFGHKLMNRSTWY "
    "QA REOSUW SABCDEGHIJKLMNORSTVXYZ TACDFGHJKLMNORTVWZ UAGMNSYZ VACEGINU WFS XK YET ZAMW"
)
_SUBDIVISIONS = ("gbeng", "gbsct", "gbwls")
_TONE = r"\p{Emoji_Modifier}"
_KEYCAP = r"[0-9#*]°?\u20E3"
_TONED = r"\p{Emoji_Modifier_Base}(?:(?<!\p{Emoji_Presentation})°)?T"
# The signs that are a picture by themselves and yet take U+FE0F, as that parser has them.
PAIRED = "⌚⌛◽◾☔☕♈-♓♿⚓⚡⚪⚫⚽⚾⛄⛅⛔⛪⛲⛳⛵⛺⛽⬛⬜⭐⭕❗🀄🈚🈯"
_PAINTED = rf"(?![0-9#*])(?:(?!\p{{Emoji_Presentation}})\p{{Emoji}}|[{PAIRED}])°"
_SINGLE = r"(?![0-9#*©®™♟])\p{Emoji}(?!\uFE0E)"


def _letters(region: str) -> str:
    return "".join(chr(ord("🇦") + ord(letter) - ord("A")) for letter in region)


def _flags() -> str:
    nations = "|".join(f"{_letters(row[0])}[{_letters(row[1:])}]" for row in REGIONS.split())
    parts = "|".join("".join(chr(0xE0000 + ord(letter)) for letter in name) for name in _SUBDIVISIONS)
    return f"{nations}|🏴(?:{parts})\U000e007f"


def _spelt(pattern: str) -> str:
    return pattern.replace("[T°]", "(?:T|°)").replace("T", _TONE).replace("~", "\u200d").replace("°", "\ufe0f")


EMOJI = regex.compile("|".join([*map(_spelt, SEQUENCES), _flags(), *map(_spelt, (_KEYCAP, _TONED, _PAINTED, _SINGLE))]))
