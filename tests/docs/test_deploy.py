"""What the files for deployment name exists: commands and their options, extras, variables, paths. And nothing runs as root."""

from __future__ import annotations

import json
import re
import shlex
import tomllib
from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
import typer

from bpwoo_sync.cli.commands import app
from bpwoo_sync.effects.receiving.application import receiver
from bpwoo_sync.effects.receiving.deliveries import Delivery

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "docs" / "deploy"
GUIDE = (ROOT / "docs" / "howto" / "deploy.md").read_text("utf-8")
EXTRAS: Mapping[str, list[str]] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"]

yaml: Any = import_module("yaml")
COMPOSE: Mapping[str, Any] = yaml.safe_load((DEPLOY / "compose.yaml").read_text("utf-8"))


def instructions() -> list[tuple[str, str]]:
    """The instructions of the Dockerfile, each with what follows it on however many lines."""
    text = re.sub(r"\\\n\s*", "", (DEPLOY / "Dockerfile").read_text("utf-8"))
    lines = (line.partition(" ") for line in text.splitlines() if line and not line.startswith("#"))
    return [(name, rest) for name, _, rest in lines]


DOCKER = instructions()


def blocks(kind: str) -> list[str]:
    """The blocks of the guide that are of a language."""
    return re.findall(rf"```{kind}\n(.*?)```", GUIDE, re.DOTALL)


def argument_lists() -> Iterator[list[str]]:
    """Every call of the command in the files and in the guide, without its own name."""
    yield json.loads(dict(DOCKER)["CMD"])
    for service in COMPOSE["services"].values():
        if service.get("image") == "bpwoo":
            yield service["command"]
    for document in manifests():
        spec = document["spec"].get("template", {}).get("spec", {})
        for container in [*spec.get("initContainers", ()), *spec.get("containers", ())]:
            yield container["args"]
    for text in [*blocks("ini"), *blocks("sh")]:
        for call in re.findall(r"(?:^|[/ =])bpwoo ((?:worker|status|ledger|plan|webhooks|failures|retry)[^\n#]*)", text):
            yield shlex.split(call)


def manifests() -> list[Mapping[str, Any]]:
    """What the guide gives Kubernetes."""
    return [document for block in blocks("yaml") for document in yaml.safe_load_all(block)]


def command_of(arguments: list[str]) -> tuple[Any, list[str]]:
    """The command that arguments lead to, and what is left of them."""
    command: Any = typer.main.get_command(app)
    while arguments and subcommands(command):
        command, arguments = subcommands(command)[arguments[0]], arguments[1:]
    return command, arguments


def subcommands(command: Any) -> Mapping[str, Any]:
    """The commands below a group; none below any other."""
    found: Mapping[str, Any] = getattr(command, "commands", {})
    return found


CALLS = sorted({tuple(each) for each in argument_lists()})


def test_the_files_call_the_command() -> None:
    assert {"worker", "webhooks", "ledger", "status"} <= {call[0] for call in CALLS}


@pytest.mark.parametrize("call", CALLS, ids=" ".join)
def test_every_call_of_the_command_is_one_that_it_takes(call: tuple[str, ...]) -> None:
    command, rest = command_of(list(call))
    assert {} == subcommands(command)
    with command.make_context("bpwoo", rest):
        pass


def variables() -> set[str]:
    """The variables that the command's options read."""
    found: set[str] = set()
    pending: list[Any] = [typer.main.get_command(app)]
    while pending:
        command = pending.pop()
        pending += subcommands(command).values()
        found |= {str(parameter.envvar) for parameter in command.params if parameter.envvar}
    return found


def test_every_variable_that_is_set_is_one_that_the_command_reads() -> None:
    texts = [(DEPLOY / name).read_text("utf-8") for name in ("Dockerfile", "compose.yaml")]
    named = {name for text in [*texts, GUIDE] for name in re.findall(r"\bBPWOO_[A-Z_]+", text)}
    assert set() == named - variables()
    assert {"BPWOO_DATABASE_URL", "BPWOO_LISTEN", "BPWOO_PAIRS"} <= named


def test_every_extra_that_is_installed_exists() -> None:
    named = [set(found.split(",")) for _, rest in DOCKER for found in re.findall(r"(?:bpwoo|\.)\[([a-z,]+)\]", rest)]
    assert 2 == len(named)
    assert named[0] == named[1]
    assert set() == named[0] - set(EXTRAS)
    assert {"cli", "durable", "postgresql", "webhooks"} <= named[0]


def test_what_the_image_is_built_of_exists() -> None:
    copied = [rest.split()[:-1] for name, rest in DOCKER if name == "COPY"]
    assert [] == [path for paths in copied for path in paths if not (ROOT / path).exists()]


def test_the_image_runs_as_nobody_who_is_root_and_says_so_last() -> None:
    names = [name for name, _ in DOCKER]
    assert "10001" == dict(DOCKER)["USER"]
    assert "RUN" not in names[names.index("USER") :]


def paths() -> set[str]:
    """The paths that a receiver answers."""

    class Nowhere:
        def enqueue(self, delivery: Delivery) -> None: ...

    return {getattr(route, "path", "") for route in receiver([], Nowhere()).routes}


def test_the_paths_that_are_probed_are_answered_on_the_port_that_is_open() -> None:
    environment = dict(DOCKER)["ENV"]
    assert "BPWOO_LISTEN=0.0.0.0:8080" in environment.split()
    assert "8080" == dict(DOCKER)["EXPOSE"]
    probed = re.findall(r"http://127\.0\.0\.1:8080(/[a-z]+)", dict(DOCKER)["HEALTHCHECK"])
    (worker,) = [each for document in manifests() if document["kind"] == "Deployment" for each in containers(document)]
    gets = [worker[probe]["httpGet"] for probe in ("livenessProbe", "readinessProbe")]
    assert set() == {*probed, *(get["path"] for get in gets)} - paths()
    assert (["/health"], {8080}) == (probed, {get["port"] for get in gets})


def containers(document: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    found: list[Mapping[str, Any]] = document["spec"]["template"]["spec"]["containers"]
    return found


def test_nothing_runs_as_root_on_kubernetes() -> None:
    (deployment,) = [document for document in manifests() if document["kind"] == "Deployment"]
    spec = deployment["spec"]["template"]["spec"]
    assert (True, 10001) == (spec["securityContext"]["runAsNonRoot"], spec["securityContext"]["runAsUser"])
    mounted = {mount["name"] for container in spec["containers"] for mount in container["volumeMounts"]}
    assert mounted == {volume["name"] for volume in spec["volumes"]}


def test_the_services_wait_for_services_that_are_there_and_keep_data_in_a_volume() -> None:
    services = COMPOSE["services"]
    assert set() == {name for service in services.values() for name in service.get("depends_on", {})} - set(services)
    assert ["database:/var/lib/postgresql/data"] == services["database"]["volumes"]
    assert {"database"} == set(COMPOSE["volumes"])
    assert DEPLOY / "Dockerfile" == (DEPLOY / services["worker"]["build"]["context"] / services["worker"]["build"]["dockerfile"]).resolve()


def test_no_secret_stands_in_the_files() -> None:
    text = (DEPLOY / "compose.yaml").read_text("utf-8")
    assert ["${POSTGRES_PASSWORD:?set it in .env}"] * 2 == re.findall(r"\$\{POSTGRES_PASSWORD[^}]*\}", text)
