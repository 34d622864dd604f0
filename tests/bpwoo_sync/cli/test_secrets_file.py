"""Secrets in a file beside the configuration, as files and as what a configuration reads of them."""

from __future__ import annotations

import stat
from pathlib import Path

import pytest

from bpwoo_sync.cli.configuration import Configuration, read_configuration, read_pair
from bpwoo_sync.cli.connections import brightpearl_client
from bpwoo_sync.cli.secrets_file import laid_over, read_secrets, secrets_from, secrets_path, secrets_text, write_private
from bpwoo_sync.errors import ConfigurationError
from bpwoo_sync.testing.doubles import demo_tables

HEAD = (
    '[brightpearl]\naccount = "acme"\nbase_url = "https://euw1.brightpearlconnect.com"\n\n[woocommerce]\nurl = "https://shop.example"\n\n'
)
SECRETS = {"BRIGHTPEARL_APP_REF": "acme_sync", "BRIGHTPEARL_STAFF_TOKEN": "st4ff", "WOOCOMMERCE_KEY": "ck_1", "WOOCOMMERCE_SECRET": "cs_1"}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A configuration with its secrets beside it, and nothing in the environment."""
    found = tmp_path / "acme.toml"
    found.write_text(HEAD + demo_tables(), "utf-8")
    write_private(secrets_path(found), secrets_text(SECRETS))
    return found


def test_a_file_of_secrets_can_be_read_by_its_owner_alone_and_reads_as_it_was_written(path: Path) -> None:
    assert 0o600 == stat.S_IMODE(secrets_path(path).stat().st_mode)
    assert SECRETS == read_secrets(secrets_path(path))


def test_a_private_file_replaces_one_that_others_could_read(tmp_path: Path) -> None:
    target = tmp_path / "acme.env"
    target.write_text("OLD=1\n", "utf-8")
    target.chmod(0o644)
    write_private(target, "NEW=1\n")
    assert (0o600, {"NEW": "1"}) == (stat.S_IMODE(target.stat().st_mode), read_secrets(target))


def test_a_file_that_everybody_can_read_is_told(path: Path) -> None:
    secrets_path(path).chmod(0o644)
    with pytest.warns(UserWarning, match="chmod 600"):
        read_secrets(secrets_path(path))


@pytest.mark.parametrize(
    ("line", "value"),
    [("A=b", "b"), ("export A=b", "b"), ('A="b c"', "b c"), (" A = b ", "b"), ("A=b=c==", "b=c=="), ("A=b # c", "b # c"), ("A=", "")],
)
def test_a_line_is_a_name_and_a_value(line: str, value: str) -> None:
    assert {"A": value} == secrets_from(f"# why\n\n{line}\n", Path("acme.env"))


def test_a_line_that_is_none_is_told_by_its_number_and_not_shown() -> None:
    with pytest.raises(ConfigurationError) as caught:
        secrets_from("A=b\ncs_s3cret\n", Path("acme.env"))
    assert ("acme.env: line 2 is no NAME=value",) == caught.value.faults


def test_a_configuration_finds_its_secrets_beside_it(path: Path) -> None:
    found = read_configuration(path, {})
    assert ("st4ff", "cs_1") == (found.brightpearl.staff_token, found.woocommerce.secret)
    with brightpearl_client(found.brightpearl) as client:
        assert "acme" == client.account


def test_the_environment_counts_for_more_than_the_file_unless_it_is_empty(path: Path) -> None:
    found = read_configuration(path, {"WOOCOMMERCE_SECRET": "cs_2", "WOOCOMMERCE_KEY": ""})
    assert ("ck_1", "cs_2") == (found.woocommerce.key, found.woocommerce.secret)


def test_another_way_to_sign_in_replaces_the_one_of_the_file() -> None:
    found = laid_over(SECRETS, {"BRIGHTPEARL_ACCOUNT_TOKEN": "t0ken"})
    assert ("t0ken", None, "acme_sync") == tuple(found.get(f"BRIGHTPEARL_{name}") for name in ("ACCOUNT_TOKEN", "STAFF_TOKEN", "APP_REF"))


def test_a_pairs_own_secrets_count_for_more_than_those_of_all_pairs(path: Path) -> None:
    shared = {"WOOCOMMERCE_KEY": "ck_all", "WOOCOMMERCE_SECRET": "cs_all", "ACME__WOOCOMMERCE_SECRET": "cs_own"}
    found = read_pair(path, shared)
    assert ("ck_1", "cs_own") == (found.woocommerce.key, found.woocommerce.secret)


def test_a_token_file_that_a_file_of_secrets_names_is_beside_it(path: Path) -> None:
    write_private(secrets_path(path), secrets_text({**SECRETS, "BRIGHTPEARL_STAFF_TOKEN": "", "BRIGHTPEARL_TOKEN_FILE": "acme.token.json"}))
    assert str(path.with_name("acme.token.json")) == read_configuration(path, {}).brightpearl.token_file


def test_webhook_secrets_are_read_from_the_file_too(path: Path) -> None:
    write_private(
        secrets_path(path), secrets_text({**SECRETS, "WOOCOMMERCE_WEBHOOK_SECRET": "new", "WOOCOMMERCE_WEBHOOK_SECRET_OLD": "old"})
    )
    assert ("new", "old") == read_pair(path, {}).shop_webhook_secrets


def test_no_secret_shows_in_a_configuration(path: Path) -> None:
    found: Configuration = read_configuration(path, {"BRIGHTPEARL_WEBHOOK_SECRET": "h00k"})
    assert [] == [secret for secret in ("st4ff", "ck_1", "cs_1", "h00k") if secret in repr(found)]
