"""What collecting static files makes of the stylesheets."""

import re
from io import StringIO
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.management import call_command


@pytest.fixture
def collected(settings, tmp_path):
    settings.STATIC_ROOT = str(tmp_path)
    settings.STORAGES = settings.STORAGES | {
        "staticfiles": {"BACKEND": "techminds.static_files.BundledStaticFilesStorage"}
    }
    call_command("collectstatic", interactive=False, stdout=StringIO())
    return tmp_path


def test_each_sheet_of_a_page_is_one_file(collected):
    sheet = collected / staticfiles_storage.stored_name("css/site.css")

    css = sheet.read_text(encoding="utf-8")
    assert "@import" not in css
    layers = re.findall("@layer ([a-z]+)", css)
    assert list(dict.fromkeys(layers)) == ["base", "layout", "blocks", "overrides"]
    for rule in ("--color-accent:light-dark(", ".flow>*+*", ".pay-chart__bar"):
        assert rule in css.replace(" ", "")
    assert sheet.with_name(f"{sheet.name}.br").stat().st_size < 6_000


def test_a_changed_block_changes_the_name_of_the_sheet(collected, settings, tmp_path):
    before = staticfiles_storage.stored_name("css/site.css")
    source = tmp_path / "source"
    (source / "css").mkdir(parents=True)
    for path in (settings.BASE_DIR / "static" / "css").rglob("*.css"):
        copy = source / "css" / path.relative_to(settings.BASE_DIR / "static" / "css")
        copy.parent.mkdir(exist_ok=True)
        copy.write_bytes(path.read_bytes())
    block = source / "css" / "blocks" / "button.css"
    block.write_text(".button { color: red; }", encoding="utf-8")
    settings.STATICFILES_DIRS = [source]

    call_command("collectstatic", interactive=False, stdout=StringIO())

    assert staticfiles_storage.stored_name("css/site.css") != before


SHEETS = sorted((Path(settings.BASE_DIR) / "static" / "css").rglob("*.css"))


@pytest.mark.parametrize("sheet", SHEETS, ids=lambda path: path.name)
def test_only_the_tokens_name_a_colour(sheet):
    css = re.sub(r"/\*.*?\*/", "", sheet.read_text(encoding="utf-8"), flags=re.DOTALL)

    named = re.findall(r"#[0-9a-f]{3,8}\b|\b(?:rgb|hsl|oklch)a?\(", css)

    assert named if sheet.name == "tokens.css" else named == []
    assert "!important" not in css
