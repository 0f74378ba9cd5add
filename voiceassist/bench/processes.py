"""Measuring many recordings in several processes."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import TypeVar

Item = TypeVar("Item")
Found = TypeVar("Found")


def in_processes(
    works: Sequence[Callable[[Sequence[Item]], list[Found]]],
    items: Sequence[Item],
    together: int,
    jobs: int,
    advanced: Callable[[int], None],
) -> Iterator[list[Found]]:
    """What each of `works`, functions of a module, makes of `items`, in their order.

    It is given them `together` at a time, so that what is found is the same whatever the number of processes.
    `advanced` is told how many are done.  What one raises ends all.
    """
    pieces = [items[first : first + together] for first in range(0, len(items), together)]
    with ProcessPoolExecutor(jobs, mp_context=multiprocessing.get_context("spawn")) as pool:
        try:
            for futures in [[pool.submit(work, piece) for piece in pieces] for work in works]:
                found: list[Found] = []
                for future in futures:
                    done = future.result()
                    found += done
                    advanced(len(done))
                yield found
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            raise
