"""Sandbox twin of the gateways for mail, SMS and Zalo: shows what was sent, sends nothing on."""
