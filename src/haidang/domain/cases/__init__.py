"""A person's request, from draft to signed result.

Words: case (hồ sơ), draft (not handed in yet), evidence (thành phần hồ sơ), supplement
(yêu cầu bổ sung), status (the legal life of a case, national codes 1-10), result.

Invariants: status moves only along the edges of ``states.py``; a case keeps the revision
that it was submitted under; every act is in the audit; one complete supplement request;
numbered before signed, signed once; money in equals money recorded.
"""
