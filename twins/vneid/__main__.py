"""Run the VNeID twin: ``python -m twins.vneid --port N``."""

from pathlib import Path

from twins.sandbox import arguments, serve
from twins.vneid.app import CLIENT_ID, make_vneid
from twins.vneid.people import SAMPLE_FILE, load_people


def main() -> None:
    """Read the command line and serve."""
    parser = arguments("vneid", port=8101)
    parser.add_argument("--client-id", default=CLIENT_ID)
    parser.add_argument("--sample", type=Path, default=SAMPLE_FILE, help="a city's sample.yaml")
    given = parser.parse_args()
    app = make_vneid(
        people=load_people(given.sample), client_id=given.client_id, secret=given.secret
    )
    serve(app, host=given.host, port=given.port)


if __name__ == "__main__":
    main()
