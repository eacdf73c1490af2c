"""The asynchronous client: the same as the synchronous one, with `await`."""

import asyncio
import uuid
from collections.abc import AsyncIterator, Iterable, Mapping
from contextlib import asynccontextmanager
from types import TracebackType
from typing import Any

import httpx

from service.client.retrying import AsyncRetryTransport, RetryPolicy
from service.client.values import (
    DEFAULT_OPTIONS,
    NDJSON,
    Draft,
    Job,
    Options,
    read_error,
    read_job,
    read_line,
    split_texts,
    translate_body,
    unreachable,
)


class AsyncClient:
    """A client of one server. Close it, or use it in an `async with` block."""

    def __init__(
        self,
        url: str,
        *,
        api_key: str | None = None,
        timeout_s: float = 120.0,
        retry: RetryPolicy | None = None,
    ) -> None:
        """Point a client at a server; nothing is sent yet.

        Args:
            url: of the server, as in ``http://127.0.0.1:8013``.
            api_key: a key of the server; None for a server without keys.
            timeout_s: longest wait for an answer.
            retry: when to try again; None for the usual.
        """
        headers = {"authorization": f"Bearer {api_key}"} if api_key else {}
        transport = AsyncRetryTransport(httpx.AsyncHTTPTransport(), retry or RetryPolicy())
        self._url = url.rstrip("/")
        self._http = httpx.AsyncClient(
            base_url=self._url, headers=headers, timeout=timeout_s, transport=transport
        )

    async def __aenter__(self) -> "AsyncClient":
        """Give the client itself."""
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the connections."""
        await self.close()

    async def close(self) -> None:
        """Close the connections."""
        await self._http.aclose()

    async def translate(
        self, texts: Iterable[str], *, options: Options = DEFAULT_OPTIONS
    ) -> AsyncIterator[Draft]:
        """Translate texts, and yield a draft each, in order, as they come.

        Raises:
            UnreachableError: the server does not answer.
            ServerError: the server refuses, or gives up.
        """
        for part in split_texts(texts):
            body = translate_body(part, options)
            async with self._stream("POST", "/v1/translate", json=body) as response:
                async for line in response.aiter_lines():
                    yield read_line(line)

    async def align(self, source: str | list[str], target: str | list[str]) -> dict[str, Any]:
        """Align an Arabic text with an English one, as `/v1/align` says."""
        return await self._json("POST", "/v1/align", json={"source": source, "target": target})

    async def score(
        self, hypotheses: list[str], references: list[list[str]], *, metrics: list[str] | None = None
    ) -> dict[str, Any]:
        """Score translations, as `/v1/score` says."""
        body: dict[str, Any] = {"hypotheses": hypotheses, "references": references}
        return await self._json("POST", "/v1/score", json=body | ({"metrics": metrics} if metrics else {}))

    async def report(self, article: str, reference: str) -> dict[str, Any]:
        """Make a fidelity report; its form is docs/report-schema.json."""
        return await self._json("POST", "/v1/report", json={"article": article, "reference": reference})

    async def create_job(
        self, texts: list[str], *, options: Options = DEFAULT_OPTIONS, idempotency_key: str | None = None
    ) -> Job:
        """Let the server translate texts while nobody waits.

        Args:
            texts: what to translate.
            options: how.
            idempotency_key: names the request, so that it makes one job however often it is sent.
        """
        headers = {"idempotency-key": idempotency_key or uuid.uuid4().hex}
        body = {"texts": texts, **options.to_body()}
        return read_job(await self._json("POST", "/v1/jobs", json=body, headers=headers))

    async def job(self, job_id: str) -> Job:
        """Give state and progress of a job."""
        return read_job(await self._json("GET", f"/v1/jobs/{job_id}"))

    async def wait_for_job(self, job_id: str, *, poll_s: float = 1.0) -> Job:
        """Wait until a job is finished."""
        while not (job := await self.job(job_id)).is_finished:
            await asyncio.sleep(poll_s)
        return job

    async def job_result(self, job_id: str) -> AsyncIterator[Draft]:
        """Yield the drafts of a job that is done."""
        async with self._stream("GET", f"/v1/jobs/{job_id}/result") as response:
            async for line in response.aiter_lines():
                yield read_line(line)

    async def cancel_job(self, job_id: str) -> Job:
        """Cancel a job."""
        return read_job(await self._json("POST", f"/v1/jobs/{job_id}/cancel"))

    async def translate_document(self, data: bytes, name: str, *, poll_s: float = 1.0) -> bytes:
        """Translate a file, and give it in English.

        Args:
            data: the file.
            name: its name; its ending says what it is.
            poll_s: how often to ask whether it is done.

        Raises:
            ServerError: it cannot be read, or was not translated.
        """
        headers = {"idempotency-key": uuid.uuid4().hex}
        made = read_job(
            await self._json("POST", "/v1/documents", files={"file": (name, data)}, headers=headers)
        )
        await self.wait_for_job(made.id, poll_s=poll_s)
        async with self._stream("GET", f"/v1/documents/{made.id}/result") as response:
            return await response.aread()

    async def _json(
        self,
        method: str,
        path: str,
        *,
        json: Any = None,
        files: Mapping[str, tuple[str, bytes]] | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> dict[str, Any]:
        async with self._stream(
            method, path, json=json, files=files, headers=headers, accept="application/json"
        ) as r:
            await r.aread()
            answer: dict[str, Any] = r.json()
            return answer

    @asynccontextmanager
    async def _stream(
        self,
        method: str,
        path: str,
        *,
        json: Any = None,
        files: Mapping[str, tuple[str, bytes]] | None = None,
        headers: Mapping[str, str] | None = None,
        accept: str = NDJSON,
    ) -> AsyncIterator[httpx.Response]:
        try:
            async with self._http.stream(
                method, path, json=json, files=files, headers={"accept": accept, **(headers or {})}
            ) as response:
                if response.is_error:
                    await response.aread()
                    raise read_error(response)
                yield response
        except httpx.TransportError as error:
            raise unreachable(self._url, error) from error
