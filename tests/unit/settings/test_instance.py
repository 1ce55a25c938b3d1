"""The folder of an instance lies on a volume that is there."""

from __future__ import annotations

from pathlib import Path

import pytest

from webapp.settings import SettingsError
from webapp.settings.instance import refuse_a_missing_volume

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
        refuse_a_missing_volume(volume / "clinic", fstab)
    refuse_a_missing_volume(tmp_path / "clinic", fstab)
    refuse_a_missing_volume(volume / "clinic", tmp_path / "no-such-file")
