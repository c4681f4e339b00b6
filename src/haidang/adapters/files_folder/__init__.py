"""Files in a folder of this machine, or of one that is mounted here."""

from haidang.adapters.files_folder.provider import Provider

__all__ = ["Provider"]
