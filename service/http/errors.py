"""The errors of the service, below the tree of `mt.errors`.

    AmanaError
    └── ServiceError               a request cannot be served
        ├── RequestError           the request does not follow the API
        │   └── UnsupportedError   a language, a format or a type that there is none of here
        ├── UnauthenticatedError   no key, or not one that is known
        ├── ForbiddenError         the key may not do this
        ├── NotFoundError          no such thing, or not the caller's
        ├── ConflictError          not in this state, or another request had this idempotency key
        ├── TooLargeError          over a limit on bodies, items or characters
        ├── MediaTypeError         a body of a type that is not read here
        ├── RateLimitedError       the key makes too many requests
        ├── QuotaError             the key has used up its characters
        ├── OverloadedError        the queue is full
        ├── TimeLimitError         it took longer than a request may
        └── UnavailableError       the database is away, or the server is about to stop

Each class has a status and a stable code; both stand in the table of docs/service.md.
"""

from typing import ClassVar

from mt.errors import AmanaError


class ServiceError(AmanaError):
    """A request cannot be served; never raised itself.

    Attributes:
        status: of the answer.
        title: what is the same for every answer of this code.
        retry_after_s: when to try again; None where that would not help.
    """

    code = "service"
    status: ClassVar[int] = 500
    title: ClassVar[str] = "The request cannot be served"

    def __init__(self, message: str, *, retry_after_s: int | None = None) -> None:
        """Say what is wrong and what to do.

        Args:
            message: for the one who made the request.
            retry_after_s: when to try again.
        """
        super().__init__(message)
        self.retry_after_s = retry_after_s


class RequestError(ServiceError):
    """The request does not follow the API."""

    code, status, title = "request", 400, "The request does not follow the API"


class UnsupportedError(RequestError):
    """A language, a format or a type that there is none of here."""

    code, status, title = "request.unsupported", 400, "This is not supported"


class UnauthenticatedError(ServiceError):
    """No key was given, or not one that is known."""

    code, status, title = "key.unknown", 401, "A valid API key is needed"


class ForbiddenError(ServiceError):
    """The key may not do this."""

    code, status, title = "key.scope", 403, "This key may not do that"


class NotFoundError(ServiceError):
    """There is no such thing, or it is not the caller's."""

    code, status, title = "not-found", 404, "There is no such thing"


class ConflictError(ServiceError):
    """The thing is not in this state, or another request had the same idempotency key."""

    code, status, title = "conflict", 409, "That does not fit the state of things"


class TooLargeError(ServiceError):
    """A limit on bodies, items or characters is exceeded."""

    code, status, title = "too-large", 413, "The request is too large"


class MediaTypeError(ServiceError):
    """A body of a type that is not read here."""

    code, status, title = "media-type", 415, "A body of this type is not read here"


class RateLimitedError(ServiceError):
    """The key makes too many requests."""

    code, status, title = "key.rate", 429, "Too many requests with this key"


class QuotaError(ServiceError):
    """The key has used up its characters."""

    code, status, title = "key.quota", 429, "The characters of this key are used up"


class OverloadedError(ServiceError):
    """The queue is full."""

    code, status, title = "overloaded", 429, "There is more work than the server can take on"


class TimeLimitError(ServiceError):
    """It took longer than a request may."""

    code, status, title = "time-limit", 504, "The request took too long"


class UnavailableError(ServiceError):
    """The database is away, or the server is about to stop."""

    code, status, title = "unavailable", 503, "The service is not available at the moment"


class ClientGoneError(Exception):
    """The client left before the answer; it stands outside of the tree, since nobody can be told."""
