"""Hải Đăng: one open platform on which a province runs its digital government."""
