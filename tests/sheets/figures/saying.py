"""What a reading of money says, as the tests' lists of cases write it."""

from typing import Any

from essaim.sheets.figures.money import read_funding


def said(text: str, wanted: dict[str, Any]) -> dict[str, Any]:
    """Return what is read, absent things left out; shares only where they are asked for."""
    reading = read_funding(text).as_json()
    kept = ["budget", "mois", "fourchette", "prix_unitaires"]
    answer = {key: reading[key] for key in kept if reading[key] not in (None, [])}
    if "parts" in wanted:
        answer["parts"] = [[one["montant"], one["financeur"]] for one in reading["parts"]]
    return answer
