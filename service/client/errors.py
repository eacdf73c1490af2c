"""The errors of the client, below the tree of `mt.errors`.

AmanaError
└── ClientError
    ├── UnreachableError   the server does not answer
    └── ServerError        the server answered with a problem
"""

from mt.errors import AmanaError


class ClientError(AmanaError):
    """A request to a server failed; never raised itself."""

    code = "client"


class UnreachableError(ClientError):
    """The server does not answer."""

    code = "client.unreachable"


class ServerError(ClientError):
    """The server answered with a problem.

    Attributes:
        status: of the answer.
        problem: stable code of the problem, as in ``overloaded``.
    """

    code = "client.problem"

    def __init__(self, message: str, *, status: int, problem: str) -> None:
        """Say what the server said.

        Args:
            message: its detail.
            status: of the answer.
            problem: code of the problem.
        """
        super().__init__(message)
        self.status = status
        self.problem = problem
