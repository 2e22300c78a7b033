"""The other side, emulated: a webhook's receiver, robots of DingTalk and WeCom, Alibaba Cloud's SMS, a mail server.

They check signatures by their own reckoning, as the real ones do, keep what arrives, and can be told to fail.
"""
