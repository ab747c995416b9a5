// Emoji as flaneur/core/text/emoji.py has them; a test holds the tables of both together.
// In the patterns: ~ joins (U+200D), ° asks for the picture (U+FE0F), T is one of the five tones of skin.

const SEQUENCES = [
  String.raw`[👨👩🧑]T?~(?:[⚕⚖✈]°|[🌾🍳🍼🎓🎤🎨🏫🏭💻💼🔧🔬🚀🚒🦰🦱🦲🦳]|[🦯🦼🦽](?:~➡°)?)`,
  String.raw`🧑T?~[🎄🩰]`,
  String.raw`[🏃🚶🧎]T?~(?:[♀♂]°(?:~➡°)?|➡°)`,
  String.raw`(?:[⛹🏋🏌🕵][T°]|[🏄🏊👮👯👰👱👳👷💁💂💆💇🙅🙆🙇🙋🙍🙎🚣🚴🚵🤦🤵🤷🤸🤹🤼🤽🤾🦸🦹🧍🧏🧔🧖-🧝]T?|[🧞🧟])~[♀♂]°`,
  String.raw`[👨👩]T~❤°~(?:💋~)?👨T|👩T~❤°~(?:💋~)?👩T|[👨👩]~❤°~(?:💋~)?👨|👩~❤°~(?:💋~)?👩`,
  String.raw`🧑(T)~❤°~(?:💋~)?🧑(?!\1)T|🧑T~🤝~🧑T|🧑~🤝~🧑|[👨👩](T)~🤝~👨(?!\2)T|👩(T)~🤝~👩(?!\3)T`,
  String.raw`👨(T)~[🐰🫯]~👨(?!\4)T|👩(T)~[🐰🫯]~👩(?!\5)T|🧑(T)~[🐰🫯]~🧑(?!\6)T|🫱(T)~🫲(?!\7)T`,
  String.raw`(?:👨~[👨👩]|👩~👩|[👨👩])~(?:👦(?:~👦)?|👧(?:~[👦👧])?)|🧑(?:~🧑)?~🧒(?:~🧒)?`,
  String.raw`❤°~[🔥🩹]|🐦~[🔥⬛]|🐈~⬛|🐕~🦺|🐻~❄°|⛓°~💥|🍄~🟫|🍋~🟩|🏳°~(?:⚧°|🌈)|🏴~☠°|👁°?~🗨°?`,
  String.raw`😮~💨|😵~💫|😶~🌫°|🙂~[↔↕]°`,
];
const REGIONS =
  "ACDEFGILMOQRSTUWXZ BABDEFGHIJLMNOQRSTVWYZ CACDFGHIKLMNOPQRUVWXYZ DEGJKMOZ EACEGHRSTU FIJKMOR GABDEFGHILMNPQRSTUWY " +
  "HKMNRTU ICDELMNOQRST JEMOP KEGHIMNPRWYZ LABCIKRSTUVY MACDEFGHKLMNOPQRSTUVWXYZ NACEFGILOPRUZ OM PAEFGHKLMNRSTWY " +
  "QA REOSUW SABCDEGHIJKLMNORSTVXYZ TACDFGHJKLMNORTVWZ UAGMNSYZ VACEGINU WFS XK YET ZAMW";
const SUBDIVISIONS = ["gbeng", "gbsct", "gbwls"];
const PAIRED = "⌚⌛◽◾☔☕♈-♓♿⚓⚡⚪⚫⚽⚾⛄⛅⛔⛪⛲⛳⛵⛺⛽⬛⬜⭐⭕❗🀄🈚🈯";
const ONES = [
  String.raw`[0-9#*]°?\u20E3`,
  String.raw`\p{Emoji_Modifier_Base}(?:(?<!\p{Emoji_Presentation})°)?T`,
  String.raw`(?![0-9#*])(?:(?!\p{Emoji_Presentation})\p{Emoji}|[${PAIRED}])°`,
  String.raw`(?![0-9#*©®™♟])\p{Emoji}(?!\uFE0E)`,
];

const letters = (region) =>
  [...region].map((letter) => String.fromCodePoint(0x1f1e6 + letter.charCodeAt() - 65)).join("");

const flags = () => {
  const nations = REGIONS.split(" ").map((row) => `${letters(row[0])}[${letters(row.slice(1))}]`);
  const parts = SUBDIVISIONS.map((name) => [...name].map((c) => String.fromCodePoint(0xe0000 + c.charCodeAt())).join(""));
  return `${nations.join("|")}|🏴(?:${parts.join("|")})\u{E007F}`;
};

const spelt = (pattern) =>
  pattern
    .replaceAll("[T°]", "(?:T|°)")
    .replaceAll("T", String.raw`\p{Emoji_Modifier}`)
    .replaceAll("~", "\u200d")
    .replaceAll("°", "\ufe0f");

export const EMOJI = new RegExp([...SEQUENCES.map(spelt), flags(), ...ONES.map(spelt)].join("|"), "gu");
