"""Where somebody's page is, as far as the address of their words tells."""

import pytest

from flaneur.core.block import BLOCK_MOVES, BlockMove, BlockState, profile_of
from flaneur.core.states import moves_from


@pytest.mark.parametrize(
    ("author", "url", "profile"),
    [
        ("bob", "https://social.example/@bob/114", "https://social.example/@bob"),
        ("bob@far.example", "https://far.example/@Bob/114?lang=fr#top", "https://far.example/@Bob"),
        ("bob@far.example", "https://far.example/users/bob/statuses/114", "https://far.example/users/bob"),
        ("bob@far.example", "https://social.example/@bob@far.example/1", "https://social.example/@bob@far.example"),
        ("bob", "https://x.example/bob/status/1", "https://x.example/bob"),
        ("bob.bsky.social", "https://bsky.app/profile/did:plc:abc/post/3k", "https://bsky.app/profile/did:plc:abc"),
        ("bob", "https://www.instagram.com/p/C0de/", ""),
        ("bob", "https://x.example/i/status/1", ""),
        ("bob", "https://x.example/alice/status/bob", ""),
        ("bob", "https://bsky.app/profile//post/1", ""),
        ("", "https://x.example/@/1", ""),
        ("bob", "", ""),
        ("bob", "https://[half/bob/1", ""),
    ],
)
def test_the_page_of_whoever_said_it(author, url, profile):
    assert profile_of(url, author) == profile


def test_no_clock_and_no_program_unblocks_anybody():
    assert moves_from(BLOCK_MOVES, BlockState.BLOCKED) == (BlockMove.KEEP, BlockMove.UNBLOCK)
    assert moves_from(BLOCK_MOVES, BlockState.UNBLOCKED) == ()
