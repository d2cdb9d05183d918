from __future__ import annotations

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from storage.errors import PepperError
from storage.pepper import open_pepper


def test_the_pepper_is_made_once_for_the_owner_alone(tmp_path: Path) -> None:
    """Also where several processes start at the same time."""
    config_dir = tmp_path / "config"
    with ThreadPoolExecutor(8) as pool:
        peppers = list(pool.map(lambda _: open_pepper(config_dir, mailboxes_exist=False), range(16)))
    assert len({pepper.reveal() for pepper in peppers}) == 1
    assert len(peppers[0].reveal()) == 32
    assert stat.S_IMODE(config_dir.stat().st_mode) == 0o700
    assert [(path.name, stat.S_IMODE(path.stat().st_mode)) for path in config_dir.iterdir()] == [("pepper", 0o600)]


def test_no_second_pepper_is_made_beside_mailboxes(tmp_path: Path) -> None:
    """It would lock every reporter out, and nobody would notice."""
    with pytest.raises(PepperError, match="put the file back"):
        open_pepper(tmp_path, mailboxes_exist=True)
    assert not list(tmp_path.iterdir())
    made = open_pepper(tmp_path, mailboxes_exist=False)
    assert open_pepper(tmp_path, mailboxes_exist=True) == made


def test_a_damaged_pepper_is_refused(tmp_path: Path) -> None:
    """Half a pepper opens no mailbox."""
    (tmp_path / "pepper").write_bytes(b"canary")
    with pytest.raises(PepperError) as caught:
        open_pepper(tmp_path, mailboxes_exist=False)
    assert "canary" not in str(caught.value)
