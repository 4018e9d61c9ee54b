from pathlib import Path, PurePath

from lightningcss import bundle_css
from whitenoise.storage import CompressedManifestStaticFilesStorage


class BundledStaticFilesStorage(CompressedManifestStaticFilesStorage):
    """Hashed and compressed files, and each sheet in css/ as one: what it imports stands in it.

    Without it, as in DEBUG, a browser follows the imports itself and the pages look the same.
    """

    def post_process(self, paths, dry_run=False, **options):
        sheets = [name for name in paths if PurePath(name).parent == PurePath("css")]
        for name in [] if dry_run else sheets:
            source, path = paths[name]
            Path(self.path(name)).write_text(bundle_css(source.path(path)), encoding="utf-8")
            paths[name] = (self, name)
        yield from super().post_process(paths, dry_run, **options)
