"""The pages of the portal: parse, one call, one answer."""
