"""Sandbox twin of a bank: reads VietQR codes, books money, tells the platform of it."""
