"""Figures read out of free text: money and people, and the words each of them stands on."""
