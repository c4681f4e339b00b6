"""A synthetic year of a city: SAMPLE DATA, made by a seed.

**Planning** (``names``, ``people``, ``arrivals``, ``mix``, ``plan``) is pure: the same seed gives
the same plan, case by case, without a database and without a clock. **Writing** is separate:
``player`` lives each planned case by the real actions, ``bulk`` copies true lives.
"""
