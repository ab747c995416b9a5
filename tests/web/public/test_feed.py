"""The Atom feed: whole words, whole addresses."""

from xml.etree import ElementTree

from tests import makers

ATOM = "{http://www.w3.org/2005/Atom}"


def entries_of(client, address="/paris/en/feed.atom"):
    answer = client.get(address)
    assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
    return ElementTree.fromstring(answer.content)  # noqa: S314 - our own feed, written a moment ago


def test_an_entry_has_every_word_its_author_and_its_permanent_address(client, publish, settings):
    settings.BASE_URL = "https://flaneur.example"
    words = "Une phrase. " * 40
    find = publish(words)
    (entry,) = entries_of(client).findall(f"{ATOM}entry")
    assert entry.find(f"{ATOM}id").text == f"urn:uuid:{find.pk}"
    assert entry.find(f"{ATOM}link").get("href") == f"https://flaneur.example/paris/fr/find/{find.pk}/"
    assert entry.find(f"{ATOM}author/{ATOM}name").text == "Léa"
    assert entry.find(f"{ATOM}category").get("term") == "Hidden corners"
    assert words.strip() in entry.find(f"{ATOM}summary").text
    assert entry.find(f"{ATOM}title").text == "Une phrase. " * 6 + "Une…"


def test_a_photo_is_shown_with_its_description_and_enclosed_with_a_whole_address(client, publish):
    find = publish()
    photo = makers.make_photo(find)
    (entry,) = entries_of(client).findall(f"{ATOM}entry")
    enclosure = entry.find(f"{ATOM}link[@rel='enclosure']")
    largest = photo.renditions[0]
    assert enclosure.get("href") == f"http://testserver/paris/photo/{photo.pk}/{largest['name']}"
    assert (enclosure.get("type"), enclosure.get("length")) == ("image/jpeg", str(largest["size"]))
    assert f'<img src="{enclosure.get("href")}" alt="Une porte rouge au fond d’une cour">' in (
        entry.find(f"{ATOM}summary").text
    )


def test_what_was_pasted_from_slides_does_not_silence_the_feed(client, publish):
    makers.make_photo(publish("Une porte\x0brouge\x1b"), alt="Une\x0bporte\x02 entrouverte")
    summary = entries_of(client)[-1].find(f"{ATOM}summary").text
    assert "Une porte rouge" in summary
    assert "Une porte entrouverte" in summary


def test_a_feed_speaks_its_language_and_knows_only_its_city(client, city, other_city, publish):
    publish("Nantes.", by=makers.make_guest(other_city))
    feed = entries_of(client, "/paris/fr/feed.atom")
    assert feed.get("{http://www.w3.org/XML/1998/namespace}lang") == "fr"
    assert feed.find(f"{ATOM}title").text == "Paris #ParisJeTaime"
    assert feed.findall(f"{ATOM}entry") == []


def test_twenty_entries_are_enough(client, publish):
    for number in range(21):
        publish(f"n° {number}", minutes=5 + number)
    titles = [title.text for title in entries_of(client).findall(f"{ATOM}entry/{ATOM}title")]
    assert titles == [f"n° {number}" for number in range(20)]
