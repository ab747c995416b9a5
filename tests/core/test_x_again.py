"""What X hands back is known again for what was typed."""

import pytest

from flaneur.core.text.x import as_typed, is_alike


def _link(short, leads="", **more):
    return {"url": f"https://t.co/{short}", "expanded_url": leads} | more


@pytest.mark.parametrize(
    ("text", "urls", "typed"),
    [
        ("Une porte", None, "Une porte"),
        ("Rouge &amp; bleue &lt;3 &gt;", [], "Rouge & bleue <3 >"),
        (
            "Voir https://t.co/aB1 et https://t.co/aB12",
            [_link("aB1", "http://paris.fr"), _link("aB12", "https://paris.fr/a")],
            "Voir http://paris.fr et https://paris.fr/a",
        ),
        (
            "Une porte https://t.co/aB1",
            [_link("aB1", "https://x.com/p/status/1/photo/1", media_key="3_1")],
            "Une porte",
        ),
        ("Voir https://t.co/aB1", [], "Voir https://t.co/aB1"),
    ],
)
def test_links_lead_where_they_led_and_pictures_are_no_words(text, urls, typed):
    assert as_typed({"text": text, "entities": {"urls": urls}}) == typed


def test_a_post_without_entities_is_its_text():
    assert as_typed({"text": "Une porte"}) == "Une porte"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("e\u0301te\u0301", "été"),
        ("  Une  porte\n\nrouge ", "Une porte rouge"),
        ("Voir paris.fr", "Voir http://paris.fr"),
        ("https://paris.fr/ ce soir", "https://paris.fr ce soir"),
    ],
)
def test_what_x_adds_and_takes_away_makes_no_difference(one, other):
    assert is_alike(one, other)


@pytest.mark.parametrize(("one", "other"), [("Une porte", "Une Porte"), ("paris.fr/a", "paris.fr/b"), ("1 €", "1")])
def test_anything_else_does(one, other):
    assert not is_alike(one, other)
