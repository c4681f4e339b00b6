"""The merger of units: a plan carried out on all modules, with a proof that nothing was lost.

Words: a *plan* (which unit and agency follows which, by which law, from which day), a *merger*
(a plan that is carried out here), a *step* (one module's rows, moved by its own verb in
batches), the *weight* of a table before and after, the *proof* (both weights compared, as
JSON, and as a PDF under the city's seal that names the JSON's hash).

Invariants: a plan is carried out once, whatever interrupts it; case numbers, signed documents
and addresses never change; a proof that does not hold says so and stays.
"""
