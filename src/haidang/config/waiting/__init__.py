"""The waiting room at the portal's door: which paths wait, who passes, what is shown."""
