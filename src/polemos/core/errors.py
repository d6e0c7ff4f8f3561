"""What may go wrong, as sentences: where, what stands there, which rule it breaks, how to mend it.

Every error that a user can cause is one of these; the command line turns the class into an exit code.
"""


class PolemosError(Exception):
    """Something polemos refuses or cannot do; `exit_code` is what the command line returns."""

    exit_code = 1


class UsageError(PolemosError):
    """The call itself is wrong (an unknown option value, a name that does not exist)."""

    exit_code = 2


class InputError(PolemosError):
    """Input that breaks a rule. Reads as one sentence: place, value, rule, fix."""

    exit_code = 3

    def __init__(self, where: str, rule: str, *, value: object = None, fix: str = "") -> None:
        self.where, self.rule, self.value, self.fix = where, rule, value, fix
        got = "" if value is None else f" (it is {_short(value)})"
        super().__init__(f"{where}: {rule}{got}{'; ' + fix if fix else ''}.")


class StatisticalCheckError(PolemosError):
    """A computation ran, but a statistical check of its result failed."""

    exit_code = 4


class ResourceLimitError(PolemosError):
    """Disk, memory or time ran out; what was saved before is intact."""

    exit_code = 5


def _short(value: object, limit: int = 80) -> str:
    text = value if isinstance(value, str) else repr(value)
    text = " ".join(text.split())
    return f"'{text}'" if len(text) <= limit else f"'{text[: limit - 1]}…'"
