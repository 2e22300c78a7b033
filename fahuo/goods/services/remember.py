"""Keep what a person said of the code of a title, and count its words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime

from django.db import connection, transaction
from django.db.models import F

from fahuo.accounts.models import Person, Seller
from fahuo.goods.listing import distinct, stored_key
from fahuo.goods.models import HsAcceptance, HsRejection, HsWord
from fahuo.hs.learned import title_words

SIX = 6
_LONGEST_WORD = 80
_LOCK = 0x48530001  # with the seller: who learns, learns alone, so that counts are right


@transaction.atomic
def remember(
    *, seller: Seller, person: Person | None, accepted: Sequence[tuple[Iterable[str], str]], at: datetime
) -> None:
    """Put titles and their code on record; an earlier record of a title is replaced, its words are counted anew."""
    _alone(seller)
    told = {stored_key(title): (title, code) for titles, code in accepted for title in distinct(titles)}
    before = {row.title_key: row for row in HsAcceptance.objects.filter(seller=seller, title_key__in=told)}
    counts: Counter[tuple[str, str]] = Counter()
    for key, (title, code) in told.items():
        if key in before:
            counts.subtract(_words(before[key].title, before[key].code))
        counts.update(_words(title, code))
    HsAcceptance.objects.bulk_create(
        [
            HsAcceptance(seller=seller, title_key=key, title=title, code=code, person=person, at=at)
            for key, (title, code) in told.items()
        ],
        update_conflicts=True,
        unique_fields=["seller", "title_key"],
        update_fields=["title", "code", "person", "at"],
    )
    rejections = HsRejection.objects.filter(seller=seller, title_key__in=told)
    for row in rejections:
        if row.code == told[row.title_key][1][:SIX]:
            row.delete()
    _count(seller, counts)


@transaction.atomic
def remember_rejection(
    *, seller: Seller, person: Person | None, titles: Iterable[str], code: str, at: datetime
) -> None:
    """Keep that a code is wrong for these titles; where it was on record, the record is taken back."""
    _alone(seller)
    keys = {stored_key(title): title for title in distinct(titles)}
    HsRejection.objects.bulk_create(
        [HsRejection(seller=seller, title_key=key, code=code[:SIX], person=person, at=at) for key in keys],
        ignore_conflicts=True,
    )
    counts: Counter[tuple[str, str]] = Counter()
    for row in HsAcceptance.objects.filter(seller=seller, title_key__in=keys, code__startswith=code[:SIX]):
        counts.subtract(_words(row.title, row.code))
        row.delete()
    _count(seller, counts)


def _words(title: str, code: str) -> Counter[tuple[str, str]]:
    return Counter((word, code[:SIX]) for word in title_words(title) if len(word) <= _LONGEST_WORD)


def _count(seller: Seller, counts: Counter[tuple[str, str]]) -> None:
    changed = {pair: more for pair, more in counts.items() if more}
    less = [(word, code, more) for (word, code), more in changed.items() if more < 0]
    for word, code, more in less:
        HsWord.objects.filter(seller=seller, word=word, code=code).update(count=F("count") + more)
    HsWord.objects.filter(seller=seller, word__in=[word for word, _, _ in less], count__lte=0).delete()
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO goods_hsword (seller_id, word, code, count) VALUES (%s, %s, %s, %s)"
            " ON CONFLICT (seller_id, word, code) DO UPDATE SET count = goods_hsword.count + EXCLUDED.count",
            [(seller.pk, word, code, more) for (word, code), more in changed.items() if more > 0],
        )


def _alone(seller: Seller) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, %s)", [_LOCK, seller.pk])
