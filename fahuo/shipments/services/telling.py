"""Defects for the log. What an exception says may be somebody's name or street, so only its kind and place are told."""

from __future__ import annotations

import logging
import traceback


def tell(log: logging.Logger, words: str, error: BaseException) -> None:
    """Log the kinds of the exception and of those it came from, with their places in our code."""
    chain = [error]
    while (cause := chain[-1].__cause__ or chain[-1].__context__) is not None and cause not in chain:
        chain.append(cause)
    places = (f"{type(one).__name__}\n{''.join(traceback.format_tb(one.__traceback__))}" for one in chain)
    log.error("%s: %s", words, "\n".join(places))
