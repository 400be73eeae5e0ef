"""Which static files are collected: those some page asks for."""

from django.contrib.staticfiles.apps import StaticFilesConfig


class NeededFiles(StaticFilesConfig):
    """Leaves out what only developers read, or nobody here.

    A start on a fresh folder collects and compresses every file: Django's administration brings
    readable copies of its libraries, allauth the scripts of pages that are not ours.
    """

    ignore_patterns: list[str] = [  # noqa: RUF012 (so declared by Django)
        *StaticFilesConfig.ignore_patterns,
        "account/js/*",
        "mfa/js/*",
        "admin/js/vendor/select2/i18n/[!f]*",
        "admin/js/vendor/select2/i18n/f[!r]*",
        "jquery.js",
        "select2.full.js",
        "xregexp.js",
        "*.md",
        "LICENSE*",
        "README*",
    ]
