"""Nantes: Malik has handed over to Enora, who builds boats."""

from flaneur.core.find import Audience, FindState
from flaneur.core.place import Discretion
from flaneur.core.roles import Role
from flaneur.demo.scenes.light import Hour
from flaneur.demo.story import Entry, Host, Shot, Spot, Stay, Town, ago, on

MALIK = Host(
    slug="malik-t",
    name="Malik T.",
    trade={"fr": "conducteur de tram", "en": "tram driver"},
    about={
        "fr": "Il traverse la ville douze fois par jour et la trouve chaque fois un peu plus longue au soleil.",
        "en": "He crosses the city twelve times a day and finds it a little longer each time in the sun.",
    },
    district="44109",
    portrait=34,
)
ENORA = Host(
    slug="enora-l",
    name="Enora L.",
    trade={"fr": "charpentière de marine", "en": "shipwright"},
    about={
        "fr": "Elle répare des coques et garde les copeaux. Sa ville commence là où le sol bouge.",
        "en": "She mends hulls and keeps the shavings. Her city begins where the ground moves.",
    },
    district="44109",
    portrait=26,
)

MALIKS = (
    Entry(
        key="first-tram",
        when=on(-8, "06:50"),
        words="Première rame du matin. Comme je conduis, c’est mon neveu qui tient le crayon, debout sur le quai. "
        "Regardez bien : on voit l’heure exacte où la ville se décide à se lever.",
        pillar="quarter",
        spot=Spot("Quai de la Fosse", -1.5652, 47.2094, Discretion.STREET),
        audience=Audience.LOCALS,
        shots=(
            Shot(
                "tram",
                Hour.DAWN,
                2,
                "Un tram clair arrive de face sur sa voie d’herbe, phares allumés ; des gens en manteau attendent de "
                "chaque côté, sous les platanes.",
            ),
        ),
    ),
    Entry(
        key="pommeraye",
        when=on(-7, "13:00"),
        words="Le passage Pommeraye, je le prends comme un raccourci et j’en sors toujours en retard. L’escalier "
        "craque un peu plus fort à gauche. Les statues font semblant de ne pas entendre.",
        pillar="icon",
        spot=Spot("Passage Pommeraye", -1.5596, 47.2134),
        shots=(
            Shot(
                "arcade",
                Hour.NOON,
                4,
                "Une galerie du temps passé sur trois étages d’arcades claires ; au milieu, un large escalier de bois "
                "gardé par des statues qui portent des globes, une verrière au-dessus.",
            ),
        ),
    ),
    Entry(
        key="jardin-des-plantes",
        when=on(-6, "18:10"),
        words="Au Jardin des Plantes, j’ai mon banc face à la serre. Quand le soleil tourne, les vitres s’allument une "
        "à une, comme un immeuble qui rentre du travail.",
        pillar="walks",
        spot=Spot("Jardin des Plantes", -1.5427, 47.2193),
        shots=(
            Shot(
                "glasshouse",
                Hour.DUSK,
                14,
                "Une grande serre à coupole et deux petites, palmiers derrière les vitres dorées par le soir, massifs "
                "de fleurs rondes de part et d’autre de l’allée.",
            ),
        ),
    ),
    Entry(
        key="green-line",
        when=on(-5, "10:05"),
        words="Suivez la ligne verte peinte par terre. Oubliez où elle va. C’est là que ça commence.",
        pillar="walks",
        spot=Spot("Cours Cambronne", -1.5633, 47.2118),
    ),
)

ENORAS = (
    Entry(
        key="crane",
        when=on(-2, "18:30"),
        words="La grue jaune ne soulève plus rien depuis longtemps. Mais le soir, elle tient le soleil une minute, le "
        "temps que je finisse ma journée. Mon père travaillait dessous. Il lui disait bonne nuit, moi aussi.",
        pillar="water",
        spot=Spot("Parc des Chantiers", -1.5668, 47.2064),
        shots=(
            Shot(
                "crane",
                Hour.DUSK,
                4,
                "Une immense grue jaune au bord du fleuve, seule sous un ciel violet et orange ; le soleil se couche "
                "à côté de son crochet, quelques mouettes.",
            ),
        ),
    ),
    Entry(
        key="ile-de-versailles",
        when=on(-1, "08:40"),
        words="L’Erdre fume un peu, le matin. Sur l’île de Versailles, je m’assieds sous le saule et j’attends que la "
        "première barque décide où est l’aval.",
        pillar="water",
        spot=Spot("Île de Versailles", -1.5535, 47.2259),
        becomes=FindState.APPROVED,
        shots=(
            Shot(
                "willow",
                Hour.NOON,
                17,
                "Un saule dont les branches tombent jusqu’à l’herbe, au bord d’une eau large et calme ; deux personnes "
                "assises, les pieds au-dessus de la rivière.",
            ),
        ),
    ),
    Entry(
        key="butte-sainte-anne",
        when=ago(3.5),
        words="Cent marches et des poussières jusqu’à la butte Sainte-Anne. En haut, les façades ont des couleurs de "
        "coques. C’était la peinture qui restait, disait ma grand-mère.",
        pillar="hidden",
        spot=Spot("Butte Sainte-Anne", -1.5769, 47.2021, Discretion.STREET),
        becomes=FindState.SUBMITTED,
        shots=(
            Shot(
                "stairs",
                Hour.DAWN,
                9,
                "Un escalier très raide entre deux rangées de maisons et de buissons, deux promeneurs qui montent, "
                "le soleil rose juste au-dessus de la dernière marche.",
                is_upright=True,
            ),
        ),
    ),
)

NANTES = Town(
    name="Nantes",
    slug="nantes",
    tag="#NantesJeTaime",
    tagline={"fr": "Une ville qui a un fleuve dans les idées.", "en": "A city with a river on its mind."},
    colours={
        "paper": ("#f2f4e9", "#0d1817"),
        "card": ("#fcfdf6", "#152423"),
        "ink": ("#17282a", "#eaf2e6"),
        "muted": ("#4d6462", "#a3b8b2"),
        "plaque": ("#0b5a57", "#7fd0c6"),
        "wagon": ("#2f5d1e", "#a9d68c"),
        "awning": ("#a23c12", "#ffa27c"),
        "gold": ("#7d6200", "#f0cf4a"),
        "land": ("#e0e7d3", "#1a2b2a"),
        "touched": ("#c3d8a4", "#2d4b45"),
        "water": ("#9ccbc9", "#1f4c52"),
    },
    desk={
        Role.CHIEF: ("yann@nantes.example", "Yann G."),
        Role.EDITOR: ("soazig@nantes.example", "Soazig R."),
    },
    stays=(
        Stay(
            MALIK,
            -9,
            -4,
            MALIKS,
            why="Il voit passer toute la ville, douze fois par jour.",
            profile="Membre d’un forum de trams, toujours aimable.",
        ),
        Stay(
            ENORA,
            -3,
            4,
            ENORAS,
            why="Les chantiers d’à côté de l’eau n’ont jamais eu la plume.",
            profile="Des copeaux et des coques, rien d’autre.",
            interests="Chantier L.",
        ),
    ),
)
