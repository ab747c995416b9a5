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
    charter={
        "fr": {
            "intro": "Une amie vous prête ses yeux pendant une semaine. Elle ne vend rien, elle ne sait pas tout, elle "
            "y était ce matin.",
            "love": [
                "Ce que vous avez vu, entendu, senti vous-même, aujourd’hui.",
                "Un détail qui se touche : trois marches, une porte rouge, un chat.",
                "Les icônes par la petite porte, et les coins dont on ne parle pas.",
                "Une image qui se raconte aussi à qui ne la voit pas.",
                "Les voisins : on passe chez eux, on parle bas.",
            ],
            "avoid": [
                "La publicité, même gentille ; les remises, les marques, les échanges.",
                "Les mots de brochure : incontournable, magique, joyau.",
                "Les horaires et les prix : l’Office les tient à jour, pas nous.",
                "Un visage reconnaissable sans son accord, et jamais un enfant.",
                "L’adresse exacte d’un endroit fragile ou habité.",
            ],
        },
        "en": {
            "intro": "A friend lends you her eyes for a week. She sells nothing, she does not know everything, she was "
            "there this morning.",
            "love": [
                "What you saw, heard or smelled yourself, today.",
                "A detail one can touch: three steps, a red door, a cat.",
                "Icons by the small door, and the corners nobody mentions.",
                "A picture that can also be told to those who cannot see it.",
                "The neighbours: we pass by their homes, we speak low.",
            ],
            "avoid": [
                "Advertising, however kind; discounts, brands, favours.",
                "Brochure words: must-see, magical, gem.",
                "Opening hours and prices: the office keeps those, we do not.",
                "A recognisable face without consent, and never a child’s.",
                "The exact address of a fragile or lived-in place.",
            ],
        },
    },
    pillars={
        "tips": {"fr": "Bons plans", "en": "Good tips"},
        "hidden": {"fr": "Coins cachés", "en": "Hidden corners"},
        "ideas": {"fr": "Idées de balade", "en": "Ideas for a walk"},
        "addresses": {"fr": "Mes adresses", "en": "My addresses"},
        "icon": {"fr": "L’icône autrement", "en": "The icon, otherwise"},
        "quarter": {"fr": "Le quartier", "en": "The neighbourhood"},
    },
    spellings=("CoinsCachésDeParis", "VoisinsDeParis", "ParisÀPied"),
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
