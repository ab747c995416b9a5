"""Who and what is heard: counted by district and theme, and silent where nobody was."""

from flaneur.core.heard import Heard, Hearing, tally


def test_each_district_is_told_with_finds_and_voices_in_the_citys_order():
    names = {"1e": "Louvre", "2e": "Bourse", "3e": "Temple"}
    told = tally(names, finds=["2e", "2e", "elsewhere", ""], voices=["1e"], coming=["1e", "1e"])
    assert told == [Heard("Louvre", 0, 1, 2), Heard("Bourse", 2, 0, 0), Heard("Temple")]
    assert Hearing(12, told, (), (), 0, 0).silent == ["Temple"]
