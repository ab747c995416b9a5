"""Paris: Samir’s week is over, Léa’s is half-way, Ilse and Moussa are to come."""

from flaneur.core.roles import Role
from flaneur.demo.story import Host, Stay, Town
from flaneur.demo.towns.lea import LEA, LEAS
from flaneur.demo.towns.samir import SAMIR, SAMIRS

ILSE = Host(
    slug="ilse-v",
    name="Ilse V.",
    trade={"fr": "relieuse", "en": "bookbinder"},
    about={
        "fr": "Née à Gand, cousue à Paris depuis douze ans. Elle lit les façades comme des dos de livres.",
        "en": "Born in Ghent, stitched to Paris twelve years ago. She reads housefronts like the spines of books.",
    },
    district="75105",
    portrait=15,
)
MOUSSA = Host(
    slug="moussa-d",
    name="Moussa D.",
    trade={"fr": "éclusier", "en": "lock-keeper"},
    about={
        "fr": "Il ouvre et ferme l’eau. Entre deux bateaux, il regarde les gens attendre, et il note.",
        "en": "He opens and closes the water. Between two boats he watches people wait, and takes notes.",
    },
    district="75119",
    portrait=37,
)


PARIS = Town(
    name="Paris",
    slug="paris",
    tag="#ParisJeTaime",
    tagline={"fr": "La ville, racontée par ceux qui la marchent.", "en": "The city, told by those who walk it."},
    colours={},
    desk={
        Role.CHIEF: ("claire@paris.example", "Claire N."),
        Role.EDITOR: ("hugo@paris.example", "Hugo P."),
        Role.ON_CALL: ("aicha@paris.example", "Aïcha K."),
    },
    stays=(
        Stay(SAMIR, -10, -4, SAMIRS),
        Stay(LEA, -3, 3, LEAS),
        Stay(ILSE, 4, 10),
        Stay(MOUSSA, 18, 24),
    ),
)
