"""Scanning: stacks of paper at the counter, QR codes of cards, words from pictures.

Words: stack (all pages of one pass through the scanner), part (the pages of one document),
card (what an identity card's QR code says), code reader and text reader (the parts that see).

Invariants: a stack belongs to one agency and one matter, and only its officers see it; its
pages live in the vault, encrypted; text recognition never changes the number of pages.
"""
