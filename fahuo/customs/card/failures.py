"""What keeps a card from signing, worded for whoever must act.

    CardFailed
    ├─ NotReached        the client is not running, or not where it was said to be: the PIN never left
    ├─ NoAnswer          the PIN left and no readable answer came: nobody knows what the card made of it
    ├─ NotInserted       the client says that reader or card are not there
    ├─ PinWrong          the card counts these, and locks itself after some
    ├─ CardLocked        it did
    ├─ SigningRefused    the client refused in words that we do not know
    ├─ OtherCertificate  a signature came, of another certificate than the stored one
    └─ SignatureWrong    a signature came that does not hold

`stops`: nothing is asked of this card again until somebody enters the PIN anew. A refusal in words that we do not know
stops as well, because it may be a wrong PIN. `doubtful`: it stops while the PIN was never proven to be right.
"""

from __future__ import annotations

from typing import ClassVar


class CardFailed(Exception):
    """The card did not sign. `code` is that of the problem; `detail` never holds the PIN."""

    code: ClassVar[str]
    stops: ClassVar[bool] = False
    doubtful: ClassVar[bool] = False

    def __init__(self, detail: str = "") -> None:
        """Keep what is known of it."""
        super().__init__(f"{self.code} {detail}".strip())
        self.detail = detail


class NotReached(CardFailed):
    """Nobody listens at the address of the card's client."""

    code = "CARD_CLIENT_NOT_REACHED"


class NoAnswer(CardFailed):
    """The client was asked and did not answer, or nothing that can be read."""

    code = "CARD_NO_ANSWER"
    doubtful = True


class NotInserted(CardFailed):
    """Card or reader are not there."""

    code = "CARD_NOT_INSERTED"


class PinWrong(CardFailed):
    """The card does not take the PIN."""

    code = "CARD_PIN_WRONG"
    stops = True


class CardLocked(CardFailed):
    """The card has locked itself after wrong PINs."""

    code = "CARD_LOCKED"
    stops = True


class SigningRefused(CardFailed):
    """The client refused in other words."""

    code = "CARD_REFUSED"
    stops = True


class OtherCertificate(CardFailed):
    """The card that signed is not the one whose certificate is stored."""

    code = "CARD_CERTIFICATE_OTHER"


class SignatureWrong(CardFailed):
    """The signature does not hold with the stored certificate."""

    code = "CARD_SIGNATURE_WRONG"
