"""Migrations are complete (models and migrations agree), linear, named, and in two phases."""

import re
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Final

from django.apps import apps
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.questioner import NonInteractiveMigrationQuestioner
from django.db.migrations.state import ProjectState

from lint.findings import Finding, report
from lint.loading import load_platform
from lint.phases import check_phases, read_releases

Node = tuple[str, str]
_NAME: Final = re.compile(r"^\d{4}_(?!auto_)[a-z0-9_]+$")


def check_history(
    nodes: Mapping[Node, Iterable[Node]], *, folders: Mapping[str, str]
) -> Iterator[Finding]:
    """Check that each app has one line of migrations; ``nodes`` maps each to its parents."""
    children: dict[Node, set[Node]] = defaultdict(set)
    for node, parents in nodes.items():
        for parent in parents:
            if parent[0] == node[0]:
                children[parent].add(node)
    for label, folder in folders.items():
        own = sorted(node for node in nodes if node[0] == label)
        leaves = [name for node in own if not children[node] for name in node[1:]]
        if len(leaves) > 1:
            message = f"two lines of migrations: {', '.join(leaves)}"
            yield Finding(folder, 1, "L040", message)
        for _label, name in own:
            if not _NAME.match(name):
                yield Finding(f"{folder}/{name}.py", 1, "L041", "name it by its intent")


def check_changes() -> Iterator[Finding]:
    """Find models that no migration describes."""
    loader = MigrationLoader(None)
    detector = MigrationAutodetector(
        loader.project_state(),
        ProjectState.from_apps(apps),
        NonInteractiveMigrationQuestioner(specified_apps=set(), dry_run=True),
    )
    ours = our_folders()
    for label, migrations in detector.changes(graph=loader.graph).items():
        if label in ours:
            for operation in (item for change in migrations for item in change.operations):
                message = f"a model was changed without a migration: {operation.describe()}"
                yield Finding(ours[label], 1, "L042", message)


def our_folders() -> dict[str, str]:
    """Return the folder of migrations of each of our apps by its label."""
    return {
        config.label: f"src/{config.name.replace('.', '/')}/migrations"
        for config in apps.get_app_configs()
        if config.name.startswith("haidang.")
    }


def main() -> int:
    """Check every app of ours."""
    load_platform()
    graph = MigrationLoader(None).graph
    nodes = {
        node: [(parent.key[0], parent.key[1]) for parent in graph.node_map[node].parents]
        for node in graph.nodes
    }
    folders = our_folders()
    phases = check_phases(graph, read_releases(), folders=folders)
    return report([*check_history(nodes, folders=folders), *check_changes(), *phases])


if __name__ == "__main__":
    sys.exit(main())
