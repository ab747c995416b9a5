"""The tone meter: what moves a needle, what does not, and that no text can make it slow."""

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flaneur.core.reading import read
from flaneur.core.tone import (
    ABSTAINS,
    ADDRESS,
    AVOIDED,
    AXES,
    REASONS,
    UNSCORED,
    Lexicon,
    Profile,
    guess_language,
    needles,
)
from flaneur.core.tone.needles import LEAST_EVIDENCE

LEXICONS = Path(__file__).resolve().parents[2] / "flaneur/lexicons"
TOLD = {
    language: json.loads((LEXICONS / f"tone_{language}.json").read_text(encoding="utf-8")) for language in ("fr", "en")
}
READY = {language: Lexicon.made_from(told) for language, told in TOLD.items()}
SMALL_WORDS = {
    code: set(words)
    for code, words in json.loads((LEXICONS / "languages.json").read_text(encoding="utf-8"))["small_words"].items()
}
FRENCH, ENGLISH = READY["fr"], READY["en"]


def families(text, lexicon=FRENCH):
    return {hit.family for hit in needles(read(text), lexicon).hits}


@pytest.mark.parametrize("language", TOLD)
def test_a_lexicon_lists_known_families_on_their_axis_each_entry_once(language):
    told = TOLD[language]
    axes = {name: axis for name, (axis, _reason) in REASONS.items()}
    assert {name: family["axis"] for name, family in told["families"].items()} == axes
    entries = [entry for family in told["families"].values() for entry in family.get("entries", ())]
    assert len(entries) == len(set(entries))
    assert set(told["plainer"]) <= set(entries)
    assert (told["language"], told["written_on"]) == (language, "2026-11-25")


@pytest.mark.parametrize("language", TOLD)
def test_no_family_speaks_against_its_own_reason(language):
    weights = TOLD[language]["weights"]
    assert set(weights) == set(REASONS)
    assert [name for name, (axis, _r) in REASONS.items() if weights[name][AXES.index(axis)] < max(weights[name])] == []


@pytest.mark.parametrize(
    ("text", "lexicon", "register"),
    [
        ("Ce matin, je suis tombée sur un lavoir caché derrière la halle. Ça sent le savon.", FRENCH, "friend"),
        ("Les usagers sont invités à consulter le dossier en mairie.", FRENCH, "institution"),
        ("Vivez un moment magique et laissez-vous séduire par notre art de vivre !", FRENCH, "brochure"),
        ("I took the wrong stairs this morning and found a courtyard that smells of fig.", ENGLISH, "friend"),
        ("Visitors are reminded that access to the park is subject to applicable regulations.", ENGLISH, "institution"),
        ("Experience a magical moment in the heart of our vibrant city!", ENGLISH, "brochure"),
    ],
)
def test_each_register_is_heard(text, lexicon, register):
    tone = needles(read(text), lexicon)
    assert (tone.verdict, tone.abstains) == (register, False)
    assert sum((tone.friend, tone.institution, tone.brochure)) == pytest.approx(1)
    assert getattr(tone, register) == max(tone.leaning)


@pytest.mark.parametrize("ending", ["!", "!!!", " 😍", " 🎉🎉 !", " Venez !", " ☀️👩‍🎨"])
def test_smileys_and_exclamations_are_no_evidence_of_a_friend(ending):
    plain = needles(read("Une halle, un pont, la ville"), FRENCH)
    decorated = needles(read("Une halle, un pont, la ville" + ending), FRENCH)
    assert decorated.leaning[0] <= plain.leaning[0]


def test_a_single_word_of_praise_is_anybodys():
    assert families("Une ville unique.") == set()
    assert families("Une ville unique, un séjour incontournable.") == {"praise", "stay"}


@pytest.mark.parametrize(
    ("text", "absent"),
    [
        ("Le musée est fermé le mardi.", "passive"),
        ("Je la vois régulièrement, souvent lentement.", "abstract"),
        ("Une conversation dans une situation drôle.", "abstract"),
        ("Ça coûte 4 euros.", "calendar"),
        ("Il ne paie pas de mine à deux pas de la gare.", "count"),
    ],
)
def test_what_a_naive_meter_gets_wrong(text, absent):
    assert absent not in families(text)


def test_who_tells_what_they_enjoy_calls_nobody():
    assert "call" not in families("I still enjoy the walk, and my daughter and I often stroll home.", ENGLISH)
    assert "call" in families("Enjoy the walk and stroll home.", ENGLISH)


def test_the_fact_line_is_not_scored():
    words = "J’ai trouvé une lampe à quatre sous, on a bien ri."
    line = "\nDimanche 14 mai, 8 h–18 h, entrée libre, tarif 8 €"
    assert needles(read(words + line), FRENCH) == needles(read(words), FRENCH)
    assert needles(read(line), FRENCH).verdict == ABSTAINS


def test_it_abstains_when_evidence_is_thin_and_shows_no_number():
    tone = needles(read("La place, la rue, le pont."), FRENCH)
    assert (tone.friend, tone.institution, tone.brochure, tone.verdict) == (None, None, None, ABSTAINS)


@pytest.mark.parametrize("language", TOLD)
def test_one_sign_alone_gives_no_verdict(language):
    """A draft just begun is not judged by its first word."""
    assert max(max(each) - min(each) for each in TOLD[language]["weights"].values()) < LEAST_EVIDENCE


@pytest.mark.parametrize(
    "text",
    [
        "Nonante marches et pas de rampe, une fois. La drache nous a pris au dernier palier.",
        "Le natel sonne dans le tram, tout le monde cherche le sien. C’était celui du contrôleur.",
        "Au dépanneur, le gars garde les clés de tout le monde, pis les chats aussi.",
        "Permettez, chers amis, qu’une vieille dame vous recommande le banc du fond : on y entend la fanfare.",
        "Mesdames, prenez garde aux pavés de la rue Basse ; j’y ai laissé un talon et ma dignité.",
    ],
)
def test_a_friend_may_be_from_elsewhere_or_of_another_age(text):
    assert needles(read(text), FRENCH).verdict == "friend"


def test_yours_and_thine_weigh_alike():
    """Neither tu nor vous is a mark of an office, nor of a friend, by what belongs to people."""
    pairs = (("votre", "ton"), ("votre", "ta"), ("vos", "tes"))
    for formal, familiar in pairs:
        one, other = (needles(read(f"Trois marches, {word} chat"), FRENCH) for word in (formal, familiar))
        assert one.leaning == other.leaning


def test_a_full_name_is_a_letterhead_and_brackets_hold_an_aside():
    text = "À la Maison de la Céramique (sauf le chat du gardien) il pleut."
    told = {hit.family: hit.values["words"] for hit in needles(read(text), FRENCH).hits}
    assert (told["names"], told["aside"]) == ("Maison de la Céramique", "sauf le chat du gardien")
    assert families("Le bac (dès 18 h) va à Saint-Uze.").isdisjoint({"names", "aside"})


def test_silence_condolence_and_safety_are_never_scored():
    tone = needles(read("Les usagers sont invités à rester chez eux."), FRENCH, is_hushed=True)
    assert (tone.verdict, tone.abstains, tone.hits) == (UNSCORED, True, ())
    assert (tone.friend, tone.institution, tone.brochure) == (None, None, None)


def test_a_hit_says_where_and_why_and_what_would_be_simpler():
    text = "🐈 Dans le cadre de la fête, on danse."
    hit = next(hit for hit in needles(read(text), FRENCH).hits if hit.family == "bureau")
    assert text[hit.start : hit.end] == hit.values["words"] == "Dans le cadre de"
    assert (hit.axis, hit.repair, hit.reason) == ("institution", "pour", REASONS["bureau"][1])
    assert hit.pull > 0


def test_the_needles_move_by_their_hits_alone():
    """Each verdict is explained: what pulls to an axis is the sum of its hits."""
    tone = needles(read("Je suis tombée sur un banc rouge, derrière la mairie."), FRENCH)
    without = dict.fromkeys({hit.family for hit in tone.hits}, 0.0)
    assert needles(
        read("Je suis tombée sur un banc rouge, derrière la mairie."), FRENCH, Profile(weights=without)
    ).leaning == (pytest.approx((1 / 3, 1 / 3, 1 / 3)))


def test_the_same_text_twice_is_no_other_tone():
    """The root of the length steadies the needles; what is there twice is surer, not different."""
    text = "Je suis tombée sur un banc rouge. Les usagers sont invités à s’asseoir. "
    once, four_times = needles(read(text), FRENCH), needles(read(text * 4), FRENCH)
    assert once.verdict == four_times.verdict
    assert four_times.leaning[0] == pytest.approx(once.leaning[0], abs=0.2)


def test_a_city_names_words_it_does_without_and_how_it_speaks_to_people():
    profile = Profile(address="tu", avoid=("coin secret", "spot*"))
    hits = needles(read("Un coin secret, des spots : vous verrez."), FRENCH, profile).hits
    told = [(hit.reason, hit.values["words"], hit.pull) for hit in hits if not hit.axis]
    assert told == [(AVOIDED, "coin secret", 0.0), (AVOIDED, "spots", 0.0), (ADDRESS, "vous", 0.0)]
    assert needles(read("You will see."), ENGLISH, profile).hits == needles(read("You will see."), ENGLISH).hits


def test_a_citys_weights_make_a_family_louder():
    reading = read("Une visite guidée, un banc rouge.")
    assert needles(reading, FRENCH, Profile(weights={"event": 2.0})).leaning[1] > needles(reading, FRENCH).leaning[1]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("On a raté le bus, alors on a marché.", "fr"),
        ("We missed the bus, so we walked.", "en"),
        ("Trois marches, une porte rouge, un chat.", "fr"),
        ("Rdv à la halle !", "fr"),
        ("Wir haben den Bus verpasst und sind zu Fuß gegangen.", "de"),
        ("Nos perdimos el tren y caminamos hasta el mercado viejo.", "es"),
        ("Abbiamo perso il treno e siamo tornati a piedi.", "it"),
        ("Não sei onde fica, mas vamos lá depois.", "pt"),
        ("We hebben de bus gemist en zijn gaan lopen.", "nl"),
        ("#ParisJeTaime 🐈", ""),
        ("", ""),
    ],
)
def test_the_language_is_known_by_its_small_words(text, language):
    assert guess_language(read(text), SMALL_WORDS) == language


@settings(max_examples=20)
@given(st.text(max_size=200))
def test_any_text_has_a_tone_and_hits_inside_it(text):
    for lexicon in READY.values():
        tone = needles(read(text), lexicon)
        assert sum(tone.leaning) == pytest.approx(1)
        assert all(0 <= hit.start < hit.end <= len(text) for hit in tone.hits)
        assert all(text[hit.start : hit.end] == hit.values["words"] for hit in tone.hits)
