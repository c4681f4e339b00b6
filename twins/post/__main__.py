"""Run the post twin: ``python -m twins.post --port N --platform URL``."""

from twins.post.app import make_post
from twins.sandbox import arguments, serve


def main() -> None:
    """Read the command line and serve."""
    given = arguments("post", port=8107).parse_args()
    serve(make_post(secret=given.secret), host=given.host, port=given.port)


if __name__ == "__main__":
    main()
