"""The bodies of what is kept on the server: glossaries, memories, jobs; and of its state."""

from typing import Literal

from pydantic import BaseModel, Field

from service.http.schemas import ARABIC, ENGLISH, Strict, TermBody, Text, TranslateOptions, TranslationBody


class GlossaryRequest(Strict):
    """A glossary to keep."""

    name: Text = Field(min_length=1, max_length=200, examples=["Coalition"])
    terms: list[TermBody] = Field(min_length=1, max_length=10_000)


class GlossaryBody(BaseModel):
    """A glossary that is kept here."""

    id: str
    name: str
    size: int = Field(description="Number of terms.")
    created: float = Field(description="Seconds since 1970.")
    conflicts: list[str] = Field(
        default=[], description="Terms with several targets, of which the first is used."
    )


class GlossariesResponse(BaseModel):
    """The glossaries of a caller."""

    glossaries: list[GlossaryBody]


class TermsResponse(BaseModel):
    """The terms of a glossary."""

    terms: list[TermBody]


class MemoryRequest(Strict):
    """A translation memory to make."""

    name: Text = Field(min_length=1, max_length=200, examples=["Ministry"])


class MemoryBody(BaseModel):
    """A translation memory that is kept here."""

    id: str
    name: str
    created: float = Field(description="Seconds since 1970.")
    units: int | None = Field(description="Number of translations; null in lists.")


class MemoriesResponse(BaseModel):
    """The memories of a caller."""

    memories: list[MemoryBody]


class UnitBody(Strict):
    """A text and its translation."""

    source: Text = Field(min_length=1, max_length=20_000, examples=[ARABIC])
    target: Text = Field(min_length=1, max_length=20_000, examples=[ENGLISH])
    previous: Text | None = Field(None, max_length=20_000, description="The text before it.")
    following: Text | None = Field(None, max_length=20_000, description="The text behind it.")
    origin: Text = Field("", max_length=200, description="Where it comes from.")


class UnitsRequest(Strict):
    """Translations for a memory."""

    units: list[UnitBody] = Field(min_length=1, max_length=10_000)


class AddedBody(BaseModel):
    """What became of units that were added."""

    new: int
    known: int
    empty: int = Field(description="Pairs with an empty side, which are left out.")


class JobRequest(TranslateOptions):
    """Texts to translate while nobody waits."""

    texts: list[Text] = Field(description="As many as the body may hold.", examples=[[ARABIC]])


class JobBody(BaseModel):
    """A job."""

    id: str
    kind: Literal["texts", "document"]
    state: Literal["queued", "running", "done", "failed", "cancelled"]
    total: int = Field(description="How many texts it has.")
    done: int = Field(description="How many are translated.")
    created: float = Field(description="Seconds since 1970; so are the other times.")
    started: float | None
    finished: float | None
    expires: float | None = Field(description="When it will be forgotten.")
    seconds_left: float | None = Field(description="Estimated; null before anything is done.")
    error: str | None


class JobsResponse(BaseModel):
    """Jobs, the newest first."""

    jobs: list[JobBody]


class ResultBody(TranslationBody):
    """A result of a job."""

    index: int = Field(description="Number of the text in the job, from 0.")


class ResultsResponse(BaseModel):
    """Results that are there, in order from the cursor on."""

    job: JobBody
    results: list[dict[str, object]]
    next: int = Field(description="Cursor to go on with.")


class ReadyResponse(BaseModel):
    """Whether the server can take work."""

    status: Literal["ready", "not-ready"]
    model: str
    checks: dict[str, str] = Field(description="Each part: ok, or what is wrong with it.")
