"""The folder of an instance: on a volume that is there, and with a note of where its server is."""

from __future__ import annotations

import socket
from dataclasses import replace
from pathlib import Path

import pytest

from webapp.settings import (
    Settings,
    SettingsError,
    find_address,
    make_instance,
    reclaim_address,
    save_address,
    saved_listener,
)
from webapp.settings.instance import require_mounted_volume

FSTAB = """
# comment
/dev/sda1  /            ext4 defaults 0 1
UUID=12    {volume}     ext4 defaults,nofail 0 2
UUID=13    {other}      ext4 defaults 0 2
/swapfile  none         swap sw 0 0
short
"""


def test_a_folder_on_a_volume_that_is_not_mounted_is_refused(tmp_path: Path) -> None:
    volume, fstab = tmp_path / "my volume", tmp_path / "fstab"
    volume.mkdir()
    shown = str(volume).replace(" ", "\\040")
    fstab.write_text(FSTAB.format(volume=shown, other=tmp_path / "other"), "utf-8")
    with pytest.raises(SettingsError, match=f"lies on the volume {volume}, which is not mounted"):
        require_mounted_volume(volume / "clinic", fstab)
    with pytest.raises(SettingsError, match="which is not mounted"):
        require_mounted_volume(volume, fstab)
    require_mounted_volume(tmp_path / "clinic", fstab)
    require_mounted_volume(volume / "clinic", tmp_path / "no-such-file")


def test_where_the_server_is_is_read_as_it_was_noted_and_else_not_at_all(tmp_path: Path) -> None:
    settings = Settings.for_instance(tmp_path)
    assert (find_address(settings), saved_listener(settings)) == (None, None)
    save_address(replace(settings, port=8123, trusted_hosts=("forms.example.org",), https=True))
    assert find_address(settings) == "https://forms.example.org/"
    assert saved_listener(settings) == ("127.0.0.1", 8123)
    assert (tmp_path / "address").stat().st_mode & 0o777 == 0o600
    (tmp_path / "address").write_bytes(b"\xff\xfe")
    assert (find_address(settings), saved_listener(settings)) == (None, None)


def test_the_address_of_a_server_that_has_stopped_is_not_told_while_another_one_runs(tmp_path: Path) -> None:
    settings = Settings.for_instance(tmp_path)
    reclaim_address(settings)
    assert find_address(settings) is None
    with socket.create_server(("127.0.0.1", 0)) as second:
        port = second.getsockname()[1]
        save_address(replace(settings, port=port))
        reclaim_address(settings)
        assert find_address(settings) == f"http://127.0.0.1:{port}/"
    reclaim_address(settings)
    assert (find_address(settings), saved_listener(settings)) == (
        "http://127.0.0.1:8000/",
        ("127.0.0.1", 8000),
    )


def test_a_server_whose_address_cannot_be_noted_says_so_and_goes_on(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "address").mkdir()
    save_address(Settings.for_instance(tmp_path))
    assert "could not be noted" in caplog.text
    assert [path.name for path in tmp_path.iterdir()] == ["address"]


def test_an_instance_folder_below_a_file_cannot_be_made(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(SettingsError, match="cannot be made"):
        make_instance(tmp_path / "file/instance")
