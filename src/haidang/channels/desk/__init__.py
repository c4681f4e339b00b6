"""The desk: where officers see their work, judge cases, carry them on and sign results."""
