"""The identity sheet of a structure."""

import pytest

from essaim.network.identity import InvalidIdentity, columns, siret, website


def test_a_siret_is_taken_with_blanks_and_checked_by_its_key() -> None:
    assert siret("732 829 320 00074") == "73282932000074"
    assert siret("") == ""
    assert siret("35600000049837") == "35600000049837"  # La Poste's own rule
    with pytest.raises(ValueError, match="n’est pas un SIRET"):
        siret("732 829 320 00075")


def test_a_phone_number_is_no_website() -> None:
    assert website("www.centre.example") == "https://www.centre.example"
    for wrong in ("04 78 00 00 00", "javascript:alert(1)", "ftp://centre.example"):
        with pytest.raises(ValueError, match="n’est pas une adresse de site"):
            website(wrong)


def test_all_faults_are_told_at_once() -> None:
    with pytest.raises(InvalidIdentity) as caught:
        columns(
            {
                "type": "MJC",
                "siret": "12",
                "population": -4,
                "axes": list("abcdef"),
                "date_agrement": "hier",
                "courriel": "personne",
                "itinerant": "peut-être",
            }
        )
    assert len(caught.value.reasons) == 7


def test_an_empty_identity_is_legal() -> None:
    found = columns({})
    assert found["axes"] == []
    assert found["priority_area"] is None
    assert found["kind"] == ""
