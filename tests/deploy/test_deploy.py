"""What is shipped for running: every setting is known, every command exists."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import typer
import yaml
from django.urls import get_resolver

from haidang.config.cli import app
from haidang.config.env import describe_settings

ROOT = Path(__file__).resolve().parents[2]
SOURCE = ROOT / "src" / "haidang"
DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").glob("haidang*"))
SERVICES = sorted((DEPLOY / "systemd").glob("*.service"))
CHART = DEPLOY / "helm" / "haidang"
TEMPLATES = sorted((CHART / "templates").glob("*.yaml"))
POSTGRES_OWN = {"POSTGRES_DB", "POSTGRES_USER", "POSTGRES_PASSWORD_FILE"}
HARDENING = {
    "NoNewPrivileges": "yes",
    "ProtectSystem": "strict",
    "ProtectHome": "yes",
    "PrivateTmp": "yes",
    "CapabilityBoundingSet": "",
    "UMask": "0077",
}
PLANNED = ("Containerfile", "compose/compose.yaml", "helm/haidang/Chart.yaml", "proxy/nginx.conf")


def known_settings() -> set[str]:
    names = {row[0] for row in describe_settings()}
    return names | {f"{name}_FILE" for name in names}


def check_command(words: list[str]) -> None:
    program = Path(words[0]).name
    if program == "granian":
        assert words[-1] == "haidang.config.wsgi:application"
        assert "\napplication = " in (SOURCE / "config" / "wsgi.py").read_text(encoding="utf-8")
        return
    assert program == "haidang"
    command = typer.main.get_command(app)
    rest = words[1:]
    while known := getattr(command, "commands", None):
        assert rest[0] in known, words
        command = known[rest.pop(0)]
    options = {option for one in command.params for option in one.opts}
    assert {word for word in rest if word.startswith("--")} <= options


def fields_of(unit: Path) -> dict[str, str]:
    lines = unit.read_text(encoding="utf-8").splitlines()
    return dict(line.split("=", 1) for line in lines if "=" in line and line[0] != "#")


def compose() -> dict[str, dict[str, dict[str, object]]]:
    content = yaml.safe_load((DEPLOY / "compose" / "compose.yaml").read_text(encoding="utf-8"))
    assert isinstance(content, dict)
    return content


def objects() -> Iterator[dict[str, object]]:
    values = yaml.safe_load((CHART / "values.yaml").read_text(encoding="utf-8"))

    def fill(found: re.Match[str]) -> str:
        here: object = {"Values": values, "Release": {"Name": "city"}}
        for key in found.group(1).split("."):
            assert isinstance(here, dict)
            here = here[key]
        return str(here)

    for path in TEMPLATES:
        text = re.sub(r"\{\{ \.([\w.]+) \}\}", fill, path.read_text(encoding="utf-8"))
        assert "{{" not in text
        yield from yaml.safe_load_all(text)


def containers() -> list[dict[str, object]]:
    found: list[dict[str, object]] = []
    for one in objects():
        spec = one["spec"]
        assert isinstance(spec, dict)
        found += spec["template"]["spec"]["containers"] if "template" in spec else []
    return found


@pytest.mark.parametrize("unit", SERVICES, ids=lambda path: path.name)
def test_a_service_runs_a_command_that_exists_and_may_do_nothing_else(unit: Path) -> None:
    fields = fields_of(unit)

    check_command(fields["ExecStart"].replace("%i", "8001").split())
    assert {key: fields.get(key) for key in HARDENING} == HARDENING
    assert fields["User"] == "haidang"
    assert fields["EnvironmentFile"] == "/etc/haidang/haidang.env"


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is not here")
def test_systemd_itself_finds_no_fault_in_the_units(tmp_path: Path) -> None:
    program = tmp_path / "program"
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    for unit in UNITS:
        text = re.sub(r"/opt/haidang/\S+", str(program), unit.read_text(encoding="utf-8"))
        (tmp_path / unit.name).write_text(text, encoding="utf-8")
    names = [unit.name.replace("@.", "@8001.") for unit in UNITS]

    done = subprocess.run(  # noqa: S603 - a program of the system with our own files
        ["systemd-analyze", "verify", "--man=no", *(str(tmp_path / name) for name in names)],  # noqa: S607 - wherever it lies
        capture_output=True, text=True, check=False,
    )  # fmt: skip

    told = [line for line in done.stderr.splitlines() if "haidang" in line]
    assert told == []


def test_the_target_wants_only_units_that_are_there() -> None:
    text = (DEPLOY / "systemd" / "haidang.target").read_text(encoding="utf-8")
    wanted = re.findall(r"haidang[\w@.-]*\.(?:service|timer)", text)

    assert len(wanted) > 5
    for name in wanted:
        assert (DEPLOY / "systemd" / re.sub(r"@\w+\.", "@.", name)).exists()


def test_the_example_of_the_environment_names_known_settings_only() -> None:
    text = (DEPLOY / "haidang.env.example").read_text(encoding="utf-8")
    given = dict(line.split("=", 1) for line in text.splitlines() if line and line[0] != "#")

    assert set(given) - known_settings() == set()
    secret = {name for name in given if name.endswith(("SECRET", "KEY", "PASSWORD", "TOKEN"))}
    assert secret == set()


def test_the_services_of_compose_have_known_settings_and_commands_that_exist() -> None:
    content = compose()

    for name, service in content["services"].items():
        settings = service.get("environment") or {}
        assert isinstance(settings, dict)
        assert set(settings) - known_settings() - POSTGRES_OWN == set(), name
        command = service.get("command")
        if isinstance(command, list):
            check_command(command)
        secrets = service.get("secrets") or []
        assert isinstance(secrets, list)
        assert set(secrets) <= set(content["secrets"])
        waits_for = service.get("depends_on") or {}
        assert isinstance(waits_for, dict)
        assert set(waits_for) <= set(content["services"])


def test_the_objects_of_the_chart_have_known_settings_and_commands_that_exist() -> None:
    kinds = sorted(str(one["kind"]) for one in objects())

    assert kinds == [
        "Deployment", "Deployment", "Ingress", "Job", "PodDisruptionBudget", "Service",
    ]  # fmt: skip
    for one in containers():
        settings, command = one["env"], one["command"]
        assert isinstance(settings, list)
        assert isinstance(command, list)
        assert {entry["name"] for entry in settings} - known_settings() == set()
        check_command(command)


def test_processes_are_asked_at_addresses_that_exist() -> None:
    texts = [path.read_text(encoding="utf-8") for path in DEPLOY.rglob("*") if path.is_file()]
    asked = {path for text in texts for path in re.findall(r"/api/(?:live|ready|health)\b", text)}

    assert {"/api/live", "/api/ready"} <= asked
    for path in asked:
        assert get_resolver().resolve(path)


def test_the_proxy_knows_the_ports_of_the_target_and_takes_the_largest_file() -> None:
    proxy = (DEPLOY / "proxy" / "nginx.conf").read_text(encoding="utf-8")
    target = (DEPLOY / "systemd" / "haidang.target").read_text(encoding="utf-8")

    ports = set(re.findall(r"server 127\.0\.0\.1:(\d+)", proxy))

    assert ports == set(re.findall(r"haidang-web@(\d+)", target))
    assert proxy.count("{") == proxy.count("}")
    assert "client_max_body_size 30m" in proxy


def test_the_image_starts_the_web_and_copies_only_what_is_there() -> None:
    text = (DEPLOY / "Containerfile").read_text(encoding="utf-8")

    (line,) = re.findall(r"^CMD (.+)$", text, flags=re.MULTILINE)
    check_command(yaml.safe_load(line))
    for line in re.findall(r"^COPY (?!--from)(.+)$", text, flags=re.MULTILINE):
        for name in line.split()[:-1]:
            assert (ROOT / name).exists()


@pytest.mark.parametrize("name", PLANNED)
def test_what_was_never_run_says_so(name: str) -> None:
    first = (DEPLOY / name).read_text(encoding="utf-8").splitlines()[0]

    assert first.startswith("# planned, not run here:")
