"""Words out of markup, and whether two texts are one."""

import pytest

from flaneur.core.text import essence, plain


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ("<p>Bonjour</p>", "Bonjour"),
        ("<p>Une porte<br />rouge</p><p>Un chat</p>", "Une porte\nrouge\nUn chat"),
        ("<p>C&#39;est l&apos;été &amp; &lt;3</p>", "C'est l'été & <3"),
        (
            '<p>Voir <a href="https://paris.example/42?a=1&amp;b=2" rel="nofollow"><span class="invisible">https://</span>'
            '<span class="ellipsis">paris.ex</span><span class="invisible">ample/42</span></a>.</p>',
            "Voir https://paris.example/42?a=1&b=2.",
        ),
        ('<a href="https://x.example/tags/paris" class="mention hashtag" rel="tag">#<span>Paris</span></a>', "#Paris"),
        ('<span class="h-card"><a href="/@lea" class="u-url mention">@<span>lea</span></a></span> oui', "@lea oui"),
        ("<a href='https://mention.example/'>…</a> fin", "https://mention.example/ fin"),
        ("<a>nulle part</a>", "nulle part"),
        ("1 < 2", "1  2"),
        ("", ""),
    ],
)
def test_the_words_of_a_status(html, words):
    assert plain(html) == words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Une porte  rouge !", "Une porte\nrouge !"),
        ("C'est l'été.", "C’est l’été."),
        ("été", "e\u0301te\u0301"),
        ("Merci @lea@mastodon.example", "Merci @lea"),
        ("#ParisJeTaime", "#parisjetaime"),
        ("https://paris.example/été", "https://paris.example/%C3%A9t%C3%A9"),
        ("**Une** porte", "Une porte"),
    ],
)
def test_texts_that_are_one(one, other):
    assert essence(one) == essence(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Une porte rouge", "Deux portes rouges"),
        ("https://paris.example/42/porte", "https://paris.example/43/porte"),
        ("Merci @lea", "Merci @max"),
    ],
)
def test_texts_that_are_two(one, other):
    assert essence(one) != essence(other)
