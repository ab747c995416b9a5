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
        Stay(
            SAMIR,
            -10,
            -4,
            SAMIRS,
            why="Il entre chez les gens pour leurs pianos : une ville que personne d’autre ne nous raconte.",
            profile="Des enregistrements de pianos, rien à redire.",
        ),
        Stay(
            LEA,
            -3,
            3,
            LEAS,
            why="Elle traverse la ville à pied avec ses fleurs, et elle sait se taire devant un mur.",
            profile="Quelques recettes, un blog arrêté en 2019. Rien de politique.",
            interests="Fleurs Léa\nLa Belle Équipe",
        ),
        Stay(
            ILSE,
            4,
            10,
            why="Une voix venue d’ailleurs, et le 5e parle trop peu.",
            profile="Son atelier est en ligne ; on y voit des livres, pas d’avis.",
            interests="Reliure du Val",
        ),
        Stay(
            MOUSSA,
            18,
            24,
            why="Le canal vu depuis l’écluse : il y est chaque matin.",
            profile="Aucun compte public trouvé ; Hugo l’a rencontré au bord de l’eau.",
            has_agreed=False,
        ),
    ),
    asked=("nour@paris.example",),
)
