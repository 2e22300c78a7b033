"""Where a parcel comes from and where it goes."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Address:
    """One party's name and place, as written for people, with an ISO country.

    `phone` is E.164 (`+4915112345678`) once pre-flight has passed; before that, as the buyer typed it.
    `tax_id` is the recipient's personal or company tax number where the destination asks for one.
    """

    name: str
    country: str
    street: str
    street2: str = ""
    city: str = ""
    province: str = ""
    postcode: str = ""
    phone: str = ""
    email: str = ""
    company: str = ""
    tax_id: str = ""

    def street_lines(self) -> tuple[str, ...]:
        """Return the street lines that are not empty."""
        return tuple(line for line in (self.street, self.street2) if line)
