"""Whose token a call uses, when it is fetched, and when a refused one means a wrong key."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import httpx
import pytest

from fahuo.carriers import tokens
from fahuo.carriers.calling import Reply
from fahuo.carriers.errors import CarrierError, NotAuthorised, Paused, Unavailable, Unexpected
from fahuo.carriers.tests.stage import account
from fahuo.carriers.token_store import LONGEST_LIFE_S, Token, Turn
from fahuo.carriers.tokens import Tokens
from fahuo.kit import clock
from fahuo.kit.http import not_after

NOW = 1_767_225_600.0


@dataclass
class Board:
    """A store of one thread: others write on it, and after so many waits their token is there."""

    token: Token | None = None
    coming: list[Token] = field(default_factory=list)
    log: list[str] = field(default_factory=list)

    async def take(self, key: str, *, refused: str, at: float, may_renew: bool) -> Token | Turn:
        if self.token is not None and self.token.good(refused=refused, at=at):
            return self.token
        if self.coming:
            self.token = self.coming.pop(0)
            return Turn.WAIT
        return Turn.YOURS if may_renew else Turn.NOBODYS

    def put(self, key: str, token: Token) -> None:
        self.token = token
        self.log.append(f"put {token.text}")

    def give_up(self) -> None:
        self.log.append("give up")


@dataclass
class Desk:
    """One desk: it fetches own-1, own-2, …; the carrier accepts what `accepted` says."""

    board: Board
    accepted: Callable[[str], bool]
    error: CarrierError | None = None
    fetched: int = 0
    sent: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.tokens = Tokens(replace(account("yunexpress"), tokens=self.board), self.fetch, lambda: NOW)

    async def fetch(self) -> Token:
        if self.error:
            raise self.error
        self.fetched += 1
        return Token(f"own-{self.fetched}", NOW + 100)

    async def send(self, token: Token) -> Reply:
        self.sent.append(token.text)
        request = httpx.Request("GET", "http://x.invalid")
        return Reply("x", "find", request, httpx.Response(200 if self.accepted(token.text) else 401), ())

    def call(self) -> int:
        return asyncio.run(self.tokens.call(self.send)).response.status_code


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tokens, "POLL_S", 0.001)


def theirs(number: int, lasts: float = 100) -> Token:
    return Token(f"theirs-{number}", NOW + lasts)


def test_a_token_that_another_process_fetched_is_used_and_the_store_is_asked_once() -> None:
    desk = Desk(Board(theirs(1)), lambda text: True)
    assert [desk.call() for _ in range(3)] == [200] * 3
    assert (desk.sent, desk.fetched) == (["theirs-1"] * 3, 0)
    desk.board.token = theirs(2)
    assert (desk.call(), desk.sent[-1]) == (200, "theirs-1")


@pytest.mark.parametrize(
    ("first", "coming", "accepted", "sent"),
    [
        (theirs(1), [], "own-1", ["theirs-1", "own-1"]),
        (theirs(1, lasts=0), [], "own-1", ["own-1"]),
        (None, [theirs(1)], "theirs-1", ["theirs-1"]),
        (theirs(1), [theirs(2)], "theirs-2", ["theirs-1", "theirs-2"]),
        # Another program ended what another process had fetched: that says nothing about the key.
        (theirs(1), [theirs(2)], "own-1", ["theirs-1", "theirs-2", "own-1"]),
    ],
)
def test_a_refused_token_is_replaced_by_whatever_is_newest(
    first: Token | None, coming: list[Token], accepted: str, sent: list[str]
) -> None:
    desk = Desk(Board(first, coming), lambda text: text == accepted)
    assert desk.call() == 200
    assert (desk.sent, desk.board.log) == (sent, ["put own-1"] if accepted == "own-1" else [])


def test_a_new_token_that_is_refused_means_a_wrong_key_and_no_other_is_fetched() -> None:
    desk = Desk(Board(theirs(1)), lambda text: False)
    assert desk.call() == 401
    assert (desk.sent, desk.fetched) == (["theirs-1", "own-1"], 1)


def test_unless_somebody_has_replaced_it_meanwhile() -> None:
    def accepted(text: str) -> bool:
        if text == "own-1":
            desk.board.token = theirs(2)
        return text == "theirs-2"

    desk = Desk(Board(theirs(1)), accepted)
    assert desk.call() == 200
    assert desk.sent == ["theirs-1", "own-1", "theirs-2"]


def test_a_quarrel_without_end_ends() -> None:
    desk = Desk(Board(theirs(0), [theirs(number) for number in range(1, 9)]), lambda text: False)
    assert desk.call() == 401
    assert len(desk.sent) == 1 + tokens.MOST_REPEATS


@pytest.mark.parametrize("error", [Unavailable("late"), Unexpected("no JSON"), NotAuthorised("no")])
def test_where_no_token_comes_nothing_was_done_and_another_may_try(error: CarrierError) -> None:
    desk = Desk(Board(), lambda text: True, error)
    with pytest.raises(type(error)) as caught:
        desk.call()
    assert (caught.value.doubtful, desk.sent, desk.board.log) == (False, [], ["give up"])


def test_it_is_not_waited_for_beyond_the_time_of_the_call() -> None:
    desk = Desk(Board(None, [theirs(number, lasts=0) for number in range(9)]), lambda text: True)
    with not_after(clock.now()), pytest.raises(Paused) as caught:
        desk.call()
    assert (caught.value.doubtful, desk.sent, desk.fetched) == (False, [], 0)


@pytest.mark.parametrize(
    ("seconds", "lasts"), [(7200, 6900), (60, 30), (0, 0), (-5, 0), (10**30, LONGEST_LIFE_S - 300)]
)
def test_how_long_a_token_is_used(seconds: Any, lasts: float) -> None:
    assert Token.lasting("t", asked_at=NOW, seconds=seconds).renew_at == NOW + lasts
