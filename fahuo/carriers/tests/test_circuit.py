"""When a circuit opens, who may try, and when it closes."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from fahuo.carriers import errors
from fahuo.carriers.domain import circuit as circuits
from fahuo.carriers.domain.circuit import FUSE, Circuit, Ended, Entry, State, Verdict, after, entry, probing, verdict

T = datetime(2026, 11, 22, 8, tzinfo=UTC)
OPEN = Circuit(State.OPEN, T, T + timedelta(seconds=15), failures=5, code="CARRIER_DOWN")
STOPPED = Circuit(State.STOPPED, T, key_refusals=3, code="CARRIER_STOPPED")
LETTERS = {"+": Verdict.ANSWERED, "-": Verdict.FAILED, "k": Verdict.KEY_REFUSED, ".": Verdict.NOTHING}


def s(seconds: float) -> datetime:
    return T + timedelta(seconds=seconds)


def play(written: str, start: Circuit = Circuit(), **columns: object) -> Circuit:  # noqa: B008 - frozen
    """Calls one after another, a second each."""
    for place, letter in enumerate(written):
        start = after(start, Ended(LETTERS[letter], began=s(place), at=s(place + 0.5), **columns))  # type: ignore[arg-type]
    return start


@pytest.mark.parametrize(
    ("calls", "state", "code"),
    [
        ("", "CLOSED", ""),
        ("----", "CLOSED", ""),
        ("-----", "OPEN", "CARRIER_DOWN"),
        ("----+----", "CLOSED", ""),  # in a row
        ("--..-..--", "OPEN", "CARRIER_DOWN"),  # what never left says nothing
        ("-----+", "OPEN", "CARRIER_DOWN"),  # begun before it opened
        ("kk", "CLOSED", ""),
        ("kkk", "STOPPED", "CARRIER_STOPPED"),
        ("kk+kkk", "CLOSED", ""),  # it worked a moment ago
        ("kk+..........kkk", "STOPPED", "CARRIER_STOPPED"),
        ("kkk+-----", "STOPPED", "CARRIER_STOPPED"),  # only a person frees it
        ("k-k-k", "STOPPED", "CARRIER_STOPPED"),
    ],
)
def test_what_calls_in_a_row_come_to(calls: str, state: str, code: str) -> None:
    found = play(calls)
    assert (found.state, found.code) == (state, code)


def test_an_unreadable_carrier_is_the_developers() -> None:
    assert play("-----", code="CARRIER_UNREADABLE").code == "CARRIER_UNREADABLE"


def test_calls_that_were_lost_long_ago_say_nothing_of_now() -> None:
    """Five of a hundred at once time out together, after the others were answered."""
    found = after(Circuit(), Ended(Verdict.ANSWERED, began=s(0), at=s(1)))
    for _ in range(5):
        found = after(found, Ended(Verdict.FAILED, began=s(0), at=s(30)))
    assert (found.state, found.failures) == (State.CLOSED, 0)
    for _ in range(5):
        found = after(found, Ended(Verdict.FAILED, began=s(31), at=s(61)))
    assert found.state is State.OPEN


@pytest.mark.parametrize(
    ("failures", "chance", "seconds"),
    [(5, 0, 15), (6, 0, 30), (7, 0, 60), (10, 0, 480), (11, 0, 600), (5000, 0, 600), (5, 1, 18.75), (11, 1, 750)],
)
def test_the_wait_doubles_up_to_ten_minutes(failures: int, chance: float, seconds: float) -> None:
    assert FUSE.wait(failures, chance).total_seconds() == seconds


@pytest.mark.parametrize(
    ("circuit", "at", "may"),
    [
        (Circuit(), s(0), Entry.FREE),
        (Circuit(failures=4), s(0), Entry.FREE),
        (OPEN, s(14), Entry.CLOSED),
        (OPEN, s(15), Entry.AS_PROBE),
        (probing(OPEN, s(15), s(105)), s(16), Entry.CLOSED),
        (probing(OPEN, s(15), s(105)), s(105), Entry.AS_PROBE),  # the one who tried is lost
        (STOPPED, s(1e9), Entry.CLOSED),
    ],
)
def test_who_may_begin(circuit: Circuit, at: datetime, may: Entry) -> None:
    assert entry(circuit, at) is may


@pytest.mark.parametrize(
    ("ending", "state", "failures", "retry_at"),
    [
        (Verdict.ANSWERED, "CLOSED", 0, None),
        (Verdict.FAILED, "OPEN", 6, s(16 + 30)),
        (Verdict.KEY_REFUSED, "STOPPED", 5, None),
        (Verdict.NOTHING, "OPEN", 5, s(16)),  # another may try at once
    ],
)
def test_what_a_probe_decides(ending: Verdict, state: str, failures: int, retry_at: datetime | None) -> None:
    found = after(probing(OPEN, s(15), s(105)), Ended(ending, began=s(15), at=s(16), probe=True))
    assert (found.state, found.failures, found.retry_at, found.changed_at) == (state, failures, retry_at, s(16))


@pytest.mark.parametrize("ending", list(Verdict))
@pytest.mark.parametrize("circuit", [OPEN, STOPPED, probing(OPEN, s(15), s(105))])
def test_others_change_nothing_while_it_is_not_closed(circuit: Circuit, ending: Verdict) -> None:
    assert after(circuit, Ended(ending, began=s(0), at=s(20))) == circuit


def test_a_late_probe_does_not_free_what_was_stopped_meanwhile() -> None:
    assert after(STOPPED, Ended(Verdict.ANSWERED, began=s(0), at=s(20), probe=True)) == STOPPED


@pytest.mark.parametrize(
    ("ending", "failures", "key_refusals"),
    [(Verdict.FAILED, 1, 0), (Verdict.KEY_REFUSED, 0, 1), (Verdict.ANSWERED, 0, 0), (Verdict.NOTHING, 0, 0)],
)
def test_after_a_reset_a_probe_is_a_call_like_any_other(ending: Verdict, failures: int, key_refusals: int) -> None:
    found = after(Circuit(), Ended(ending, began=s(0), at=s(20), probe=True))
    assert (found.state, found.failures, found.key_refusals) == (State.CLOSED, failures, key_refusals)


@pytest.mark.parametrize(
    ("error", "answered", "found"),
    [
        (None, True, Verdict.ANSWERED),
        (None, False, Verdict.NOTHING),
        (errors.Unavailable("no answer"), False, Verdict.FAILED),
        (errors.Unavailable("502"), True, Verdict.FAILED),
        (errors.Unavailable("no connection", doubtful=False), False, Verdict.FAILED),
        (errors.Unexpected("<html>"), True, Verdict.FAILED),
        (errors.Paused("our gate", doubtful=False), False, Verdict.NOTHING),
        (errors.Stopped("our gate", doubtful=False), False, Verdict.NOTHING),
        (errors.NotAuthorised("no such key"), True, Verdict.KEY_REFUSED),
        (errors.NotAuthorised("the account lacks a key"), False, Verdict.NOTHING),
        (errors.Refused("postcode"), True, Verdict.ANSWERED),
        (errors.Refused("our own check"), False, Verdict.NOTHING),
        (errors.DuplicateReference("held"), True, Verdict.ANSWERED),
        (errors.RateLimited("slower"), True, Verdict.ANSWERED),
        (errors.NotReady("later"), True, Verdict.ANSWERED),
        (errors.Unsupported("no"), False, Verdict.NOTHING),
        (KeyError("a defect of ours"), True, Verdict.NOTHING),
    ],
)
def test_what_a_call_says_about_its_carrier(error: BaseException | None, answered: bool, found: Verdict) -> None:
    assert verdict(error, answered=answered) is found


def test_the_states_are_those_of_the_table() -> None:
    from fahuo.carriers.models import Circuit as Row

    assert set(circuits.State) == set(Row.State.values)
