"""Views of the REST channel: one file for each resource, thin."""
