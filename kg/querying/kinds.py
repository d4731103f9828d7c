"""The kinds of queries of which it is known that they are short."""

from __future__ import annotations

from collections import Counter, OrderedDict

_MOST = 1000


class Kinds:
    """Kinds, each with the client of which it was learned.

    Where there are too many, that one goes which was not learned again for the longest time, of the client with the
    most: so no client makes more of others' kinds forgotten than are needed for an equal share.
    """

    def __init__(self, most: int = _MOST) -> None:
        self._most = most
        self._clients: OrderedDict[str, str] = OrderedDict()

    def __contains__(self, kind: str) -> bool:
        return kind in self._clients

    def learn(self, kind: str, client: str) -> None:
        """Note that a query of this kind was short."""
        self._clients.setdefault(kind, client)
        self._clients.move_to_end(kind)
        if len(self._clients) > self._most:
            counts = Counter(self._clients.values())
            most = max(counts.values())
            self.forget(next(old for old, learned_of in self._clients.items() if counts[learned_of] == most))

    def forget(self, kind: str) -> None:
        """Note that one was long."""
        self._clients.pop(kind, None)
