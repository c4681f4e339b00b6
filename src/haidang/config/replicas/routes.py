"""The pages that may be read from a replica: they show, and do not act."""

from typing import Final

PUBLIC: Final = frozenset({
    "",
    "tim-kiem",
    "tim-kiem/goi-y",
    "can-gi/",
    "can-gi/<slug:key>/",
    "don-vi",
    "thu-tuc/<str:code>/",
    "tra-cuu",
    "xac-minh/<str:code>",
    "api/procedures",
    "api/procedures/suggestions",
    "api/procedures/<code>",
    "api/procedures/<code>/form",
    "api/procedures/<code>/forecast",
    "api/procedures/<code>/places",
    "api/life-events",
    "api/track/<number>",
    "api/track/<number>/forecast",
    "api/verify/<code>",
})  # fmt: skip
"""What everybody may read; most of it seldom changes."""

OWN: Final = frozenset({
    "ho-so/",
    "ho-so/<str:key>/",
    "kho-giay-to/",
    "api/cases",
    "api/cases/<key>",
    "api/cases/<key>/timeline",
    "api/cases/<key>/payments",
    "api/cases/<key>/parts",
    "api/cases/<key>/transfers",
    "api/cases/<key>/deliveries",
    "api/vault",
})  # fmt: skip
"""What a person reads of the own cases and papers."""

OFFICERS: Final = frozenset({
    "ban-lam-viec/",
    "ban-lam-viec/tim/",
    "ban-lam-viec/sap-den-han/",
    "ban-lam-viec/hoi-y-kien/",
    "ban-lam-viec/so-theo-doi/",
    "api/tasks",
    "api/due-soon",
    "api/register",
    "api/consultations",
})  # fmt: skip
"""The lists that officers work from; the case itself they read from the primary."""

ROUTES: Final = PUBLIC | OWN | OFFICERS
