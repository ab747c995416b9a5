"""Samir’s week in Paris, by ear; it is over."""

from flaneur.core.find import Audience, FindState
from flaneur.core.place import Discretion
from flaneur.demo.scenes.light import Hour
from flaneur.demo.story import Entry, Host, Shot, Spot, on

SAMIR = Host(
    slug="samir-b",
    name="Samir B.",
    trade={"fr": "accordeur de pianos", "en": "piano tuner"},
    about={
        "fr": "Moitié Barbès, moitié Bristol. Il choisit ses trajets à l’oreille et ses cafés au bruit de la porte.",
        "en": "Half Barbès, half Bristol. He picks his routes by ear and his cafés by the sound of the door.",
    },
    district="75118",
    portrait=32,
)

SAMIRS = (
    Entry(
        key="hello-samir",
        when=on(-10, "08:50"),
        words="Bonjour, moi c’est Samir, j’accorde des pianos. Cette semaine je vous prête mes trajets : les rues qui "
        "sonnent juste, et deux ou trois qui grincent joliment. On commence par les toits, à l’heure où le zinc "
        "chauffe et claque.",
        pillar="quarter",
        spot=Spot("Rue Caulaincourt", 2.3352, 48.8893, Discretion.STREET),
        shots=(
            Shot(
                "roofs",
                Hour.DAWN,
                3,
                "Des toits de zinc serrés jusqu’à l’horizon au lever du jour, des cheminées de brique, quelques "
                "fenêtres déjà allumées sous un ciel couleur pêche.",
            ),
        ),
    ),
    Entry(
        key="abbesses",
        when=on(-10, "19:30"),
        words="À Abbesses, laissez l’ascenseur aux gens pressés. L’escalier tourne, tourne, et chaque palier a sa "
        "note : tapez dans vos mains tout en bas, l’écho monte plus vite que vous.",
        pillar="ideas",
        spot=Spot("L’escalier de la station Abbesses", 2.3385, 48.8843),
        shots=(
            Shot(
                "spiral",
                Hour.DUSK,
                8,
                "Un escalier en colimaçon vu d’en haut : les marches tournent en éventail autour d’un puits de "
                "lumière dorée.",
                is_upright=True,
            ),
        ),
    ),
    Entry(
        key="brady",
        when=on(-9, "12:40"),
        words="Passage Brady, midi pile. La verrière fait un ciel de poche, ça sent la cardamome et le linge repassé, "
        "et quelqu’un sifflait la même chanson que moi. On l’a finie ensemble.",
        pillar="hidden",
        spot=Spot("Passage Brady", 2.3566, 48.8713),
        shots=(
            Shot(
                "passage",
                Hour.NOON,
                5,
                "Un passage couvert : verrière à armature verte, sol en damier, vitrines éclairées des deux côtés et, "
                "au bout, une arche pleine de jour.",
            ),
        ),
    ),
    Entry(
        key="pont-neuf",
        when=on(-9, "21:40"),
        words="Le Pont-Neuf, tout le monde le traverse. Descendez plutôt dessous et levez la tête : des centaines de "
        "visages de pierre vous font la grimace, et la nuit les lampes les réveillent un par un.",
        pillar="icon",
        spot=Spot("Sous le Pont-Neuf, rive droite", 2.3424, 48.8583),
        shots=(
            Shot(
                "bridge",
                Hour.NIGHT,
                3,
                "La nuit, un pont de pierre à larges arches ; ses réverbères et une lune énorme tremblent dans le "
                "fleuve, une péniche aux hublots allumés passe.",
            ),
        ),
    ),
    Entry(
        key="furstemberg",
        when=on(-8, "09:15"),
        words="Place de Furstemberg, un violoncelle joue sous le lampadaire quand il pleut. Quand il fait beau, ce "
        "sont les paulownias qui tiennent la note.",
        pillar="hidden",
        spot=Spot("Place de Furstemberg", 2.3357, 48.8544),
    ),
    Entry(
        key="aligre",
        when=on(-8, "13:20"),
        words="Aligre, l’heure où l’on remballe. Les voix descendent d’une octave, les oranges aussi, et le monsieur "
        "aux citrons m’en a glissé un dans la poche pour la route. Il est resté là, à parfumer tout le concerto.",
        pillar="addresses",
        spot=Spot("Marché d’Aligre", 2.3779, 48.8489),
        audience=Audience.LOCALS,
        shots=(
            Shot(
                "market",
                Hour.NOON,
                5,
                "Trois étals sous des auvents rayés rouge, vert et bleu, des pyramides de fruits, des ardoises, et "
                "des passants de dos qui choisissent.",
            ),
        ),
    ),
    Entry(
        key="notre-dame",
        when=on(-7, "08:20"),
        words="I turned the corner of the quai de la Tournelle and there she was from behind, all ribs and rigging, "
        "like a ship somebody forgot to launch. Look at Notre-Dame from the back. She is less dressed up, and kinder.",
        reasons={"french_present": "Samir la raconte en anglais ; l’Office ajoute une ligne."},
        pillar="icon",
        spot=Spot("Quai de la Tournelle", 2.3535, 48.8505),
        language="en",
        audience=Audience.VISITORS,
        shots=(
            Shot(
                "cathedral",
                Hour.DAWN,
                4,
                "A cathedral seen from behind at daybreak, its flying buttresses like oars, a thin spire, gulls in "
                "front of the sun and a barge moored on the still river.",
            ),
        ),
    ),
    Entry(
        key="bouquinistes",
        when=on(-7, "18:30"),
        words="Chez les bouquinistes, quai de Montebello, j’ai ouvert un vieux cahier de chant : une inconnue avait "
        "noté « plus lentement » dans chaque marge. J’ai ralenti jusqu’à la maison.",
        pillar="addresses",
        spot=Spot("Quai de Montebello", 2.3478, 48.8525),
        shots=(
            Shot(
                "bookstalls",
                Hour.DUSK,
                6,
                "Au crépuscule, trois boîtes vertes de bouquinistes ouvertes sur un parapet, pleines de livres ; deux "
                "personnes de dos, de grands platanes et le fleuve violet.",
            ),
        ),
    ),
    Entry(
        key="damoye",
        when=on(-6, "13:10"),
        words="Cour Damoye, à deux pas du vacarme de la Bastille. Des pavés ronds, un arrosoir qui goutte en sol "
        "dièse, du linge comme une portée. Parlez bas : ici, des gens travaillent et d’autres font la sieste.",
        pillar="hidden",
        spot=Spot("Cour Damoye", 2.3705, 48.8546, Discretion.STREET),
        audience=Audience.LOCALS,
        shots=(
            Shot(
                "courtyard",
                Hour.NOON,
                5,
                "Une cour entre trois murs : du linge de toutes les couleurs sur trois fils, du lierre, des pots de "
                "fleurs et, au fond, une maison ocre à porte bleue.",
                is_upright=True,
            ),
        ),
    ),
    Entry(
        key="prix-d-ami",
        when=on(-6, "22:15"),
        words="Mon bar préféré fait un prix aux lecteurs du compte : dites que vous venez de ma part, Jojo comprendra.",
        pillar="tips",
        becomes=FindState.DECLINED,
        verdict="On garde la voix libre de toute publicité. Racontez-nous plutôt le zinc, la lumière, les gens : sans "
        "nom, sans remise.",
    ),
    Entry(
        key="cremieux",
        when=on(-5, "07:50"),
        words="Il y a dans le 12e une rue que tout le monde photographie et que personne n’écoute. Ceux qui l’habitent "
        "aimeraient l’inverse. Je vous la laisse entendre de loin : des moineaux, un seau, une porte bleue.",
        pillar="hidden",
        spot=Spot("Rue Crémieux", 2.3709, 48.8468, Discretion.DISTRICT),
        audience=Audience.VISITORS,
        shots=(
            Shot(
                "lane",
                Hour.DAWN,
                6,
                "Une rangée de petites maisons peintes, rose, ocre, vert d’eau, des pots devant les portes ; un chat "
                "noir traverse les pavés, la queue en point d’interrogation.",
            ),
        ),
    ),
    Entry(
        key="arsenal",
        when=on(-5, "19:05"),
        words="Port de l’Arsenal, le soir. Ça sent le goudron tiède et la menthe. Au bout du ponton, quelqu’un attend "
        "un bateau qui n’est pas encore parti de Sète.",
        pillar="quarter",
        spot=Spot("Port de l’Arsenal", 2.3672, 48.8490, Discretion.STREET),
        becomes=FindState.RETRACTED,
        verdict="Un riverain nous demande de ne pas montrer son ponton : on retire, avec nos excuses.",
    ),
    Entry(
        key="goodbye-samir",
        when=on(-4, "10:40"),
        words="Dernier matin. Je passe le la à Léa, qui fait pousser des choses pendant que je tends des cordes. Léa, "
        "je te laisse l’escalier qui chante et le monsieur aux citrons. Prends soin des silences.",
        pillar="quarter",
        spot=Spot("Belvédère de Belleville", 2.3853, 48.8711),
        shots=(
            Shot(
                "tower",
                Hour.NOON,
                6,
                "Depuis une hauteur, des toits et des cheminées à perte de vue ; très loin, la tour Eiffel dépasse, "
                "petite et grise, sous un ciel clair.",
            ),
            Shot(
                "cat",
                Hour.DUSK,
                6,
                "À la fenêtre d’un mur de pierre, volets verts ouverts, un chat noir assis près des géraniums "
                "surveille la rue, la queue pendante.",
                is_upright=True,
            ),
        ),
    ),
)
