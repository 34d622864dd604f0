"""What is checked, and how: ``nox`` runs lint, types, tests and docs; the rest on request (``nox -s demo``).

``nox --no-venv`` uses the Python that runs nox, which must have ``pip install -e '.[dev]'``.
"""

from __future__ import annotations

import json
import os
import re
import socket
import tomllib
from pathlib import Path

import nox

PACKAGES = ("brightpearl_sdk", "woocommerce_sdk", "bpwoo_sync")
SHOP = ("WOOCOMMERCE_URL", "WOOCOMMERCE_KEY", "WOOCOMMERCE_SECRET")
#: Extras that serve who works on the packages.
OURS = ("all", "test", "lint", "mutation", "fuzz", "types", "supply", "bench", "docs", "dev")
PYTHONS = ("3.11", "3.12", "3.13", "3.14")

nox.needs_version = ">=2024.4.15"
nox.options.sessions = ("lint", "types", "tests", "docs")
nox.options.reuse_venv = "yes"
nox.options.error_on_missing_interpreters = False


@nox.session
def lint(session: nox.Session) -> None:
    """Style and layout, by ruff."""
    _install(session, "lint")
    session.run("ruff", "check", ".")
    session.run("ruff", "format", "--check", ".")


@nox.session
def types(session: nox.Session) -> None:
    """``mypy --strict`` over the packages, the tests and this file; pyright's word that every public type is known."""
    _install(session, "types")
    session.run("mypy", "--strict", *(argument for package in PACKAGES for argument in ("-p", package)))
    session.run("mypy", "--strict", "tests", "noxfile.py", *map(str, sorted(Path("docs", "examples").glob("*.py"))))
    for package in PACKAGES:
        session.run("pyright", "--verifytypes", package, "--ignoreexternal")
    session.run("python", "-m", "tests.typing.pyright")
    session.run("python", "-m", "tests.typing.hover")


@nox.session
def tests(session: nox.Session) -> None:
    """All tests, warnings being errors. ``nox -s tests -- -k order`` runs some."""
    _install(session, "types")
    session.run("python", "-m", "pytest", *session.posargs)


@nox.session(python=PYTHONS, default=False)
def pythons(session: nox.Session) -> None:
    """All tests on every supported Python that is installed."""
    _install(session, "types")
    session.run("python", "-m", "pytest", *session.posargs)


@nox.session
def docs(session: nox.Session) -> None:
    """The documentation, its links and its examples; a warning fails."""
    _install(session, "docs")
    session.run("sphinx-build", "-nW", "-b", "html", "-d", "docs/_build/doctrees", "docs", "docs/_build/html")
    session.run("python", "-m", "tests.docs.links", "docs/_build/html")
    session.run("sphinx-build", "-nW", "-b", "doctest", "-d", "docs/_build/doctrees", "docs", "docs/_build/doctest")


@nox.session(default=False)
def demo(session: nox.Session) -> None:
    """The whole way from a shop's orders to proven totals, on the two doubles."""
    _install(session, "all")
    session.run("bpwoo", "demo", *session.posargs)


@nox.session(default=False)
def check(session: nox.Session) -> None:
    """Read-only checks of a real account and a real shop: ``nox -s check -- bpwoo.toml``."""
    _install(session, "all")
    session.run("bpwoo", "check", *session.posargs)


@nox.session(default=False)
def live(session: nox.Session) -> None:
    """The suite for a disposable real shop, which ``WOOCOMMERCE_URL``, ``_KEY`` and ``_SECRET`` name."""
    _need_shop(session)
    _install(session, "test")
    session.run("python", "-m", "pytest", "tests/live", *session.posargs)


@nox.session(default=False)
def record(session: nox.Session) -> None:
    """The same, and record what the shop answers as scrubbed cassettes: ``nox -s record -- FOLDER``."""
    _need_shop(session)
    _install(session, "test")
    folder = session.posargs[0] if session.posargs else "tests/live/cassettes"
    session.run("python", "-m", "pytest", "tests/live", env={"WOOCOMMERCE_RECORD": folder})


@nox.session(default=False)
def bench(session: nox.Session) -> None:
    """Every figure beside its target, and which are missed: ``nox -s bench -- fetching --rounds 3``, ``--write-docs``."""
    _install(session, "bench")
    session.run("python", "-m", "tests.bench", *session.posargs)


@nox.session(default=False)
def faults(session: nox.Session) -> None:
    """Every flow with every trouble at every request, and what became of it: ``nox -s faults -- --cases 500``, ``--write-docs``."""
    _install(session, "test")
    session.run("python", "-m", "tests.faults", *session.posargs)


@nox.session(default=False)
def soak(session: nox.Session) -> None:
    """Fifty pairs, three workers that are killed again and again, and trouble, for twenty minutes: ``nox -s soak -- --minutes 5``."""
    _install(session, "test")
    session.run("python", "-m", "tests.soak", *session.posargs)


@nox.session(default=False)
def simulation(session: nox.Session) -> None:
    """Ten thousand pairs by a virtual clock; ``-- --check`` runs fifty real ones beside it, ``-- --write-docs`` keeps the page true."""
    _install(session, "test")
    session.run("python", "-m", "tests.simulation", *session.posargs)


@nox.session(default=False)
def fuzz(session: nox.Session) -> None:
    """What strangers send, guided by the code it reaches: ``nox -s fuzz -- --seconds 300 --target webhooks``, ``--write-docs``."""
    _install(session, "fuzz")
    session.run("python", "-m", "tests.hostile", *session.posargs)


@nox.session(default=False)
def mutation(session: nox.Session) -> None:
    """Change the code that decides and reckons, and count what no test notices: ``nox -s mutation -- bpwoo_sync.mapping.money``.

    ``nox -s mutation -- kernel`` changes the clients' kernel, signing in, limits and search instead. It goes on where it was
    interrupted; remove ``mutants/`` or ``mutants-kernel/`` to begin anew. All of it takes hours.
    """
    _install(session, "mutation")
    folder, chosen = Path("."), list(session.posargs)
    if chosen[:1] == ["kernel"]:
        folder = Path("mutants-kernel")
        session.run("python", "-m", "tests.mutation.apart", chosen.pop(0), str(folder))
        with session.chdir(folder):
            session.run("mutmut", "run", "--max-children", "2", *chosen)
    else:
        session.run("python", "-m", "tests.mutation.generated")
        with session.chdir("mutants"):
            session.run("python", "-m", "tests.mutation.forked", *chosen)
    session.run("python", "-m", "tests.mutation.score", str(folder / "mutants"))


@nox.session(default=False)
def lowest(session: nox.Session) -> None:
    """All tests on the lowest version of each library that a user may have: bounds that are too low show here."""
    project = tomllib.loads(Path("pyproject.toml").read_text("utf-8"))["project"]
    users = [each for extra, each in project["optional-dependencies"].items() if extra not in OURS]
    bounds = re.findall(r"'([\w.-]+)(?:\[\w+\])?>=([\d.]+)'", str([project["dependencies"], *users]))
    constraints = Path(session.create_tmp(), "lowest.txt")
    constraints.write_text("".join(f"{name}=={version}\n" for name, version in sorted(set(bounds))), "utf-8")
    session.install("-c", str(constraints), ".[test]")
    session.run("python", "-m", "pytest", "-p", "no:anyio", *session.posargs)


@nox.session(default=False)
def build(session: nox.Session) -> None:
    """Wheel and source distribution in ``dist/``, the same byte for byte for the same commit."""
    _install(session, "supply")
    _build(session)


@nox.session(default=False)
def sbom(session: nox.Session) -> None:
    """What comes with the built wheel and its extra ``all``, as CycloneDX in ``dist/bpwoo.cdx.json``."""
    _install(session, "supply")
    python = _installed_wheel(session)
    options = ("--pyproject", "pyproject.toml", "--output-reproducible", "--output-file", "dist/bpwoo.cdx.json")
    session.run("cyclonedx-py", "environment", *options, str(python))


@nox.session(default=False)
def audit(session: nox.Session) -> None:
    """Ask PyPI for known weaknesses of what comes with the wheel. Offline it says so and passes; what it cannot ask for fails."""
    try:
        socket.create_connection(("pypi.org", 443), timeout=10).close()
    except OSError as fault:
        session.skip(f"nothing was audited, for pypi.org cannot be reached: {fault}")
    _install(session, "supply")
    library = _installed_wheel(session).parent.parent / "lib"
    (packages,) = library.glob("python*/site-packages")
    told = session.run("pip-audit", "--path", str(packages), "--format", "json", silent=True, stderr=None, success_codes=[0, 1])
    asked = [each for each in json.loads(str(told)[str(told).index("{") :])["dependencies"] if each["name"] != "bpwoo"]
    skipped = sorted(each["name"] for each in asked if "skip_reason" in each)
    weak = [f"{each['name']} {each['version']}: {weakness['id']}" for each in asked for weakness in each.get("vulns", ())]
    session.log(f"{len(asked) - len(skipped)} of {len(asked)} distributions were audited")
    if weak or skipped:
        session.error("; ".join([*weak, *(f"{name}: not audited" for name in skipped)]))


def _build(session: nox.Session) -> Path:
    """Build into ``dist/`` with the last commit's time, and return the wheel."""
    epoch = str(session.run("git", "log", "-1", "--format=%ct", external=True, silent=True)).strip()
    session.run("python", "-m", "hatchling", "build", "-t", "sdist", "-t", "wheel", "-d", "dist", env={"SOURCE_DATE_EPOCH": epoch})
    return max(Path("dist").glob("*.whl"), key=lambda path: path.stat().st_mtime)


def _installed_wheel(session: nox.Session) -> Path:
    """An environment with the built wheel, its extra ``all`` and nothing else, as its Python."""
    home = Path(session.create_tmp(), "wheel").resolve()
    session.run("python", "-m", "venv", "--clear", "--without-pip", str(home))
    python = home / "bin" / "python"
    session.run("python", "-m", "pip", "--python", str(python), "install", "--quiet", f"{_build(session)}[all]")
    return python


def _need_shop(session: nox.Session) -> None:
    missing = [name for name in SHOP if not os.environ.get(name)]
    if missing:
        session.skip(f"no shop is named: set {', '.join(missing)}")


def _install(session: nox.Session, extra: str) -> None:
    if session.venv_backend != "none":
        session.install("-e", f".[{extra}]")
