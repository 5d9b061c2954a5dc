"""Where compiled kernels are kept, known without loading what compiles them."""

import hashlib
from functools import cache
from pathlib import Path

import platformdirs


@cache
def kernel_cache() -> Path:
    """A folder for what these sources compile to. Numba itself sees no change in another file of a kernel's."""
    digest = hashlib.sha256()
    for path in sorted(Path(__file__).parent.rglob("*.py")):
        digest.update(path.read_bytes())
    return platformdirs.user_cache_path("digitpad") / "kernels" / digest.hexdigest()[:16]
