"""The public postal service, simulated: orders, tracking numbers, movements, failures."""
