"""Bordeaux: Paul-Émile's round is over, Inès reads the stone."""

from flaneur.core.find import Audience, FindState
from flaneur.core.place import Discretion
from flaneur.core.roles import Role
from flaneur.demo.scenes.light import Hour
from flaneur.demo.story import Entry, Host, Shot, Spot, Stay, Town, ago, on

PAUL_EMILE = Host(
    slug="paul-emile-c",
    name="Paul-Émile C.",
    trade={"fr": "facteur à vélo", "en": "postman on a bicycle"},
    about={
        "fr": "Il connaît les portes par leur fente et les chiens par leur prénom.",
        "en": "He knows the doors by their slots and the dogs by their first names.",
    },
    district="33063",
    portrait=28,
)
INES = Host(
    slug="ines-r",
    name="Inès R.",
    trade={"fr": "tailleuse de pierre", "en": "stonemason"},
    about={
        "fr": "Elle rend aux façades les nez qu’elles ont perdus. Le soir, elle marche sans lever la tête, ou presque.",
        "en": "She gives housefronts back the noses they lost. In the evening she walks without looking up, almost.",
    },
    district="33063",
    portrait=4,
)

PAUL_EMILES = (
    Entry(
        key="round",
        when=on(-8, "07:55"),
        words="Je fais ma tournée à vélo par les quais. À cette heure-là, la pierre n’est ni blonde ni blanche : elle "
        "est rose, et ça dure le temps de trois boîtes aux lettres.",
        pillar="stone",
        spot=Spot("Quai Richelieu", -0.5667, 44.8386),
        shots=(
            Shot(
                "quays",
                Hour.DAWN,
                3,
                "Une longue courbe de façades pâles au bord d’un fleuve lisse au lever du jour, un pont de brique à "
                "petites arches au loin, trois lampadaires et des passants sur le quai.",
            ),
        ),
    ),
    Entry(
        key="capucins",
        when=on(-7, "12:30"),
        words="Aux Capucins, je pose le vélo et je suis les odeurs dans l’ordre : coriandre, café, sciure, marée. Si "
        "vous vous perdez, revenez à la sciure.",
        pillar="addresses",
        spot=Spot("Marché des Capucins", -0.5675, 44.8311),
        audience=Audience.LOCALS,
        shots=(
            Shot(
                "market",
                Hour.DAWN,
                15,
                "Des étals sous des auvents rayés, des caisses de fruits en pyramides, une guirlande d’ampoules et "
                "des clients en manteau de toutes les couleurs.",
                is_upright=True,
            ),
        ),
    ),
    Entry(
        key="vine",
        when=on(-6, "13:10"),
        words="Mon vélo a choisi sa maison : une porte bleue, une vigne qui déborde sur le trottoir. Il m’y attend "
        "chaque midi. Je n’ai jamais osé sonner pour dire merci.",
        pillar="hidden",
        spot=Spot("Une échoppe de Nansouty", -0.5688, 44.8212, Discretion.DISTRICT),
        shots=(
            Shot(
                "bicycle",
                Hour.DUSK,
                25,
                "Un vélo rouge contre un mur de pierre au crépuscule, une vigne lourde de grappes au-dessus, une haute "
                "porte bleue arrondie.",
            ),
        ),
    ),
)

INESES = (
    Entry(
        key="mirror",
        when=on(-2, "19:40"),
        words="Le miroir d’eau, tout le monde le regarde debout. Asseyez-vous par terre, côté fleuve : la place de la "
        "Bourse se met à flotter et les enfants courent dans le ciel.",
        pillar="icon",
        spot=Spot("Miroir d’eau", -0.5694, 44.8414),
        audience=Audience.VISITORS,
        shots=(
            Shot(
                "mirror",
                Hour.DUSK,
                5,
                "Une place classique aux fenêtres allumées se reflète entière dans une mince nappe d’eau ; quatre "
                "enfants y courent bras ouverts, sous un ciel violet.",
            ),
        ),
    ),
    Entry(
        key="starfish",
        when=on(-1, "09:00"),
        words="I cut stone for a living, so trust me on this: put your hand flat on the Porte Cailhau at noon. It is "
        "warm, and it is an old sea. Look closely, there are starfish in it.",
        reasons={"french_present": "Un mot pour les visiteurs ; l’Office ajoute une ligne."},
        pillar="stone",
        spot=Spot("Porte Cailhau", -0.5685, 44.8386),
        language="en",
        audience=Audience.VISITORS,
    ),
    Entry(
        key="angeliques",
        when=on(-1, "17:50"),
        words="Rive droite, parc aux Angéliques. D’ici, toute la ville d’en face tient dans un regard, comme une frise "
        "qu’on aurait oublié d’enrouler. J’y viens compter ce qu’il me reste à réparer.",
        pillar="walks",
        spot=Spot("Parc aux Angéliques", -0.5594, 44.8437),
        becomes=FindState.APPROVED,
        shots=(
            Shot(
                "park",
                Hour.DUSK,
                33,
                "Un parc au soir tombant : un banc vert, un réverbère allumé, un chemin clair entre les arbres et les "
                "lumières de la ville derrière.",
            ),
        ),
    ),
    Entry(
        key="bassins",
        when=ago(4.5),
        words="Aux Bassins à flot, le vent apporte un bruit de drisses et une odeur de peinture. Un monsieur "
        "repeignait son bateau de la couleur exacte de l’eau. Il cherchait le bord, moi aussi.",
        pillar="hidden",
        spot=Spot("Bassins à flot", -0.5562, 44.8632),
        becomes=FindState.SUBMITTED,
        shots=(
            Shot(
                "lock",
                Hour.DAWN,
                19,
                "L’écluse d’un bassin au petit jour, portes de bois entre deux murs de pierre, une passerelle en arc "
                "et des passants arrêtés pour regarder l’eau.",
            ),
        ),
    ),
)

BORDEAUX = Town(
    name="Bordeaux",
    slug="bordeaux",
    tag="#BordeauxJeTaime",
    tagline={"fr": "La pierre, le fleuve et ceux qui passent.", "en": "The stone, the river and those who pass."},
    colours={
        "paper": ("#f8f0e6", "#1a1214"),
        "card": ("#fffaf3", "#261a1d"),
        "ink": ("#2b1d20", "#f6ebe1"),
        "muted": ("#6b565a", "#c0adab"),
        "plaque": ("#6b1f35", "#f0a3b4"),
        "wagon": ("#34503f", "#a5cfb4"),
        "awning": ("#9c3a16", "#ffa07d"),
        "gold": ("#80601a", "#e9c274"),
        "land": ("#eadcc5", "#2c2123"),
        "touched": ("#dcbf92", "#50363a"),
        "water": ("#b4c4c2", "#33484d"),
    },
    desk={
        Role.CHIEF: ("maylis@bordeaux.example", "Maylis D."),
        Role.EDITOR: ("theo@bordeaux.example", "Théo B."),
    },
    stays=(
        Stay(
            PAUL_EMILE,
            -9,
            -4,
            PAUL_EMILES,
            why="Il connaît la ville porte à porte, et il écrit court.",
            profile="Pas de compte ; recommandé par une ancienne voix.",
        ),
        Stay(
            INES,
            -3,
            4,
            INESES,
            why="Elle lit les façades de près : une ville qu’on ne voit pas d’en bas.",
            profile="Un compte de moulures et d’échafaudages, sans un mot de travers.",
        ),
    ),
)
