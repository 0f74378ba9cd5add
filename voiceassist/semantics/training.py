"""Training of the read-out: multinomial logistic regression with a penalty on the weights' squares.

Deterministic: it starts at zero and goes down by L-BFGS (Nocedal and Wright, "Numerical Optimization", algorithm 7.4).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable
from typing import Final, TypeAlias

import numpy as np
import numpy.typing as npt

Matrix: TypeAlias = npt.NDArray[np.float64]
Objective: TypeAlias = Callable[[Matrix], tuple[float, Matrix]]

MEMORY: Final = 10
"""Steps that the shape of the function is estimated from."""


def fit(features: Matrix, labels: npt.NDArray[np.int64], classes: int, *, penalty: float, steps: int = 150) -> Matrix:
    """Weights ``(features + 1, classes)`` for ``(n, features)`` examples with labels ``(n,)`` from 0."""
    inputs = np.hstack([features, np.ones((len(features), 1))])
    wanted = np.eye(classes)[labels]
    penalties = np.full((inputs.shape[1], 1), penalty)
    penalties[-1] = 0

    def objective(weights: Matrix) -> tuple[float, Matrix]:
        logits = inputs @ weights
        logits -= logits.max(axis=1, keepdims=True)
        powers = np.exp(logits)
        sums = powers.sum(axis=1, keepdims=True)
        loss = float((np.log(sums) - (logits * wanted).sum(axis=1, keepdims=True)).sum())
        gradient = inputs.T @ (powers / sums - wanted) + penalties * weights
        return loss + float((penalties * weights * weights).sum()) / 2, gradient

    return _descend(objective, np.zeros((inputs.shape[1], classes)), steps)


def _descend(objective: Objective, x: Matrix, steps: int) -> Matrix:
    value, gradient = objective(x)
    past: deque[tuple[Matrix, Matrix]] = deque(maxlen=MEMORY)
    for _ in range(steps):
        direction = _direction(gradient, past)
        slope = float((gradient * direction).sum())
        length = 1.0
        while True:
            moved = x - length * direction
            lower, turned = objective(moved)
            if lower <= value - 1e-4 * length * slope or length < 1e-6:
                break
            length /= 2
        past.append((moved - x, turned - gradient))
        x, value, gradient = moved, lower, turned
        if np.abs(gradient).max() < 1e-3:
            break
    return x


def _direction(gradient: Matrix, past: deque[tuple[Matrix, Matrix]]) -> Matrix:
    if not past:
        return np.asarray(gradient / np.abs(gradient).sum())
    direction = gradient.copy()
    shares = []
    for step, change in reversed(past):
        share = (step * direction).sum() / (step * change).sum()
        shares.append(share)
        direction -= share * change
    step, change = past[-1]
    direction *= (step * change).sum() / (change * change).sum()
    for (step, change), share in zip(past, reversed(shares), strict=True):
        direction += step * (share - (change * direction).sum() / (step * change).sum())
    return direction
