"""Compiled programs as bytes, kept in the user's cache folder, so that a second run of a model need not compile.

A program is filed under the SHA-256 of all that decides its machine code: the whole traced computation (every number
and every operation of the model stands in it), the versions and flags of the compiler, and the processor. So a changed
mechanism, case or library never meets an old program. The folder is trusted like Python's own compiled files: loading a
program runs it. The folder is POLEMOS_CACHE, else the user's cache directory; where it cannot be written, runs compile.
"""

from __future__ import annotations

import hashlib
import os
import pickle
import platform
import threading
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING, Any

import platformdirs

from polemos.ensemble.durable import write_durably

if TYPE_CHECKING:
    from jax.stages import Compiled, Lowered

    from polemos.core.engine import Simulation

MOST_KEPT = 32
DIGEST = 64
_compiling = threading.Lock()


def program_of(simulation: Simulation) -> bytes:
    """The compiled program of a simulation, from the cache or compiled now."""
    lowered = simulation.lowered()
    file = _folder() / f"{_key(lowered)}.program"
    content = _read(file)
    if content is None:
        content = _compiled(lowered)
        _keep(file, content)
    return content


def loaded(program: bytes) -> Compiled:
    """The program, ready to be called in this process."""
    from jax.experimental.serialize_executable import deserialize_and_load

    ready: Compiled = deserialize_and_load(*pickle.loads(program))
    return ready


def _compiled(lowered: Lowered) -> bytes:
    """Compile without the compiler's own cache: what comes out of that cannot be made into bytes again."""
    import jax
    from jax.experimental.compilation_cache import compilation_cache
    from jax.experimental.serialize_executable import serialize

    with _compiling:
        before = jax.config.jax_enable_compilation_cache  # type: ignore[attr-defined]
        jax.config.update("jax_enable_compilation_cache", False)  # type: ignore[no-untyped-call]
        compilation_cache.reset_cache()
        try:
            return pickle.dumps(serialize(lowered.compile()))
        finally:
            jax.config.update("jax_enable_compilation_cache", before)  # type: ignore[no-untyped-call]
            compilation_cache.reset_cache()


def _key(lowered: Lowered) -> str:
    flags = [os.environ.get(name, "") for name in ("XLA_FLAGS", "NPROC")]
    versions = [metadata.version(name) for name in ("jax", "jaxlib")]
    about = [platform.python_version(), platform.machine(), _processor(), *flags, *versions, lowered.as_text()]
    return hashlib.sha256("\0".join(about).encode()).hexdigest()


def _processor() -> str:
    """What the compiler can know of the processor; where that cannot be read, the machine's name stands for it."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="ascii", errors="replace").splitlines()
    except OSError:
        return f"{platform.node()} {platform.processor()}"
    return "\n".join(sorted({line for line in lines if line.startswith(("model name", "flags", "Features", "CPU"))}))


def _folder() -> Path:
    named = os.environ.get("POLEMOS_CACHE")
    return (Path(named) if named else Path(platformdirs.user_cache_dir("polemos"))) / "programs"


def _read(file: Path) -> bytes | None:
    """The program in a file that is whole; its first line is the hash of the rest."""
    try:
        whole = file.read_bytes()
    except OSError:
        return None
    content = whole[DIGEST:]
    return content if whole[:DIGEST] == hashlib.sha256(content).hexdigest().encode() else None


def _keep(file: Path, content: bytes) -> None:
    """Save a program and let the oldest go; a folder that cannot be written is no error."""
    try:
        file.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        write_durably(file, hashlib.sha256(content).hexdigest().encode() + content)
        kept: list[Any] = sorted(file.parent.glob("*.program"), key=lambda path: path.stat().st_mtime)
        for old in kept[:-MOST_KEPT]:
            old.unlink(missing_ok=True)
    except OSError:
        return
