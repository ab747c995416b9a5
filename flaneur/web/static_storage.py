"""Static files under names that carry their hash, also inside our ES modules."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class HashedModules(CompressedManifestStaticFilesStorage):  # type: ignore[misc]  # WhiteNoise publishes no types
    """`import "./x.js"` is rewritten like url() is; a page never waits for a file that has changed under it."""

    support_js_module_import_aggregation = True
