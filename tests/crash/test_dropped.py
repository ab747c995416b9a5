"""A network accepts, and its answer is dropped on the way back: at every request that changes something there."""

import pytest

from flaneur.models import Publication
from flaneur.services.publishing import retract_find
from tests.crash.counting import parts_shown, shown
from tests.crash.towns import connect
from tests.lossy import lossy_proxy

pytestmark = pytest.mark.crash

WRITES = {
    "bluesky": ("uploadBlob", "putRecord", "applyWrites", "deleteRecord"),
    "mastodon": ("POST /api/v2/media", "POST /api/v1/statuses", "DELETE "),
    "x": ("initialize", "append", "finalize", "metadata", "POST /2/tweets", "DELETE "),
    "pinterest": ("POST /v5/pins", "DELETE "),
    "instagram": ("/media HTTP", "media_publish", "DELETE "),
    "threads": ("/threads HTTP", "threads_publish", "DELETE "),
}


@pytest.mark.parametrize("kind", WRITES)
def test_each_answer_dropped_once_leaves_one_post_of_each_find_and_taken_back_none(town, live, times, kind):
    """A thread with two photos and a post with one for each: there are two ways of saying it."""
    town.city.channels.exclude(kind__in=["site", kind]).update(state="dormant")
    with lossy_proxy(town.cast[kind].origin) as proxy:
        channel = connect(town.city, town.cast[kind], proxy.url, times())
        rows = Publication.objects.filter(channel=channel).select_related("city", "channel")
        *sendings, removal = WRITES[kind]
        for write in sendings:
            proxy.lose(write)
            town.plan(2, times)
            live(lambda: set(rows.values_list("state", flat=True)) == {"sent"})
        seen = shown(town, channel)
        assert [parts_shown(row, seen) for row in rows] == [[1] * len(row.references) for row in rows]

        proxy.lose(removal)
        for find in town.finds:
            find.refresh_from_db()
            retract_find(find, by=town.editor, now=times(), why="A neighbour asked.")
        live(lambda: set(rows.values_list("state", flat=True)) == {"retracted"})
    assert proxy.lost == [*sendings, removal]
    assert shown(town, channel) == []
