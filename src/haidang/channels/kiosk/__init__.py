"""The kiosk: a screen in a public place that knows nobody once a visitor is gone."""
