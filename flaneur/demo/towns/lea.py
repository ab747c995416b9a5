"""Léa’s week in Paris, half-way through: finds in every state."""

from flaneur.core.find import Audience, FindState
from flaneur.core.place import Discretion
from flaneur.demo.scenes.light import Hour
from flaneur.demo.story import Entry, Host, Shot, Spot, ago, on

LEA = Host(
    slug="lea-m",
    name="Léa M.",
    trade={"fr": "fleuriste à Charonne", "en": "florist in Charonne"},
    about={
        "fr": "Debout à quatre heures pour les fleurs. Le reste de la matinée, elle marche pour se défroisser.",
        "en": "Up at four for the flowers. The rest of the morning she walks the creases out.",
    },
    district="75111",
    portrait=25,
)

LEAS = (
    Entry(
        key="hello-lea",
        when=on(-3, "06:40"),
        words="Je m’appelle Léa, je suis fleuriste à Charonne. À six heures et quart, le café d’en bas tire son rideau "
        "et laisse ses chaises aux gens qui rentrent et à ceux qui partent. C’est là que je vous attends, toute "
        "la semaine.",
        pillar="quarter",
        spot=Spot("Rue de Charonne", 2.3812, 48.8539, Discretion.STREET),
        shots=(
            Shot(
                "cafe",
                Hour.DAWN,
                3,
                "Une façade de café vert sombre au petit matin : long store rayé rouge et crème, lampes allumées, "
                "chaises rouges et guéridons encore vides.",
            ),
        ),
    ),
    Entry(
        key="campagne",
        when=on(-3, "12:20"),
        words="Derrière la porte de Bagnolet, un escalier, et d’un coup plus une voiture : des glycines, des boîtes "
        "aux lettres bavardes, un rouge-gorge qui raccompagne. J’y monte quand Paris parle trop fort.",
        pillar="hidden",
        spot=Spot("La Campagne à Paris", 2.4090, 48.8686, Discretion.STREET),
        shots=(
            Shot(
                "stairs",
                Hour.NOON,
                5,
                "Un long escalier de pierre grimpe entre des maisons et des buissons ronds, rampe verte au milieu, "
                "deux promeneurs, le soleil juste en haut.",
                is_upright=True,
            ),
        ),
    ),
    Entry(
        key="camoens",
        when=on(-3, "19:10"),
        words="La tour Eiffel, je la préfère quand elle dépasse. Au bout de l’avenue de Camoëns, il y a une "
        "balustrade, deux réverbères, et elle, comme une voisine qui passe la tête au-dessus du mur.",
        reasons={"protected_works": "La tour est éteinte : c’est le soleil qui l’allume."},
        pillar="icon",
        spot=Spot("Avenue de Camoëns", 2.2868, 48.8597),
        audience=Audience.VISITORS,
        shots=(
            Shot(
                "tower",
                Hour.DUSK,
                5,
                "Au crépuscule, la silhouette de la tour Eiffel au loin derrière les toits et les cheminées, le disque "
                "du soleil posé contre sa jambe.",
            ),
        ),
    ),
    Entry(
        key="vert-galant",
        when=on(-2, "08:15"),
        words="Square du Vert-Galant, tout au bout de l’île. Deux marches sous le saule, les pieds presque dans la "
        "Seine. Si un bateau passe, comptez jusqu’à sept : la vague arrive.",
        pillar="tips",
        spot=Spot("Square du Vert-Galant", 2.3404, 48.8574),
        shots=(
            Shot(
                "willow",
                Hour.DAWN,
                6,
                "Un saule pleureur à la pointe d’une île basse ; deux personnes assises au bord de l’eau, la ville "
                "rose en face, tout se reflète.",
            ),
        ),
    ),
    Entry(
        key="coulee-verte",
        when=on(-2, "13:00"),
        words="Forget the map for an hour. Climb up to the Coulée verte behind Bastille and walk east: you are level "
        "with the second floors, among other people’s geraniums. A cat on the third sill did not even look up.",
        reasons={"french_present": "Pour les visiteurs de ce matin ; une ligne en français suit."},
        pillar="ideas",
        spot=Spot("Coulée verte René-Dumont", 2.3752, 48.8473),
        language="en",
        audience=Audience.VISITORS,
        shots=(
            Shot(
                "cat",
                Hour.NOON,
                11,
                "A tall window with green shutters in a sunlit stone wall; a black cat sits beside a box of red "
                "geraniums, its tail hanging over the sill.",
                is_upright=True,
            ),
        ),
    ),
    Entry(
        key="recollets",
        when=on(-2, "18:40"),
        words="Écluse des Récollets. La passerelle fait le dos rond, l’eau descend d’un étage, et tout le monde "
        "s’arrête comme si c’était la première fois. C’est mon feuilleton du soir.",
        pillar="quarter",
        spot=Spot("Écluse des Récollets, canal Saint-Martin", 2.3640, 48.8733),
        audience=Audience.LOCALS,
        shots=(
            Shot(
                "lock",
                Hour.NOON,
                5,
                "Une écluse de bois entre deux murs de pierre, une passerelle verte en arc au-dessus, deux passants "
                "arrêtés en haut, des platanes ronds tout autour.",
            ),
        ),
    ),
    Entry(
        key="buttes-chaumont",
        when=on(-1, "07:30"),
        words="Les Buttes-Chaumont, mode d’emploi d’une fleuriste. Entrez par le haut, côté Botzaris, tant que l’herbe "
        "est encore mouillée. Descendez sans choisir : tous les chemins se trompent de la même façon.\n\n"
        "Au deuxième tournant, il y a un banc qui penche. C’est le bon. De là, on voit le lac, le petit temple, et "
        "une dame qui fait ses gammes de bras sans jamais perdre le compte. Restez jusqu’à ce qu’elle vous salue.\n\n"
        "Remontez par la cascade, même si vous l’entendez avant de la voir : c’est ce qu’elle préfère. Et "
        "rapportez-moi une feuille de ginkgo. J’en ai une boîte pleine, jamais deux pareilles.",
        pillar="ideas",
        spot=Spot("Parc des Buttes-Chaumont", 2.3826, 48.8794),
        shots=(
            Shot(
                "park",
                Hour.NOON,
                3,
                "Un parc en collines : un banc vert au premier plan, un réverbère, un chemin de sable qui tourne et "
                "deux silhouettes qui descendent, l’une grande, l’autre petite.",
            ),
            Shot(
                "park",
                Hour.DAWN,
                12,
                "Le même banc vert à l’aube, sous un ciel orangé, le chemin encore presque vide.",
                is_upright=True,
            ),
        ),
    ),
    Entry(
        key="rue-de-la-lune",
        when=on(-1, "12:45"),
        words="Levez la tête, rue de la Lune. Même à midi, j’y cherche une étoile.",
        pillar="hidden",
        spot=Spot("Rue de la Lune", 2.3503, 48.8698),
    ),
    Entry(
        key="grand-veneur",
        when=on(-1, "16:05"),
        words="Au fond du Marais, un jardin de roses grand comme un mouchoir. Un vélo rouge y dort contre le mur, une "
        "fleur dans le panier. Ce n’est pas moi qui l’ai mise. J’aurais pu.",
        pillar="hidden",
        spot=Spot("Square Saint-Gilles-Grand-Veneur", 2.3658, 48.8595, Discretion.STREET),
        becomes=FindState.APPROVED,
        shots=(
            Shot(
                "bicycle",
                Hour.NOON,
                5,
                "Un vélo rouge appuyé contre un mur de pierre blonde, des fleurs dans son panier d’osier, sous une "
                "vigne chargée de raisin qui court vers une porte bleue.",
                is_upright=True,
            ),
        ),
    ),
    Entry(
        key="batignolles",
        when=on(-1, "17:20"),
        words="Le meilleur banc de Paris est au square des Batignolles.",
        pillar="tips",
        spot=Spot("Square des Batignolles", 2.3166, 48.8873),
        becomes=FindState.RETURNED,
        verdict="On y court ! Mais lequel ? Un détail qui nous y assied : ce qu’on voit, ce qu’on entend, qui passe.",
        shots=(
            Shot(
                "park",
                Hour.DUSK,
                6,
                "Un banc vert vide au crépuscule, un réverbère qui s’allume, deux silhouettes sur le chemin.",
                is_upright=True,
            ),
        ),
    ),
    Entry(
        key="mouton-duvernet",
        when=on(-1, "22:30"),
        words="À Mouton-Duvernet, la bouche de métro souffle du tiède. Je m’y réchauffe les mains avec deux inconnus "
        "et un violon dans son étui. On ne se dit rien, c’est très bien.",
        pillar="quarter",
        spot=Spot("Place Jacques-Demy", 2.3296, 48.8318, Discretion.STREET),
        becomes=FindState.APPROVED,
        audience=Audience.LOCALS,
        shots=(
            Shot(
                "metro",
                Hour.NIGHT,
                2,
                "La nuit, une bouche de métro en fer forgé, deux lampes ambrées comme des bourgeons, la lumière qui "
                "monte des marches devant des façades aux fenêtres allumées.",
            ),
        ),
    ),
    Entry(
        key="lutece",
        when=ago(5.5),
        words="Aux arènes de Lutèce, deux mille ans de cris, et le bruit le plus fort ce matin, c’est une boule de "
        "pétanque qui roule sur le sable. Asseyez-vous au troisième rang, à gauche du figuier : on entend tout.",
        pillar="icon",
        spot=Spot("Arènes de Lutèce", 2.3529, 48.8452),
        becomes=FindState.SUBMITTED,
    ),
    Entry(
        key="vivienne",
        when=ago(4),
        words="Rain again? Take the covered way: in at the Galerie Vivienne, out wherever your nose says. My shoes "
        "made more noise than the whole street, so I went on tiptoe, like a burglar with a baguette.",
        reasons={"french_present": "Une ligne en français viendra avec la photo de demain."},
        pillar="tips",
        spot=Spot("Galerie Vivienne", 2.3398, 48.8665),
        language="en",
        becomes=FindState.SUBMITTED,
        shots=(
            Shot(
                "passage",
                Hour.DAWN,
                3,
                "A glass-roofed arcade with a chequered floor; shop windows glow on both sides, one person in a blue "
                "coat walks towards the light at the far end.",
            ),
        ),
    ),
    Entry(
        key="auteuil",
        when=ago(3),
        words="Aux serres d’Auteuil, j’ai pendu mon manteau et mes soucis à la même patère. Ça sent la terre tiède et "
        "la banane verte. J’ai repris le manteau.",
        pillar="ideas",
        spot=Spot("Jardin des serres d’Auteuil", 2.2527, 48.8464),
        becomes=FindState.SUBMITTED,
        shots=(Shot("glasshouse", Hour.DAWN, 4, ""),),
    ),
    Entry(
        key="figuier",
        when=ago(2),
        words="Derrière la rue Mouffetard, un figuier sort d’un mur et personne ne lui a rien demandé. Il fait de "
        "l’ombre à un chat, qui ne lui a rien demandé non plus. #coinscachésdeparis #parisjetaime",
        reasons={"brand_tag": "Je l’écris toujours comme ça."},
        pillar="hidden",
        spot=Spot("Rue Mouffetard", 2.3500, 48.8424, Discretion.STREET),
        becomes=FindState.SUBMITTED,
        audience=Audience.LOCALS,
        shots=(
            Shot(
                "lane",
                Hour.NOON,
                21,
                "Des maisons basses de toutes les couleurs au soleil, des pots débordants, un chat noir qui traverse "
                "les pavés sans se presser.",
            ),
        ),
    ),
    Entry(
        key="petite-ceinture",
        when=ago(1),
        words="Petite Ceinture, entre deux ponts. Revenir avec une photo : les mûriers ont mangé le quai, l’horloge "
        "s’est arrêtée à l’heure du goûter.",
        pillar="hidden",
        spot=Spot("Petite Ceinture du 15e", 2.2990, 48.8318),
        becomes=FindState.DRAFT,
    ),
)
