"""The key (the vector is ours: computed apart from this code, with invented credentials)."""

from __future__ import annotations

from fahuo.carriers.adapters.yunexpress_oms.signing import authorisation


def test_vector() -> None:
    assert authorisation("C00001", "demo-api-secret") == "Basic QzAwMDAxJmRlbW8tYXBpLXNlY3JldA=="


def test_code_and_secret_are_joined_by_an_ampersand() -> None:
    assert authorisation("C00001&demo", "api") == authorisation("C00001", "demo&api")
    assert authorisation("C00001:demo", "api") != authorisation("C00001", "demo:api")
