"""What reading with a service costs: requests, tokens and money, and the records that were not taken over."""

from __future__ import annotations

from dataclasses import dataclass, field

_MILLION = 1_000_000


@dataclass(slots=True)
class Expenses:
    """Counted while articles are read.

    `requests` counts failed ones and repetitions too; the tokens are those that the service itself tells, and
    `unmetered` the requests of which it told none although it may have worked. Prices are per million tokens, in the
    currency of who set them.
    `dropped` holds a line for each record, and each fact of one, whose words are not in the text or that cannot be
    used; it begins with the article's source. `concessions` say what the service refuses and is done without.
    """

    input_price: float | None = None
    output_price: float | None = None
    requests: int = 0
    unmetered: int = 0
    input_tokens: int = 0
    output_tokens: int = 0
    dropped: list[str] = field(default_factory=list)
    concessions: list[str] = field(default_factory=list)

    @property
    def cost(self) -> float | None:
        """What the tokens told cost; `None` where a price is not known."""
        if self.input_price is None or self.output_price is None:
            return None
        return (self.input_tokens * self.input_price + self.output_tokens * self.output_price) / _MILLION
