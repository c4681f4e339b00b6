"""Sandbox twin of VNeID: an OpenID Connect provider whose people are samples."""
