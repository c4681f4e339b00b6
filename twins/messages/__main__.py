"""Run the message twin: ``python -m twins.messages --port N [--smtp-port M]``."""

from twins.messages.app import make_gateway
from twins.sandbox import arguments, serve


def main() -> None:
    """Read the command line and serve; mail is taken two ports above."""
    parser = arguments("messages", port=8103)
    parser.add_argument("--smtp-port", type=int, default=0, help="default: the port plus 2")
    given = parser.parse_args()
    app = make_gateway(secret=given.secret, smtp_port=given.smtp_port or given.port + 2)
    serve(app, host=given.host, port=given.port)


if __name__ == "__main__":
    main()
