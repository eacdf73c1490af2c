"""The bodies of the native API."""

from typing import Annotated, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

ARABIC = "شكرت الوزيرة المشاركين في المؤتمر."
ENGLISH = "The minister thanked the participants in the conference."


def _check_unicode(text: str) -> str:
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise ValueError(f"half a surrogate pair at character {error.start}, which is no character") from None
    return text


Text = Annotated[str, AfterValidator(_check_unicode)]


class Strict(BaseModel):
    """A body without room for misspelt names."""

    model_config = ConfigDict(extra="forbid")


class TermBody(Strict):
    """A term and its English."""

    source: Text = Field(min_length=1, max_length=200, description="The Arabic.", examples=["التحالف الدولي"])
    target: Text = Field(
        min_length=1, max_length=200, description="The English, as it stands.", examples=["Global Coalition"]
    )


class TranslateOptions(Strict):
    """How texts are translated."""

    source_lang: Literal["ar"] = Field("ar", description="Language of the texts.")
    target_lang: Literal["en"] = Field("en", description="Language of the drafts.")
    beam_size: int = Field(
        4, ge=1, le=8, description="Hypotheses kept; 1 is about three times as fast as 4, and worse."
    )
    terms: list[TermBody] = Field(
        default=[], max_length=1000, description="Terms whose English is given; they go before a glossary's."
    )
    glossary_id: str | None = Field(None, max_length=64, description="A glossary of /v1/glossaries.")
    alternatives: int = Field(0, ge=0, le=8, description="Most other drafts of a text; the beam is as wide.")
    min_confidence: float | None = Field(
        None, ge=0, le=1, description="Drafts that are less sure are withheld: their text is empty."
    )
    words: bool = Field(False, description="Tell the words that the model hardly chose.")


class TranslateRequest(TranslateOptions):
    """Texts to translate."""

    texts: list[Text] = Field(
        min_length=1,
        description="Texts of one or more sentences; each gives one draft.",
        examples=[[ARABIC]],
    )
    memory_id: str | None = Field(
        None, max_length=64, description="A memory of /v1/memories; the texts are taken as neighbours."
    )
    priority: Literal["auto", "interactive", "bulk"] = Field(
        "auto", description="Interactive goes first; auto is interactive for few texts."
    )


class UnsureWordBody(BaseModel):
    """A word of a draft that the model hardly chose."""

    start: int = Field(description="Offset of its first character in the draft.")
    end: int = Field(description="Offset behind its last character.")
    probability: float


class MatchBody(BaseModel):
    """A unit of the memory that is like a text."""

    source: str
    target: str
    score: float = Field(description="Likeness in [0, 1].")
    kind: str = Field(description="context, exact or fuzzy.")
    origin: str


class TranslationBody(BaseModel):
    """The draft of one text."""

    text: str = Field(
        description="The draft; empty for a blank text, and for one that failed.", examples=[ENGLISH]
    )
    score: float | None = Field(
        description="Mean natural log probability of a target token; null where nothing was decoded."
    )
    flags: list[str] = Field(description="What is suspicious: truncated, repeated, lost, failed …")
    steps: list[str] = Field(description="What was done beyond one plain search.")
    error: str | None = Field(description="Why the text failed.")
    confidence: float | None = Field(
        description="Probability that the draft is usable; null for a model without calibration."
    )
    alternatives: list[str] = Field(description="Other drafts, the likeliest first, if asked for.")
    unsure: list[UnsureWordBody] = Field(description="Words that the model hardly chose, if asked for.")
    matches: list[MatchBody] = Field(description="What the memory has that is like the text.")


class TranslateResponse(BaseModel):
    """Drafts in the order of the texts."""

    model: str = Field(description="Name and content hash of the model.", examples=["ar-en@0123456789ab"])
    translations: list[TranslationBody]


Sentences = Annotated[list[Text], Field(max_length=5000)]


class AlignRequest(Strict):
    """Two texts to align; a list is taken as sentences, a string is split."""

    source: Text | Sentences = Field(description="The Arabic.", examples=[[ARABIC]])
    target: Text | Sentences = Field(description="The English.", examples=[[ENGLISH]])


class BeadBody(BaseModel):
    """Sentences of both sides that belong together."""

    source: list[int] = Field(description="Numbers of the source sentences, from 0.")
    target: list[int] = Field(description="Numbers of the target sentences, from 0.")
    confidence: float = Field(description="Probability that the bead is right.")
    similarity: float | None = Field(description="Cosine of both sides; null where one is empty.")
    moved: bool = Field(description="Whether it stands out of order.")


class AlignResponse(BaseModel):
    """An alignment."""

    source: list[str] = Field(description="The source sentences.")
    target: list[str] = Field(description="The target sentences.")
    beads: list[BeadBody]


class ScoreRequest(Strict):
    """Translations and their references."""

    hypotheses: list[Text] = Field(min_length=1, max_length=20_000, examples=[["The minister thanked them."]])
    references: list[list[Text]] = Field(
        min_length=1,
        max_length=16,
        description="One list for each reference translation.",
        examples=[[["The minister thanked the guests."]]],
    )
    metrics: list[Text] = Field(
        default=["chrf", "chrf++", "bleu", "ter"], min_length=1, max_length=7, examples=[["chrf", "bleu"]]
    )
    resamples: int = Field(1000, ge=0, le=2000, description="Bootstrap samples behind the intervals.")
    seed: int = Field(12345, ge=0, le=2**32 - 1, description="Seed of the bootstrap.")
    segments: bool = Field(False, description="Also score each segment by itself.")


class IntervalBody(BaseModel):
    """A bootstrap interval."""

    low: float
    high: float
    level: float
    resamples: int
    seed: int


class ScoreBody(BaseModel):
    """A score with its signature."""

    metric: str
    name: str
    value: float
    signature: str
    segments: int
    lower_is_better: bool
    interval: IntervalBody | None


class ScoreResponse(BaseModel):
    """Scores in the order of the metrics."""

    scores: list[ScoreBody]
    segment_scores: dict[str, list[float]] | None = Field(description="By metric; null unless asked for.")


class ReportRequest(Strict):
    """An article and the text that it reports."""

    article: Text = Field(min_length=1, description="The Arabic article.", examples=[ARABIC])
    reference: Text = Field(min_length=1, description="The English reference.", examples=[ENGLISH])
    article_name: Text = Field("article", min_length=1, max_length=200, description="What to call it.")
    reference_name: Text = Field("reference", min_length=1, max_length=200, description="What to call it.")


class ModelBody(BaseModel):
    """A model of this server."""

    id: str = Field(description="Name and content hash.")
    name: str
    source_lang: str
    target_lang: str
    loaded: bool = Field(description="Whether this server translates with it.")


class ModelsResponse(BaseModel):
    """The models on the machine of the server."""

    models: list[ModelBody]
