"""Where `s3://…` lies on this machine: `s3://local/data` is the folder `s3/local/data`."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from hpstudy.sagemaker.errors import ServiceError


class Buckets:
    """The folder `s3` beside the store: a folder in it for each bucket."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def path_of(self, uri: str) -> Path:
        """Return the place of `uri`; one that leads out of its bucket is a ValidationException."""
        _, _, place = uri.partition("://")
        parts = [part for part in re.split(r"[/\\]", place) if part not in ("", ".")]
        if ".." in parts or not parts:
            raise ServiceError(
                "ValidationException", f"{uri} leads out of its bucket: name a place inside one."
            )
        return self.folder.joinpath(*parts)

    def channels(self, body: Mapping[str, Any]) -> dict[str, str]:
        """Return the folder of every channel of a training job's definition, by its name."""
        return {
            channel["ChannelName"]: str(self.path_of(_source(channel["DataSource"])))
            for channel in body.get("InputDataConfig", ())
        }

    def check(self, body: Mapping[str, Any]) -> None:
        """Raise a ValidationException if a definition names a place outside."""
        self.channels(body)
        self.path_of(body["OutputDataConfig"]["S3OutputPath"])


def _source(source: Mapping[str, Any]) -> str:
    if "S3DataSource" in source:
        return str(source["S3DataSource"]["S3Uri"])
    system = source.get("FileSystemDataSource")
    if system is None:
        raise ServiceError(
            "ValidationException", "A channel's data lies on S3 or on a file system here."
        )
    return f"file://{system['FileSystemId']}/{system['DirectoryPath']}"
