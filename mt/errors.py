"""Every error that Amana raises on purpose, in one tree.

    AmanaError
    ├── InputError               the user's input cannot be used as it is
    │   ├── MissingFileError     no such file, or not a file
    │   ├── EncodingError        not UTF-8
    │   ├── EmptyTextError       no text where text is needed
    │   ├── LanguageError        the text is not in the language that its place asks for
    │   ├── FormatError          a file that does not follow its format
    │   ├── UnsafeFileError      a file with macros, XML entities, or more than it may unpack to
    │   └── LengthMismatchError  two lists that have to be of one length are not
    ├── ModelError
    │   ├── ModelNotFoundError   no model of that name or at that path
    │   ├── ModelFetchError      a model could not be fetched from the hub
    │   ├── InvalidModelError    files missing, damaged, or not a MarianMT checkpoint
    │   └── SelfTestError        a loaded model does not give its golden translations
    ├── EngineError              decoding failed
    ├── OutputError              a result could not be written
    └── TrainingError
        ├── TrainingDataError    data or base model that training cannot use
        └── RegressionError      a trained model got worse elsewhere and was not kept

Each class has a stable `code`, which the service and `--json` output show. A message says what is
wrong, shows the offending value, and says what to do.
"""

from typing import ClassVar


class AmanaError(Exception):
    """The root of the tree; never raised itself."""

    code: ClassVar[str] = "error"


class InputError(AmanaError):
    """The user's input cannot be used as it is."""

    code = "input"


class MissingFileError(InputError):
    """There is no such file, or it is not a file."""

    code = "input.missing-file"


class EncodingError(InputError):
    """The bytes are not UTF-8."""

    code = "input.encoding"


class EmptyTextError(InputError):
    """There is no text where text is needed."""

    code = "input.empty"


class LanguageError(InputError):
    """The text is not in the language that its place asks for."""

    code = "input.language"


class FormatError(InputError):
    """A file does not follow its format."""

    code = "input.format"


class UnsafeFileError(InputError):
    """A file has macros or XML entities, or unpacks to more than it may."""

    code = "input.unsafe"


class LengthMismatchError(InputError):
    """Two lists that have to be of one length are not."""

    code = "input.length-mismatch"


class ModelError(AmanaError):
    """A model cannot be used."""

    code = "model"


class ModelNotFoundError(ModelError):
    """There is no model of that name or at that path."""

    code = "model.not-found"


class ModelFetchError(ModelError):
    """A model could not be fetched from the hub."""

    code = "model.fetch"


class InvalidModelError(ModelError):
    """Files are missing or damaged, or the checkpoint is not MarianMT."""

    code = "model.invalid"


class SelfTestError(ModelError):
    """A loaded model does not give its golden translations."""

    code = "model.self-test"


class EngineError(AmanaError):
    """Decoding failed."""

    code = "engine"


class OutputError(AmanaError):
    """A result could not be written."""

    code = "output"


class TrainingError(AmanaError):
    """Training cannot go on."""

    code = "training"


class TrainingDataError(TrainingError):
    """Training cannot use this data or this base model."""

    code = "training.data"


class RegressionError(TrainingError):
    """A trained model got worse on general text and was not kept."""

    code = "training.regression"
