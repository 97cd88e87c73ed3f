"""A joint model and a file; the weights out to it or in from it, as half floats and without pickles."""

from pathlib import Path
from typing import Any
from zipfile import BadZipFile

import numpy as np

from transforms.joint_model import JointModel


def save_weights(model: JointModel, path: Path) -> None:
    """Write every parameter, in the order in which the model is walked."""
    arrays = {f"{n:03}.{name}": node.get_param(name).astype(np.float16) for n, node, name in _parameters(model)}
    np.savez_compressed(path, **arrays)


def load_weights(model: JointModel, path: Path) -> None:
    """Fill a model of the same shape. Raises FileNotFoundError, or ValueError for any other file or shape."""
    try:
        with np.load(path, allow_pickle=False) as arrays:
            names = [f"{n:03}.{name}" for n, _, name in _parameters(model)]
            if sorted(names) != sorted(arrays.files):
                raise ValueError("its weights are of another network")
            _fill(model, arrays)
    except (ValueError, KeyError, EOFError, BadZipFile) as error:
        raise ValueError(f"{path}: not the weights of this joint model: {error}") from error


def _fill(model: JointModel, arrays: Any) -> None:
    for n, node, name in _parameters(model):
        weights = arrays[f"{n:03}.{name}"].astype(np.float32)
        if any(known != size for known, size in zip(_known_sizes(node, name), weights.shape, strict=True) if known):
            raise ValueError(f"its {node.name} has the sizes {weights.shape}")
        node.set_param(name, weights)
        for dim in node.dim_names:
            _set_dim(node, dim, weights)


# What each parameter's sizes are called by thinc.
_SIZES = {
    "linear.W": ("nO", "nI"), "maxout.W": ("nO", "nP", "nI"), "maxout.b": ("nO", "nP"), "hashembed.E": ("nV", "nO"),
    "layernorm.G": ("nI",), "layernorm.b": ("nI",),
}  # fmt: skip


def _known_sizes(node: Any, name: str) -> list[int | None]:
    """The sizes that a parameter must have, where the layer knows them before it is filled."""
    dims = _SIZES.get(f"{node.name}.{name}", ("nO",))
    return [node.get_dim(dim) if node.has_dim(dim) else None for dim in dims]


def _set_dim(node: Any, dim: str, weights: Any) -> None:
    """A layer that was never shown data learns its sizes from its weights: W of Maxout is (nO, nP, nI)."""
    if node.has_dim(dim) is None and weights.ndim >= 2:
        sizes = {"nO": weights.shape[0], "nI": weights.shape[-1]}
        if dim in sizes:
            node.set_dim(dim, sizes[dim])


def _parameters(model: JointModel) -> list[tuple[int, Any, str]]:
    return [(n, node, name) for n, node in enumerate(model.walk()) for name in node.param_names]
