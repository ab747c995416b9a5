"""The notice board: readable, atomic, and honest about what arrived twice."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from flaneur.adapters.base import Refused, TryLater
from flaneur.adapters.paper import Paper
from flaneur.core.dispatch import Receipt
from tests.adapters.worlds import make_dispatch, make_picture, make_world

NOTICE = """\
---
key: 6f1d8a52-0c55-4a0f-9d0e-0d7e3f2a9b11
language: fr
created_at: 2026-05-14T10:00:00.123456+00:00
---

Trois marches, une porte rouge, un chat. Le reste, je vous le laisse.

— Léa · #ParisJeTaime
https://paris.example/42/porte-rouge

![Une porte rouge](1.jpg)

![Un chat \\[gris\\]](2.jpg)
"""


@pytest.fixture
def board(tmp_path):
    return make_world("paper", tmp_path).adapter


def _post(tmp_path, **fields):
    pictures = (make_picture(tmp_path), make_picture(tmp_path, name="chat.jpg", alt="Un chat\n[gris]"))
    return Paper.compose(make_dispatch(pictures=pictures, **fields))


def test_a_notice_can_be_read_by_anybody(board, tmp_path):
    receipt = board.publish(_post(tmp_path))
    folder = board.folder / receipt.references[0]
    assert sorted(path.name for path in folder.iterdir()) == ["1.jpg", "2.jpg", "notice.md"]
    assert (folder / "notice.md").read_text(encoding="utf-8") == NOTICE
    assert (folder / "1.jpg").read_bytes() == (tmp_path / "photo.jpg").read_bytes()
    assert receipt == Receipt("", (folder.name,))


def test_nothing_else_lies_on_the_board(board, tmp_path):
    receipt = board.publish(_post(tmp_path))
    assert [path.name for path in board.folder.iterdir()] == list(receipt.references)


def test_what_is_sent_twice_leaves_one_notice_and_the_proof_of_the_second(board, tmp_path):
    place = board.folder / board.publish(_post(tmp_path)).references[0]
    board.publish(_post(tmp_path, words="Autre chose."))
    board.publish(_post(tmp_path))
    assert (place / "notice.md").read_text(encoding="utf-8") == NOTICE
    assert sorted(path.parent.name for path in place.rglob("notice.md")) == [place.name, "repeat-1", "repeat-2"]


@pytest.mark.thorough
def test_of_many_sends_at_once_exactly_one_is_first(board, tmp_path):
    post = _post(tmp_path)
    with ThreadPoolExecutor(8) as pool:
        receipts = set(pool.map(board.publish, [post] * 16))
    (receipt,) = receipts
    place = board.folder / receipt.references[0]
    assert len(list(place.rglob("notice.md"))) == 16
    assert [path.name for path in board.folder.iterdir()] == [place.name]


@pytest.mark.parametrize("key", ["a/b", "..", "a:b", "é", "a b"])
def test_no_key_leaves_the_board(board, tmp_path, key):
    place = board.folder / board.publish(_post(tmp_path, key=key)).references[0]
    assert place.resolve().parent == board.folder.resolve()
    board.retract(Receipt(""), key)
    assert list(board.folder.iterdir()) == []


def test_a_board_that_cannot_be_written_is_tried_later(board, tmp_path):
    board.folder.write_text("no folder at all", encoding="utf-8")
    for speak in (board.check, lambda: board.publish(_post(tmp_path)), lambda: board.retract(Receipt(""), "key")):
        with pytest.raises(TryLater, match="cannot be written"):
            speak()


def test_a_spot_that_is_no_folder_is_tried_later(board, tmp_path):
    post = _post(tmp_path)
    board.check()
    (board.folder / f"notice-{post.key}").write_text("somebody left a file here", encoding="utf-8")
    with pytest.raises(TryLater, match="cannot be written"):
        board.publish(post)
    assert len(list(board.folder.iterdir())) == 1


def test_a_notice_whose_picture_is_gone_is_refused_and_leaves_nothing(board, tmp_path):
    post = _post(tmp_path)
    (tmp_path / "chat.jpg").unlink()
    with pytest.raises(Refused):
        board.publish(post)
    assert not board.folder.exists()


def test_the_account_is_the_board_itself(board):
    assert board.check().handle == board.folder.name[:8]
