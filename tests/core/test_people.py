"""Rules about people, case by case; contempt is measured in tests/people, phone and server agree in test_vectors.py."""

import time

import pytest

from flaneur.core.charter import RULES, Article, Draft, check
from flaneur.core.charter.lists import Lists
from flaneur.core.charter.regard import undisguised
from flaneur.core.place import Place
from flaneur.core.reading import read
from flaneur.services.lexicons import charter_lists

ARTICLES = [Article(rule.key, rule.about.effect) for rule in RULES.values() if rule.theme == "people"]


def heard(words, language="fr", **facts):
    draft = Draft(words, "#ParisJeTaime", language=language, **facts)
    return {remark.rule: remark.values["found"] for remark in check(draft, ARTICLES, charter_lists())}


@pytest.mark.parametrize(
    ("words", "language", "rules"),
    [
        ("Appelez Karim au 06 12 34 56 78, il répare les vélos.", "fr", "contact"),
        ("Mon numéro : +33 6 12 34 56 78.", "fr", "contact"),
        ("Sa tante vend des figues, tel 04.91.12.34.56.", "fr", "contact"),
        ("Réservation au 01 42 60 12 34, la cantine est petite.", "fr", ""),
        ("Écris à leila.benali@gmail.com pour voir l'atelier.", "fr", "contact"),
        ("Écrivez à contact@cafe-des-arts.fr pour une table.", "fr", ""),
        ("La fête est le 14 07 2026 de 10 h 30 à 18 h.", "fr", ""),
        ("Suivez @paris et @lea@mastodon.social pour la suite.", "fr", ""),
        ("J'habite au 12 rue des Martyrs, passez me voir.", "fr", "home_address"),
        ("Chez Mme Dupont, 3 rue de la Lune, on sonne deux fois.", "fr", "home_address+named_person"),
        ("La boulangerie est au 12 rue des Martyrs, juste après la place.", "fr", ""),
        ("Chez Jeanne, 5 rue du Puits, le menu est à 14 €.", "fr", ""),
        ("La voiture AB-123-CD bloque encore la piste cyclable.", "fr", "plate"),
        ("Une camionnette immatriculée 1234 ABC 75 occupe le trottoir.", "fr", "plate"),
        ("Le bus 26 et le RER B passent à 200 mètres.", "fr", ""),
        ("Une affiche 40 CM 60 au mur.", "fr", ""),
        ("Mme Lefèvre de la boulangerie m'a glissé une chouquette.", "fr", "named_person"),
        ("Mon voisin Karim Benali élève des abeilles sur le toit.", "fr", "named_person"),
        ("Ma voisine Léa m'a montré la cour.", "fr", ""),
        ("Rendez-vous rue Victor Hugo, puis place Charles de Gaulle.", "fr", ""),
        ("La statue de Madame de Sévigné regarde les Vosges.", "fr", ""),
        ("Dans le square du docteur Blanche, un merle chante.", "fr", ""),
        ("Le musée Jacquemart-André ouvre à dix heures. Monsieur regarde, madame rit.", "fr", ""),
        ("Au café Madame Rosa, on boit debout.", "fr", ""),
        ("Madame Hidalgo, maire, a coupé le ruban ?", "fr", ""),
        ("M. Durand, au deuxième, joue du violon à midi.", "fr", "named_person"),
        ("Call Tom on 07700 900123, he mends bikes.", "en", "contact"),
        ("Ring (212) 555-0147 and ask for Ann.", "en", "contact"),
        ("Book on 020 7946 0958, the restaurant is small.", "en", ""),
        ("Mrs Baker from the bakery gave me a bun.", "en", "named_person"),
        ("Meet me on Victoria Street, near the statue of Mr Darwin.", "en", ""),
        ("My neighbour Karim Benali keeps bees.", "en", "named_person"),
        ("I live at 14 Low Street, come and see.", "en", "home_address"),
        ("The bakery is at 14 Low Street.", "en", ""),
        ("The van AB-123-CD blocks the lane again.", "en", "plate"),
    ],
)
def test_what_leads_to_a_person_is_asked_about_and_what_leads_to_a_shop_is_not(words, language, rules):
    assert set(heard(words, language)) == set(filter(None, rules.split("+")))


@pytest.mark.parametrize(
    ("words", "language", "rules"),
    [
        ("Ce serveur est un abruti.", "fr", "attack"),
        ("Tu es stupide si tu rates ça.", "fr", "attack"),
        ("Le fromager est un voleur.", "fr", "attack"),
        ("Je suis un imbécile, j'ai oublié mon parapluie.", "fr", ""),
        ("Comme une idiote, j'ai pris le mauvais quai.", "fr", ""),
        ("Le serveur n'est pas bête du tout, il sourit.", "fr", ""),
        ("La vendeuse de citrons est un soleil.", "fr", ""),
        ("Le poissonnier a une tête de mérou, on a bien ri de lui.", "fr", "mockery"),
        ("Ce restaurant est un attrape-touristes infect.", "fr", "unkind"),
        ("Le resto est moche mais j'adore ses frites.", "fr", ""),
        ("La pluie est dégueulasse aujourd'hui.", "fr", ""),
        ("Un clochard dort sous le porche.", "fr", "derogatory"),
        ("Les handicapés entrent par l'arrière.", "fr", "derogatory"),
        ("Deux personnes sans abri jouent aux échecs place Haute.", "fr", ""),
        ("That waiter is an idiot.", "en", "attack"),
        ("I felt like an idiot with my umbrella.", "en", ""),
        ("This restaurant is a filthy tourist trap.", "en", "unkind"),
        ("We laughed at him, the waiter with the ridiculous accent.", "en", "mockery"),
        ("A wheelchair-bound painter works here.", "en", "derogatory"),
    ],
)
def test_whoever_could_be_met_is_not_attacked_and_a_flaw_of_a_thing_is_no_attack(words, language, rules):
    assert set(heard(words, language)) == set(filter(None, rules.split("+")))


def test_a_friendly_sentence_that_mocks_is_stopped_all_the_same():
    words = "Ce matin, je suis passée chez mon fromager : quel abruti, et il sent la chèvre jusqu’au pont."
    assert heard(words) == {"attack": "abruti"}


def test_nothing_nice_of_a_place_asks_only_where_a_place_is_meant():
    assert heard("À fuir.") == {}
    assert heard("À fuir.", place=Place("Chez Paul")) == {"unkind": "À fuir"}


def test_a_neutral_or_kind_word_for_a_group_is_nobodys_business():
    for group in ("femmes", "musulmans", "juifs", "lesbiennes", "réfugiés", "personnes handicapées", "Roms"):
        assert heard(f"Des {group} tiennent le café de la place, et leur thé est bon.") == {}


def test_a_quotation_alone_is_no_quotation():
    assert set(heard("« Les femmes sont stupides »")) == {"hate"}
    assert heard("« Les femmes sont stupides », dit l’affiche de 1910 que le musée démonte.") == {}


def test_i_am_not_but_is_no_excuse():
    assert set(heard("Je ne suis pas raciste, mais les Arabes sont tous des voleurs.")) == {"hate"}


@pytest.mark.parametrize(
    "words", ["Les files sont insupportables", "Ces bancs sont sales", "Les Romains étaient cruels"]
)
def test_a_real_word_is_not_read_as_another_misspelt(words):
    assert heard(words) == {}


def test_without_lists_nothing_is_disguised():
    assert undisguised(read("h o m o s"), {}, Lists({})) is None


HOSTILE = (
    "femmes ", "je déteste ", "sales femmes ", "les femmes sont ", "il faut tuer les femmes ne pas ", "« femmes sont ",
    "dire que les femmes ", "h o m o ", "p*te", "ceréfugié", "a@a.", "@", "06 ", "12 rue ", "M. Aa ", "AB-123-",
    "abruti ", "le vendeur est ", "femmes, ", "plus que les femmes ",
)  # fmt: skip


@pytest.mark.hostile
@pytest.mark.parametrize("piece", HOSTILE)
def test_a_text_full_of_people_costs_no_more_than_its_length(piece):
    """Ten times the text may take forty times as long on a busy machine; what is quadratic takes a hundred."""
    small, large = (_seconds(piece * (size // len(piece))) for size in (10_000, 100_000))
    assert large < max(40 * small, 1.0)
    assert large < 10


def _seconds(words):
    began = time.process_time()
    heard(words)
    return time.process_time() - began
