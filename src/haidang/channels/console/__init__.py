"""The console: where a city's administrator keeps its calendar and words, and sees proofs."""
