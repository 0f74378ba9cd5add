"""What may be said next: what each block costs where it is not what is expected, and what recognisers are told."""

from __future__ import annotations

import math
from typing import Final

import numpy as np

from voiceassist.understanding.compiled import Compiled
from voiceassist.understanding.costs import Floats
from voiceassist.understanding.recent import Recent
from voiceassist.understanding.speech_context import make_context
from voiceassist.values import Expectation, SpeechContext, WordNetwork

FAVOUR: Final = 4.0
"""How many times likelier a favoured intent is than another."""
PRIOR_SCALE: Final = 0.15
"""Cost of a prior: this times the logarithm of how many times likelier the likeliest intent is."""
_CONTEXTS_KEPT: Final = 64


class Expected:
    """Expectations of one compiled folder of templates."""

    def __init__(self, compiled: Compiled) -> None:
        self._compiled = compiled
        self._contexts: Recent[Expectation, SpeechContext] = Recent(_CONTEXTS_KEPT)
        self._networks: Recent[tuple[float, ...], WordNetwork] = Recent(_CONTEXTS_KEPT)

    def context(self, expectation: Expectation) -> SpeechContext:
        """What recognisers should expect; kept by expectation."""
        return self._contexts.get(expectation, lambda: self._context(expectation))

    def _context(self, expectation: Expectation) -> SpeechContext:
        priors = self.priors(expectation)
        return make_context(
            self._compiled.graph,
            self._network(expectation, priors),
            priors.tolist(),
            expectation.favours,
            expectation.asks,
        )

    def _network(self, expectation: Expectation, priors: Floats) -> WordNetwork:
        """Everything, each intent alike, where nothing is asked: one network that is never compiled again.

        While a question is open: its answers, what is favoured, and what is always possible.  Whatever else is said
        then is for the free decoder to hear, and so is what can only be said after something else.
        """
        blocks = self._compiled.graph.blocks
        expected = {b for b, block in enumerate(blocks) if block.asks or block.intent in expectation.favours}
        expected = {b for b in expected if math.isfinite(priors[b])} if expectation.asks else set()
        expected |= {b for b, block in enumerate(blocks) if expected and block.intent in self._compiled.always}
        chosen = tuple(
            round(math.exp(-prior / PRIOR_SCALE), 3)
            if b in expected
            else float(not expected and not blocks[b].after and math.isfinite(prior))
            for b, prior in enumerate(priors.tolist())
        )
        return self._networks.get(chosen, lambda: self._compiled.network.network(self._compiled.graph.words, chosen))

    def priors(self, expectation: Expectation) -> Floats:
        """(B,): a block's cost for not being what is expected; infinite where its question is not the open one, or
        what it follows has not just been done."""
        costs = np.full(len(self._compiled.graph.blocks), PRIOR_SCALE * math.log(FAVOUR), dtype=np.float32)
        favoured = False
        for number, block in enumerate(self._compiled.graph.blocks):
            if not block.is_open(expectation.asks, expectation.after):
                costs[number] = np.inf
            elif block.asks or block.after or block.intent in expectation.favours:
                costs[number] = 0.0
                favoured = True
        return costs if favoured else np.where(np.isfinite(costs), np.float32(0.0), costs)
