"""The room itself: a folder of templates that tells recognisers what to expect and reads what they heard."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Hashable, Mapping, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import Any, Final

from voiceassist.pronunciation import Lexicon
from voiceassist.understanding import store
from voiceassist.understanding.candidates import Pronunciations
from voiceassist.understanding.compiled import Compiled, compiled_from
from voiceassist.understanding.completeness import ToCome, completeness
from voiceassist.understanding.costs import WordCosts
from voiceassist.understanding.decision import decide
from voiceassist.understanding.expected import Expected
from voiceassist.understanding.gaps import Gaps, says_it_all
from voiceassist.understanding.judging import Judgement, Judging
from voiceassist.understanding.located import load
from voiceassist.understanding.matching import Matcher
from voiceassist.understanding.meaning import Meaning, ReadsQuantities
from voiceassist.understanding.native import library
from voiceassist.understanding.phrases import Phrases
from voiceassist.understanding.quantities import Quantities
from voiceassist.understanding.quantities.plain import PlainNumbers
from voiceassist.understanding.quantities.remembered import Remembered
from voiceassist.understanding.recent import Recent
from voiceassist.understanding.templates import digest, read_templates, template_files
from voiceassist.understanding.text import words_of
from voiceassist.values import (
    Completeness,
    Decision,
    Expectation,
    Hypothesis,
    Interpretation,
    SpeechContext,
    heard_first,
)

MOST_WORDS: Final = 60
"""Words of an utterance that are read; nobody says more to an assistant in one breath."""
GUESSED: Final = 0.75
"""What is believed of a sentence with gaps: typed, 132 of 166 were right in lists that no wording was mended on
(tests/suites/lists/own_words.yaml); of 317 recorded commands, at 12 dB and without noise, 13 of 17 where both whispers'
words were read alike."""
GUESSED_BY_ONE: Final = 0.5
"""Where another free decoder's words mean something else or nothing: 12 of 25 of the same commands."""
_ISLANDS_KEPT: Final = 8


class Understanding:
    """Reads words by the templates of one folder."""

    def __init__(
        self,
        compiled: Compiled,
        quantities: ReadsQuantities,
        say: Pronunciations,
        knows: Callable[[str], bool] = lambda _: False,
    ) -> None:
        """`knows` tells words of the language: they are never two of the grammar's written together."""
        self._compiled = compiled
        self._quantities: ReadsQuantities = Remembered(quantities)
        self._say, self._knows = say, knows
        self._costs = WordCosts(compiled.graph, compiled.kinds)
        self._matcher = Matcher(compiled.graph, library())
        self._judging = Judging(compiled, self._quantities, say, self._words, self._costs, self._matcher)
        self._to_come = ToCome.of(compiled.graph, self._costs.deletion)
        self._expected = Expected(compiled)
        self._gaps = Gaps.of(compiled, self._quantities)
        self._islands: Recent[Hashable, tuple[Meaning, ...]] = Recent(_ISLANDS_KEPT)

    @classmethod
    def load(cls, folder: Path, *, cache: Path | None = None) -> Understanding:
        """The understanding of ``intents/LANG``; with `cache` what was compiled is kept there.

        Raises TemplateError (a VoiceAssistError) with file, line and what was expected.
        """
        files = template_files(folder)
        described = folder / "quantities.yaml"
        quantities: ReadsQuantities = (
            Quantities.load(described)
            if described.is_file()
            else PlainNumbers(str(load(files[0]).get("language", "en")))
        )
        extra = [described.read_text(encoding="utf-8")] if described.is_file() else []
        path = None if cache is None else cache / f"grammar-{digest(files, store.VERSION, *extra)}.npz"
        compiled = None if path is None else store.restore(path)
        if compiled is None:
            templates = read_templates(files, lambda text: words_of(text, quantities.spell_out))
            compiled = compiled_from(templates)
            if path is not None:
                store.save(compiled, path)
        kept = None if cache is None else cache / "pronunciations.dict"
        lexicon = Lexicon(folder / "pronunciations.dict", kept=kept)
        return cls(compiled, quantities, Pronunciations(lexicon.phones, lexicon.learn, lexicon.keep), lexicon.knows)

    @property
    def intents(self) -> tuple[str, ...]:
        """Every intent of the templates."""
        return self._compiled.graph.intents

    @property
    def lists(self) -> Mapping[str, tuple[Any, ...]]:
        """The canonical values of each slot that has fixed ones."""
        return self._compiled.lists

    def context(self, expectation: Expectation) -> SpeechContext:
        """What recognisers should expect; kept by expectation."""
        return self._expected.context(expectation)

    def phrases(self, path: Path) -> Phrases:
        """The phrases of a file, said as the words of the templates are.  Raises TemplateError like `load`."""
        return Phrases.load(path, self._say)

    def prepare(self) -> None:
        """Make now what is otherwise made when it is first asked for: how to search, every word and every block as
        phones."""
        self._judging.prepare()
        if self._gaps is not None:
            self._gaps.prepare()

    def interpret(
        self, hypotheses: Sequence[Hypothesis], expectation: Expectation, now: datetime, *, gaps: bool = True
    ) -> tuple[Interpretation, ...]:
        """What was meant: one interpretation for each thing said, or a single one with `Decision.REJECT`.

        `now` is aware; times and periods are reckoned from it in its time zone.  With `gaps`, what no whole sentence
        fits is read by those with gaps (see `gaps`), and is to be asked about.  So is what would be asked about anyhow,
        where one of them says in one what whole sentences took for several, or, of what was typed, more than they.
        What a doubtful sentence says is asked about, unless another beside it has the same intent and is not doubtful.
        """
        judged = self.judge(hypotheses, expectation, now)
        decision = decide(judged.belief, by_sound=judged.evidence is not None) if judged else Decision.REJECT
        if judged is None or decision is Decision.REJECT:
            about = self.about(hypotheses, expectation, now) if gaps else ()
            words = judged.words if judged else self._words(hypotheses[0].text) if hypotheses else ()
            return about or (Interpretation(None, {}, judged.belief if judged else 0.0, decision, " ".join(words)),)
        # One sentence that several recognisers sound like is better founded than what the words of one hold besides.
        if decision is Decision.CONFIRM and (judged.evidence is None or len(judged.meanings) > 1):
            about = self.about(hypotheses, expectation, now)
            if len(about) == 1 and says_it_all(about[0], judged.meanings, self._compiled.always):
                return about
        sure = {meaning.intent for meaning in judged.meanings if not meaning.doubtful}
        return tuple(
            Interpretation(
                meaning.intent,
                meaning.slots,
                judged.belief,
                Decision.CONFIRM if meaning.doubtful and meaning.intent not in sure else decision,
                meaning.words,
            )
            for meaning in judged.meanings
        )

    def about(
        self,
        hypotheses: Sequence[Hypothesis],
        expectation: Expectation,
        now: datetime,
        *,
        after: str | None = None,
        answering: bool = False,
    ) -> tuple[Interpretation, ...]:
        """What freely heard words are about by the sentences with gaps, to be asked about; nothing where none fits.

        `after` a `PROPOSAL`, by those sentences with gaps that are only read then; else also by those that may be said
        after what was just done.  While a question waits for its answer only the latter count, and what answers it: an
        answer in odd words shall not turn the talk to another subject.  With `answering`, those too that say
        something for the question alone: a place, a number.
        """
        if self._gaps is None:
            return ()
        asks, after = expectation.asks if answering else None, after or expectation.after
        answers = expectation.favours if expectation.waits else None
        read = [
            self._islands.get(
                (text, now, asks, after, answers),
                partial(self._gaps.read, self._words(text), now, after, asks=asks, answers=answers),
            )
            for text in heard_first(hypotheses).values()
        ]
        found = next(filter(None, read), ())
        agreed = len({self._judging.key(meant) for meant in read}) == 1
        belief = GUESSED if agreed else GUESSED_BY_ONE
        return tuple(
            Interpretation(meaning.intent, meaning.slots, belief, Decision.CONFIRM, meaning.words, guessed=True)
            for meaning in found
        )

    def completeness(
        self, hypotheses: Sequence[Hypothesis], expectation: Expectation, *, settled: bool
    ) -> Completeness:
        """Whether the words of the freest hypothesis could be all that is said; see `completeness`."""
        heard = sorted((h for h in hypotheses if h.text), key=lambda h: h.held)
        words = self._words(heard[0].text) if heard else ()
        if not words or words[-1] in self._compiled.kinds.hesitations:
            return Completeness.HESITATION
        prices = self._costs.prices(words)
        [tables] = self._matcher.tables([prices], self._expected.priors(expectation))
        return completeness(tables, prices.weight, self._to_come, settled=settled)

    def judge(self, hypotheses: Sequence[Hypothesis], expectation: Expectation, now: datetime) -> Judgement | None:
        """What was most likely meant, whatever is then decided; None where nothing can be read."""
        return self._judging.judge(hypotheses, self._expected.priors(expectation), now, expectation.since)

    def _words(self, text: str) -> tuple[str, ...]:
        """Normalised words; what is a word only as two is read as the two ("coldbrew", but no "hand some")."""
        words = words_of(text, self._quantities.spell_out)[:MOST_WORDS]
        parts = ((word,) if self._knows(word) else self._compiled.graph.as_two(word) for word in words)
        return tuple(itertools.chain.from_iterable(parts))[:MOST_WORDS]
