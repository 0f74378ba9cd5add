"""An offline voice assistant for people whose muscles twitch."""

import os

__version__ = "0.1.0"

# The number libraries read these once, as they are loaded, so they are set before any room is entered.  What is
# reckoned here is small, and what runs at once, two decoders and the voice activity model, runs in threads of our own:
# a library that wakes a thread for each layer, or lets one spin, takes the core from them (decision 0164).
for _limit in ("OMP_THREAD_LIMIT", "OPENBLAS_NUM_THREADS"):
    os.environ.setdefault(_limit, "1")
