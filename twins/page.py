"""The plain pages of the twins: readable, and clearly not a real system."""

from html import escape
from typing import Final

from starlette.responses import HTMLResponse

STYLE: Final = """
:root{color-scheme:light dark;--line:#8886;--mark:#b45309}
body{font:1rem/1.5 system-ui,sans-serif;max-width:60rem;margin:0 auto;padding:1rem}
.sandbox{background:#fef3c7;color:#451a03;
border:2px solid #b45309;padding:.5rem 1rem;border-radius:.5rem}
table{border-collapse:collapse;width:100%}
th,td{border-bottom:1px solid var(--line);padding:.5rem;text-align:left;vertical-align:top}
button{font:inherit;font-weight:600;padding:.75rem 1.5rem;border:0;border-radius:.5rem;
background:#1d4ed8;color:#fff}
article{border:1px solid var(--line);border-radius:.5rem;padding:1rem;margin:1rem 0}
pre{white-space:pre-wrap;font:inherit;margin:0}
dt{font-weight:600}dd{margin:0 0 .5rem}
"""


def page(*, title: str, body: str, status: int = 200) -> HTMLResponse:
    """Return a page with the sandbox notice above its body, which is HTML already."""
    return HTMLResponse(
        "<!doctype html><html lang='vi'><head><meta charset='utf-8'>"
        "<meta name='viewport' content='width=device-width,initial-scale=1'>"
        f"<title>{escape(title)}</title><style>{STYLE}</style></head><body>"
        "<p class='sandbox' role='note'><strong>DỮ LIỆU MẪU.</strong> Đây là hệ thống mô phỏng để "
        "thử nghiệm, không phải hệ thống thật. "
        "<span lang='en'>Sandbox twin, not a real system.</span></p>"
        f"<main><h1>{escape(title)}</h1>{body}</main></body></html>",
        status_code=status,
    )
