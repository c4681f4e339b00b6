"""Run the bank twin: ``python -m twins.vietqr --port N --platform URL``."""

from twins.sandbox import arguments, serve
from twins.vietqr.app import CALLBACK_PATH, make_bank


def main() -> None:
    """Read the command line and serve."""
    parser = arguments("vietqr", port=8102)
    parser.add_argument("--callback-path", default=CALLBACK_PATH)
    given = parser.parse_args()
    app = make_bank(
        platform=given.platform, secret=given.secret, callback_path=given.callback_path
    )
    serve(app, host=given.host, port=given.port)


if __name__ == "__main__":
    main()
