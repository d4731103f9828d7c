"""The failures that communique explains to the person who caused them.

Each class carries its HTTP status as a class attribute; the web door reads the status, the command line prints the
message. A message says what was wrong and, where it is known, what would be right.
"""

import math
from traceback import extract_tb


class KgError(Exception):
    """A failure that can be explained to the person who caused it."""

    status = 500
    retry_after: int | None = None
    """Seconds after which the same request may succeed, where it is worth another try."""
    public: str | None = None
    """What visitors are told in place of a message that names files of this machine.

    Such a message is for who runs the installation, and holds no word of a request.
    """


class SettingsError(KgError):
    """A setting (environment variable or line of communique.toml) has a value that cannot be used."""


class ArticleError(KgError):
    """A source, or one article of it, cannot be read: missing, empty, binary, wrongly encoded or malformed."""

    status = 400


class BudgetError(ArticleError):
    """An article takes longer than one may."""


class FetchError(ArticleError):
    """A web address gives nothing that can be read: refused by a rule, not there, or failing.

    `is_passing` says that the same request may succeed later; `retry_after` tells in how many seconds, where known.
    """

    status = 502

    def __init__(self, message: str, is_passing: bool = False, retry_after: int | None = None) -> None:
        super().__init__(message)
        self.is_passing = is_passing
        self.retry_after = retry_after


class HostError(FetchError):
    """A host is not known, or none that may be asked, whatever is asked of it."""


class FeedError(KgError):
    """A feed is not known, known already, or its state cannot be kept."""

    status = 400


class TextError(KgError):
    """A query or update is not carried out because of how it is written.

    `line` and `column` are 1-based positions in the text as it was sent, `None` where the engine names none.
    `hint` says what would be right, where that can be guessed.
    """

    status = 400

    def __init__(
        self, message: str, line: int | None = None, column: int | None = None, hint: str | None = None
    ) -> None:
        super().__init__(message)
        self.line = line
        self.column = column
        self.hint = hint


class QuerySyntaxError(TextError):
    """The text sent is not a SPARQL query, or not an update."""


class QueryTooComplex(TextError):
    """A query or update is longer, deeper or of more parts than the engine is given."""


class QueryForbidden(TextError):
    """A query or update would make this service call another one, which it does for nobody."""

    status = 403


class BadRequest(KgError):
    """An HTTP request breaks a rule of the SPARQL 1.1 Protocol or of this service."""

    status = 400


class NotKept(BadRequest):
    """A version that was published once, or never, is not kept."""

    status = 410


class NotReady(KgError):
    """What was asked for is being made."""

    status = 503
    retry_after = 30


class PreconditionFailed(KgError):
    """What is to be read or written is not as the request says that it must be."""

    status = 412


class DigestMismatch(KgError):
    """A result is not the one that somebody has the digest of."""

    status = 409


class UnknownResource(KgError):
    """The graph holds nothing about the IRI that was asked for."""

    status = 404


class AccessError(KgError):
    """The tokens of an installation cannot be read or kept, or one cannot be made as it was asked for."""

    status = 503
    public = "the tokens of this installation cannot be read now: its log tells the reason"


class Unauthorized(KgError):
    """A request needs a token and shows none, or one that is not valid."""

    status = 401

    def __init__(self, message: str, is_wrong: bool = False) -> None:
        super().__init__(message)
        self.is_wrong = is_wrong


class Forbidden(KgError):
    """Who asks is known, and may not do this; or nobody may."""

    status = 403


class TooMany(KgError):
    """A client asks for more than one client may in that time."""

    status = 429

    def __init__(self, message: str, seconds: float) -> None:
        super().__init__(message)
        self.retry_after = max(1, math.ceil(seconds))


class NotAcceptable(KgError):
    """None of the media types that the client accepts can be produced."""

    status = 406


class UnsupportedMediaType(KgError):
    """The body of a request has a media type that this door does not read."""

    status = 415


class QueryTimeout(KgError):
    """A query did not answer in the time that this installation gives it."""

    status = 504


class QueryStopped(KgError):
    """Somebody ended a query before its answer was whole, or nobody waits for it any more."""

    status = 503


class TooLate(KgError):
    """A write is being kept already, and cannot be ended any more."""

    status = 409


class QueryEndedWorker(KgError):
    """A query needs more than one may have, so that the process that worked on it has ended."""

    status = 503


class TooBusy(KgError):
    """As many queries run as may run at once."""

    status = 503
    retry_after = 10


class NoWorkers(KgError):
    """No process can be had in which a query or a write is done; it is tried again."""

    status = 503

    def __init__(self, message: str, seconds: float) -> None:
        super().__init__(message)
        self.retry_after = max(1, math.ceil(seconds))


class StoreError(KgError):
    """The quad store cannot be opened, or cannot carry out what was asked."""

    status = 503


class DiskError(StoreError):
    """The files of an installation cannot be opened, read or written."""

    public = "the files in which the graph lies cannot be read or written now: the log of this server tells the reason"

    def __init__(self, message: str, public: str | None = None) -> None:
        super().__init__(message)
        if public is not None:
            self.public = public


class LockedError(StoreError):
    """Another process has what only one may have."""

    retry_after = 30
    public = "what only one may write is in use by another process, as while articles are ingested: try again later"


class JournalError(KgError):
    """The journal cannot be opened, read or written; what it held before is unharmed."""

    status = 503
    public = "the journal of what is written cannot be used now: the log of this server tells the reason"


class BackupError(KgError):
    """A backup cannot be made, is not whole, or cannot be restored here."""


class SearchError(KgError):
    """The search index is not there yet, or cannot be read or written; it can be made anew from the graph."""

    status = 503
    public = "names and texts cannot be searched now: the log of this server tells the reason"


class CurationError(KgError):
    """What somebody says about identity cannot be, or contradicts what was said before."""

    status = 409


class GraphFileError(KgError):
    """An RDF file cannot be read: missing, of an unknown ending, malformed, in other terms, or with blank nodes."""

    status = 400


class ReasonerError(KgError):
    """The reasoner cannot be run, or gave up; the message says what to install or what it said."""

    status = 503


class EndpointError(KgError):
    """Another's endpoint, of SPARQL or of a language model, fails, or what it answers cannot be used."""

    status = 502


class GoldError(KgError):
    """An annotated article cannot be used: missing, malformed, or with a span or reference that leads nowhere."""

    status = 400


def place_of(error: BaseException) -> str:
    """Where an error that nobody foresaw arose, a line for each call; its words may be a user's and are not told."""
    return "".join(f"\n  {frame.filename}:{frame.lineno} in {frame.name}" for frame in extract_tb(error.__traceback__))
