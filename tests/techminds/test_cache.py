"""The cache that several web nodes share, as the environment names it."""

import environ
import pytest
import redis
from django.core.cache import CacheHandler


def test_cache_url_leads_to_a_redis_client():
    settings = environ.Env.cache_url_config("rediscache://127.0.0.1:1/0")
    cache = CacheHandler({"default": settings})["default"]

    # Nobody listens there: that it was tried is what shows the client at work.
    with pytest.raises(redis.ConnectionError):
        cache.get("key")
