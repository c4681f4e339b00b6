"""Run the register twin: ``python -m twins.registers --port N [--sample FILE]``."""

from pathlib import Path

from twins.registers.app import make_registers
from twins.registers.samples import SAMPLE_FILE
from twins.sandbox import arguments, serve


def main() -> None:
    """Read the command line and serve."""
    parser = arguments("registers", port=8104)
    parser.add_argument("--sample", type=Path, default=SAMPLE_FILE, help="a city's sample.yaml")
    given = parser.parse_args()
    app = make_registers(secret=given.secret, sample=given.sample)
    serve(app, host=given.host, port=given.port)


if __name__ == "__main__":
    main()
