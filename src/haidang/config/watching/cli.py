"""``haidang metrics``: show the figures, or serve them to Prometheus."""

from typing import TYPE_CHECKING

import typer

from haidang.config.env import Environment, read_environment
from haidang.config.startup import set_up

if TYPE_CHECKING:
    from haidang.config.watching.serving import Exposition

commands = typer.Typer(no_args_is_help=True, help="The figures of what runs.")


@commands.command("show")
def show() -> None:
    """Print the figures once, as Prometheus reads them."""
    env = read_environment()
    set_up()
    typer.echo(_exposition(env).text().decode())


@commands.command("serve")
def serve_figures() -> None:
    """Answer /metrics at HAIDANG_METRICS_HOST and _PORT until stopped; one on each machine."""
    env = read_environment()
    set_up()
    from haidang.config.watching.serving import serve  # noqa: PLC0415 - Django is ready only now

    server = serve(
        _exposition(env), host=env.metrics_host, port=env.metrics_port, token=env.metrics_token
    )
    typer.echo(f"Figures at http://{env.metrics_host}:{env.metrics_port}/metrics", err=True)
    server.serve_forever()


def _exposition(env: Environment) -> "Exposition":
    # These modules need Django's models, which exist only after set_up.
    from haidang.config.watching.figures import Options  # noqa: PLC0415 - as above
    from haidang.config.watching.serving import Exposition  # noqa: PLC0415 - as above
    from haidang.config.watching.start import metrics_folder  # noqa: PLC0415 - as above

    options = Options(
        city=env.city,
        stuck_hours=env.stuck_hours,
        backup_dir=env.backup_dir,
    )
    return Exposition(metrics_folder(env), options)
