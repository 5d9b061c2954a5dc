"""Models of other makers that are programs in disguise, or need a large library: the line that converts each."""

import re
import zipfile
from pathlib import Path

_TRUSTED = "which could run any program when it is loaded; if you trust it, convert it"
_PYTHON = ": python -c \"import {imports}; {before}numpy.savez('{stem}.npz', {arrays})\""
_ENOUGH = 100_000  # bytes
_OLD_TORCH = b"\x6c\xfc\x9c\x46\xf9\x20\x6a\xa8\x50\x19"  # the number with which PyTorch's old files begin


def conversion(path: Path, head: bytes) -> str | None:
    """What a file that begins with `head` is, and the line that converts it; None if that is not known here."""
    # The line is for a shell, where a name could be a command.
    plain = path if re.fullmatch(r"[\w.+ -]+", path.name) else Path("FILE")
    found = None
    if head.startswith(b"PK"):
        names = names_in_zip(path)
        if any(name.endswith("data.pkl") for name in names):
            found = _of_torch(plain.name, path, names)
        elif any(name.endswith(".weights.h5") for name in names):
            found = _of_keras(plain.name)
    elif head.startswith(b"\x89HDF\r\n"):
        found = _of_hdf(plain.name)
    elif head[:1] == b"\x80" and 2 <= head[1] <= 5:
        found = _of_torch(plain.name, path, []) if _OLD_TORCH in head else _of_pickle(plain.name, head)
    if found is None:
        return None
    what, imports, before, arrays = found
    line = _PYTHON.format(imports=imports, before=before, stem=plain.stem, arrays=arrays)
    return f"{path} is {what}{line}."


_Line = tuple[str, str, str, str]  # what it is, modules, what comes first, the arrays to save


def _of_torch(name: str, path: Path, names: list[str]) -> _Line:
    """A file with the names inside, none for an old one: a state dict, that of a checkpoint, a module, or a script."""
    what = f"a PyTorch file, {_TRUSTED}"
    if any(each.endswith("constants.pkl") for each in names):
        before = f"d = torch.jit.load({name!r}, map_location='cpu').state_dict(); "
    elif b"torch.nn.modules" in _pickled(path, names):
        what += ", where its classes are known"
        before = f"d = torch.load({name!r}, map_location='cpu', weights_only=False).state_dict(); "
    else:
        before = f"d = torch.load({name!r}, map_location='cpu', weights_only=True); "
        before += "d = d.get('model_state_dict', d.get('state_dict', d)); "
    return what, "numpy, torch", before, "**{k: v.numpy() for k, v in d.items()}"


def _of_keras(name: str) -> _Line:
    what = "a model of Keras; convert it where Keras is installed"
    return what, "keras, numpy", "", f"*keras.models.load_model({name!r}).get_weights()"


def _of_hdf(name: str) -> _Line:
    """A model of Keras, or its weights alone; what its optimiser had is left out."""
    before = f"f = h5py.File({name!r}); a = {{}}; f.get('model_weights', f).visititems(lambda n, d: "
    before += "a.update({n: d[()]}) if hasattr(d, 'shape') and not n.startswith('optimizer') else None); "
    return "an HDF5 file; convert it where h5py is installed, as it is with Keras", "h5py, numpy", before, "**a"


def _of_pickle(name: str, head: bytes) -> _Line:
    what = f"a pickle, {_TRUSTED}"
    content = head[2:] if head[2:3] != b"\x95" else head[11:]  # a frame's length comes first
    if b"sklearn." in head:
        return what, "joblib, numpy", f"m = joblib.load({name!r}); ", "*m.coefs_, *m.intercepts_"
    if content.startswith(b"}"):
        return what, "numpy", "", f"**numpy.load({name!r}, allow_pickle=True)"
    return f"{what}, here for a list of arrays", "numpy", "", f"*numpy.load({name!r}, allow_pickle=True)"


def _pickled(path: Path, names: list[str]) -> bytes:
    """The pickle in a file of PyTorch, as far as it tells what it holds."""
    try:
        if not names:
            with path.open("rb") as file:
                return file.read(_ENOUGH)
        with zipfile.ZipFile(path) as archive, archive.open(next(n for n in names if n.endswith("data.pkl"))) as file:
            return file.read(_ENOUGH)
    except (OSError, ValueError, RuntimeError, zipfile.BadZipFile):
        return b""


def names_in_zip(path: Path) -> list[str]:
    """The names of what is in an archive; none if it is no sound one."""
    try:
        with zipfile.ZipFile(path) as archive:
            return archive.namelist()
    except (OSError, ValueError, zipfile.BadZipFile, NotImplementedError):
        return []
