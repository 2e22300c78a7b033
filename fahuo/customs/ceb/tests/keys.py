"""Keys made once for a run of tests; none lies in the repository."""

from __future__ import annotations

from functools import cache

from fahuo.customs.ceb import identities
from fahuo.customs.ceb.algorithms import ALGORITHMS, KeySort
from fahuo.customs.ceb.signers import RsaSigner, Sm2Signer, signer_of
from fahuo.customs.ceb.tests.papers import AT


@cache
def identity(sort: KeySort, name: str = "杭州某某贸易有限公司") -> identities.Identity:
    return identities.make(sort, name, at=AT)


@cache  # reading an RSA key proves its primes, a tenth of a second each time
def signer(sort: KeySort, name: str = "杭州某某贸易有限公司") -> RsaSigner | Sm2Signer:
    made = identity(sort, name)
    return signer_of(made.key, made.certificate)


def signer_for(algorithms: str, name: str = "杭州某某贸易有限公司") -> RsaSigner | Sm2Signer:
    return signer(ALGORITHMS[algorithms].keys, name)
