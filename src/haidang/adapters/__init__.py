"""One outside system a folder, each with a sandbox twin."""
