"""What can be done with the exchange, one file per verb."""

from haidang.blocks.exchange.actions.call_service import call_service
from haidang.blocks.exchange.actions.install_service import install_service

__all__ = ["call_service", "install_service"]
