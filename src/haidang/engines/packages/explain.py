"""Write the table of faults for docs/reference/package-errors.md."""

from haidang.engines.packages.wording import FAULTS

_HEAD = """# What the package check reports

Made from `haidang.engines.packages.wording`; a test compares them. Each line of a report reads
`file:line:column code severity: message  hint: …`. An error keeps a package from being published.

| code | weight | what is wrong | what to do |
|---|---|---|---|
"""


def fault_table() -> str:
    """Return the reference page as Markdown: every fault with its code, weight and hint."""
    lines = [
        f"| {code} | {fault.severity} | {fault.message['en']}<br>{fault.message['vi']} "
        f"| {fault.hint['en']}<br>{fault.hint['vi']} |"
        for code, fault in sorted(FAULTS.items())
    ]
    return _HEAD + "\n".join(lines) + "\n"
