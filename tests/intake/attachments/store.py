"""The store of a test: a folder of its own."""

from pathlib import Path


def on_disk(store: Path) -> set[str]:
    """Return the stored files, as their rows name them."""
    return {str(path.relative_to(store)) for path in store.rglob("*") if path.is_file()}
