"""Networks: code for each kind, free of Django and database. One line makes a network known to the house."""

from collections.abc import Mapping

from flaneur.adapters.base import Adapter
from flaneur.adapters.bluesky import Bluesky
from flaneur.adapters.instagram import Instagram
from flaneur.adapters.mastodon import Mastodon
from flaneur.adapters.paper import Paper
from flaneur.adapters.pinterest import Pinterest
from flaneur.adapters.site import Site
from flaneur.adapters.threads import Threads
from flaneur.adapters.x import X

ADAPTERS: Mapping[str, type[Adapter]] = {
    Site.kind: Site,
    Paper.kind: Paper,
    Bluesky.kind: Bluesky,
    Mastodon.kind: Mastodon,
    X.kind: X,
    Pinterest.kind: Pinterest,
    Instagram.kind: Instagram,
    Threads.kind: Threads,
}
