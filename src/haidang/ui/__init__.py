"""The design system: tokens, components, template tags; no business words."""
