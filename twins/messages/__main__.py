"""Run the message twin: ``python -m twins.messages --port N [--smtp-port M]``."""

from twins.common import arguments, serve
from twins.messages.app import make_gateway


def main() -> None:
    """Read the command line and serve; the mail listener uses the next port by default."""
    parser = arguments("messages", port=8103)
    parser.add_argument("--smtp-port", type=int, default=0)
    given = parser.parse_args()
    app = make_gateway(secret=given.secret, smtp_port=given.smtp_port or 8105)
    serve(app, host=given.host, port=given.port)


if __name__ == "__main__":
    main()
