"""Translating with a server instead of a model here: what `amana translate --server` does."""

import os
from collections.abc import Generator, Iterable

import httpx

from mt.errors import InputError
from mt.glossary import Glossary
from mt.translation import Flag, Translation
from service.client import Client
from service.client.values import Options

API_KEY_VARIABLE = "AMANA_API_KEY"
"""The variable of the environment that holds the key; an argument could be seen by other users."""


class RemoteTranslator:
    """Translates as `mt.pipeline.Translator` does, on a server."""

    def __init__(self, url: str, *, beam_size: int, glossary: Glossary | None) -> None:
        """Point at a server; nothing is sent yet.

        Args:
            url: of the server.
            beam_size: hypotheses kept at each step.
            glossary: terms that stand in the drafts as it says.

        Raises:
            InputError: the URL is none.
        """
        if httpx.URL(url).scheme not in {"http", "https"}:
            raise InputError(f"{url!r} is no URL of a server; give one like http://127.0.0.1:8013")
        terms = tuple((term.source, term.target) for term in glossary.terms) if glossary else ()
        self._url = url
        self._options = Options(beam_size=beam_size, terms=terms)

    def translate(self, texts: Iterable[str]) -> Generator[Translation, None, None]:
        """Translate texts, one translation each, in order.

        Raises:
            ClientError: the server does not answer, or refuses.
        """
        sources: list[str] = []

        def remembered() -> Iterable[str]:
            for text in texts:
                sources.append(text)
                yield text

        with Client(self._url, api_key=os.environ.get(API_KEY_VARIABLE)) as client:
            drafts = client.translate(remembered(), options=self._options)
            for index, draft in enumerate(drafts):
                flags = frozenset(Flag(flag) for flag in draft.flags)
                yield Translation(sources[index], draft.text, draft.score, flags, self._url, draft.error)
                sources[index] = ""
