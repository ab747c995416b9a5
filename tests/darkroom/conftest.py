"""A place to put an upload, a place for its renditions, and a way from one to the other."""

import pytest

from flaneur.darkroom import Reason, Undevelopable, develop


@pytest.fixture
def upload(tmp_path):
    """Keep bytes as an upload of a doubtful name."""

    def keep(content):
        source = tmp_path / "upload.bin"
        source.write_bytes(content)
        return source

    return keep


@pytest.fixture
def album(tmp_path):
    return tmp_path / "media" / "album"


@pytest.fixture
def refusal(upload, album):
    """Return the reason a file is refused for; fail when it is developed, or leaves something behind."""

    def refuse(content, **settings) -> Reason:
        with pytest.raises(Undevelopable) as refused:
            develop(upload(content), album, **settings)
        assert list(album.iterdir()) == []
        return refused.value.reason

    return refuse
