"""Signing: digital signatures of officers and agencies on documents, and their verification.

The words: a *holder* (a person or an agency that signs), a *signing key* (a certificate that
the platform may use through a *provider*; the key itself never enters the database), a *field*
(the place in the document), a *signature record* (what was signed, by whom, when), a *report*.

Invariants: one idempotency key signs once, even when two workers race or one is killed; the
bytes signed before stay as they were; a revoked or expired key signs nothing; verification
fails closed. Law: NĐ 30/2020/NĐ-CP (places and order), TT 15/2025/TT-BKHCN, Article 6.
"""
