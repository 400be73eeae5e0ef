"""The peer's own side, run by its own Python: nothing of Essaim is imported here."""
