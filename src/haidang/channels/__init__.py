"""The ways in and out, by audience; thin; never talk to each other."""
