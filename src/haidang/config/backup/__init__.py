"""Backups: a base copy, the log that follows it, the files, the keys; and the way back.

Words: *backup folder* (where all of it lies), *base* (a copy of the whole cluster, with a
manifest), *archive* (the write-ahead log as it is written, and the files), *instant* (where
a restore stops), *drill* (destroy and restore on purpose, and compare).

Invariants: a base counts only when its manifest is written, last; a restore never touches
the running installation; what a restore brings back is checked before anybody is told that
it is there.
"""
