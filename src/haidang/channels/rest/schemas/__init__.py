"""Bodies and answers of the REST channel, as pydantic schemas."""
