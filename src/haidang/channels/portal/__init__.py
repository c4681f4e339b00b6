"""The portal of citizens and businesses: search, apply, follow, receive, rate."""
