"""The clinic of a store that a command has open."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from webapp.cli.instance import clinic_in, current_clinic
from webapp.settings import Settings
from webapp.storage import open_store


def test_a_clinic_that_a_file_fixes_keeps_its_language(tmp_path: Path) -> None:
    settings = Settings.for_instance(tmp_path)
    with closing(open_store(settings.database_url, settings.key_file)) as store:
        assert clinic_in(store, settings, "en").language == "en"
        (tmp_path / "clinic.toml").write_text('language = "fr"', "utf-8")
        assert clinic_in(store, settings, "en").language == "fr"
    assert current_clinic(settings, "en").language == "fr"
