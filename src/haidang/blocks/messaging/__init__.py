"""Notices to people by any channel, with proof of delivery.

Words: notice (one message to one person about one subject), template (its words, in two
languages), channel (Zalo, SMS, mail), attempt (one try to hand a notice to a channel).

Invariants: a notice is written in the transaction of what it tells about, once per key;
it leaves after commit; every attempt is kept with the channel's own number; the person
can read all notices on the platform even when no channel reached them.
"""
