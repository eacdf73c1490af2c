"""A client of the HTTP service, synchronous and asynchronous, that tries again where that helps."""

from service.client.asynchronous import AsyncClient
from service.client.errors import ClientError, ServerError, UnreachableError
from service.client.retrying import RetryPolicy
from service.client.synchronous import Client
from service.client.values import Draft, Job

__all__ = [
    "AsyncClient",
    "Client",
    "ClientError",
    "Draft",
    "Job",
    "RetryPolicy",
    "ServerError",
    "UnreachableError",
]
