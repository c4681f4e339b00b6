"""What can be done with the exchange, one file per verb."""

from haidang.blocks.exchange.actions.call_service import call_service
from haidang.blocks.exchange.actions.forget_requests import forget_requests
from haidang.blocks.exchange.actions.install_service import install_service

__all__ = ["call_service", "forget_requests", "install_service"]
