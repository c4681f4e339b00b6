"""The stewards' screen: confirm what the national catalogue leaves open, at /bien-tap/."""
