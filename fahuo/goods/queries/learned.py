"""What was learned from acceptances, for the titles that are asked about: the seller's own, and what all may know."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from itertools import chain

from django.db.models import Count, F, Sum
from django.db.models.functions import Least

from fahuo.goods.listing import distinct, stored_key
from fahuo.goods.models import HsAcceptance, HsRejection, HsWord, Product
from fahuo.hs.learned import Learned, title_key, title_words

# A word of other sellers' titles is told only when so many sellers accepted it for the same code: nobody's own words.
FEWEST_SELLERS = 3
# How much one seller's habit may weigh in what all share.
MOST_OF_ONE_SELLER = 5
SIX = 6


def learned(seller_id: int, asked: Sequence[tuple[str, ...]], *, besides: Collection[int] = ()) -> Learned:
    """Return what matters for listings, each told by its titles; a few queries whatever their number.

    A listing is answered from the record when any of its titles was accepted before, or stands in the catalogue with a
    code; its titles together are then the title that recognition looks up. `besides`: products whose own code is no
    witness, as they are what is asked about.
    """
    titles = distinct(chain.from_iterable(asked))
    words = frozenset(chain.from_iterable(title_words(title) for title in titles))
    record = _record(seller_id, titles, besides)
    return Learned(
        titles={title_key(" ".join(own)): code for own in asked if (code := _of_listing(own, record))},
        words=_own_words(seller_id, words),
        accepted=HsAcceptance.objects.filter(seller_id=seller_id).count(),
        shared_words=_shared_words(words),
        shared_accepted=HsAcceptance.objects.count(),
    )


def rejected_of(seller_id: int, asked: Sequence[tuple[str, ...]]) -> Callable[[tuple[str, ...]], frozenset[str]]:
    """Return how to look up rejected codes of many listings, read in one query."""
    keys = {stored_key(title) for title in chain.from_iterable(asked)}
    rows = HsRejection.objects.filter(seller_id=seller_id, title_key__in=keys).values_list("title_key", "code")
    by_key: dict[str, set[str]] = {}
    for key, code in rows:
        by_key.setdefault(key, set()).add(code)
    return lambda titles: frozenset(chain.from_iterable(by_key.get(stored_key(title), ()) for title in titles))


def accepted_code(seller_id: int, titles: Iterable[str]) -> str:
    """Return the whole code that the seller accepted last for one of these titles; empty when there is none."""
    keys = [stored_key(title) for title in titles]
    rows = HsAcceptance.objects.filter(seller_id=seller_id, title_key__in=keys).order_by("-at", "-pk")
    return rows.values_list("code", flat=True).first() or ""


def _record(seller_id: int, titles: Sequence[str], besides: Collection[int]) -> dict[str, str]:
    """Title → code of six digits: from the catalogue, and over that what a person accepted."""
    found: dict[str, str] = {}
    coded = Product.objects.filter(seller_id=seller_id).exclude(hs_code="").exclude(pk__in=besides).order_by("pk")
    for column in ("title_en", "title_zh"):
        rows = coded.filter(**{f"{column}__in": titles}).values_list(column, "hs_code")
        found.update({title_key(title): code[:SIX] for title, code in rows})
    keys = {stored_key(title): title_key(title) for title in titles}
    accepted = HsAcceptance.objects.filter(seller_id=seller_id, title_key__in=keys)
    found.update({keys[key]: code[:SIX] for key, code in accepted.values_list("title_key", "code")})
    return found


def _of_listing(titles: Iterable[str], record: Mapping[str, str]) -> str:
    """The code on record for a listing; none when its titles are on record with different ones."""
    codes = {record[title_key(title)] for title in titles if title_key(title) in record}
    return codes.pop() if len(codes) == 1 else ""


def _own_words(seller_id: int, words: frozenset[str]) -> dict[str, dict[str, int]]:
    rows = HsWord.objects.filter(seller_id=seller_id, word__in=words, count__gt=0)
    return _by_word(rows.values_list("word", "code", "count"))


def _shared_words(words: frozenset[str]) -> dict[str, dict[str, int]]:
    rows = HsWord.objects.filter(word__in=words, count__gt=0).values("word", "code")
    known = rows.annotate(sellers=Count("seller"), told=Sum(Least(F("count"), MOST_OF_ONE_SELLER)))
    return _by_word(known.filter(sellers__gte=FEWEST_SELLERS).values_list("word", "code", "told"))


def _by_word(rows: Iterable[tuple[str, str, int]]) -> dict[str, dict[str, int]]:
    found: dict[str, dict[str, int]] = {}
    for word, code, count in rows:
        found.setdefault(word, {})[code] = count
    return found
