"""What the shop tells of itself: versions, settings, plugins. The shape varies with server and version."""

from __future__ import annotations

from typing import ClassVar, Final

from woocommerce_sdk._kernel.binding import C, Resource
from woocommerce_sdk._kernel.values import UNSET, Draft, Model, Unset, draft, model, named
from woocommerce_sdk.endpoints import read, update
from woocommerce_sdk.values import Free


@model
class Environment(Model):
    """Server, WordPress and WooCommerce. Sizes are in bytes."""

    home_url: str
    site_url: str
    store_id: str
    version: str
    log_directory: str
    log_directory_writable: bool
    wp_version: str
    wp_multisite: bool
    wp_memory_limit: int
    """In bytes."""
    wp_debug_mode: bool
    wp_cron: bool
    wp_environment_type: str
    language: str
    external_object_cache: bool | None
    server_info: str
    server_architecture: str
    php_version: str
    php_post_max_size: int
    """In bytes."""
    php_max_execution_time: int
    """In seconds."""
    php_max_input_vars: int
    curl_version: str
    suhosin_installed: bool
    max_upload_size: int
    """In bytes."""
    mysql_version: str
    mysql_version_string: str
    default_timezone: str
    fsockopen_or_curl_enabled: bool
    soapclient_enabled: bool
    domdocument_enabled: bool
    gzip_enabled: bool
    mbstring_enabled: bool
    remote_post_successful: bool
    remote_post_response: int | str | None
    remote_get_successful: bool
    remote_get_response: int | str | None

    __shown__: ClassVar[tuple[str, ...]] = ("version", "wp_version", "php_version")


@model
class Database(Model):
    """The database, its tables and their sizes in megabytes."""

    wc_database_version: str
    database_prefix: str
    maxmind_geoip_database: str
    database_tables: dict[str, Free]
    database_size: dict[str, Free]

    __shown__: ClassVar[tuple[str, ...]] = ("wc_database_version",)


@model
class Plugin(Model):
    """A plugin."""

    plugin: str
    name: str
    version: str
    version_latest: str | int | None
    url: str
    author_name: str
    author_url: str
    network_activated: bool

    __shown__: ClassVar[tuple[str, ...]] = ("name", "version")


@model
class Theme(Model):
    """The theme that is switched on."""

    name: str
    version: str
    version_latest: str | int | None
    author_url: str
    is_child_theme: bool
    is_block_theme: bool
    has_woocommerce_support: bool
    has_woocommerce_file: bool
    has_outdated_templates: bool
    overrides: tuple[Free, ...]
    parent_name: str
    parent_version: str
    parent_version_latest: str
    parent_author_url: str

    __shown__: ClassVar[tuple[str, ...]] = ("name", "version")


@model
class StatusSettings(Model):
    """The settings that matter to support."""

    api_enabled: bool
    force_ssl: bool
    currency: str
    currency_symbol: str
    currency_position: str
    thousand_separator: str
    decimal_separator: str
    number_of_decimals: int
    """The decimals of amounts."""
    geolocation_enabled: bool
    taxonomies: dict[str, str]
    product_visibility_terms: dict[str, str]
    woocommerce_com_connected: str
    enforce_approved_download_dirs: bool
    order_datastore: str
    hpos_enabled: bool = named("HPOS_enabled")
    hpos_sync_enabled: bool = named("HPOS_sync_enabled")
    enabled_features: tuple[str, ...]
    wccom_connected: str | None = None
    """Named otherwise since WooCommerce 9."""

    __shown__: ClassVar[tuple[str, ...]] = ("currency", "number_of_decimals")


@model
class Security(Model):
    """Whether pages are served over HTTPS, and errors hidden."""

    secure_connection: bool
    hide_errors: bool


@model
class ShopPage(Model):
    """A page that the shop needs."""

    page_name: str
    page_id: int | str
    page_set: bool
    page_exists: bool
    page_visible: bool
    shortcode: str
    block: str
    shortcode_required: bool
    shortcode_present: bool
    block_present: bool
    block_required: bool

    __shown__: ClassVar[tuple[str, ...]] = ("page_name", "page_id")


@model
class PostTypeCount(Model):
    """How many posts of a type there are."""

    type: str
    count: int | str
    """How many posts."""


@model
class Logging(Model):
    """Where the shop logs, and for how long."""

    logging_enabled: bool
    default_handler: str
    retention_period_days: int
    """In days."""
    level_threshold: str
    log_directory_size: str
    """With its unit, as the shop writes it: ``12 KB``."""


@model
class SystemStatus(Model):
    """What the shop tells of itself."""

    environment: Environment
    database: Database
    active_plugins: tuple[Plugin, ...]
    inactive_plugins: tuple[Plugin, ...]
    dropins_mu_plugins: Free
    theme: Theme
    settings: StatusSettings
    security: Security
    pages: tuple[ShopPage, ...]
    post_type_counts: tuple[PostTypeCount, ...] = ()
    logging: Logging | None = None

    __shown__: ClassVar[tuple[str, ...]] = ("environment",)


@model
class SystemTool(Model):
    """A tool that support may run, and after running it whether it succeeded."""

    id: str
    name: str
    action: str
    description: str
    success: bool | None = None
    message: str | None = None

    __shown__: ClassVar[tuple[str, ...]] = ("id", "name")


@draft
class SystemToolDraft(Draft):
    """Runs a tool when ``confirm`` is true."""

    confirm: bool | Unset = UNSET


class SystemStatuses(Resource[C]):
    """https://woocommerce.github.io/woocommerce-rest-api-docs/#system-status"""

    get: Final = read("/system_status", SystemStatus, ())


class SystemTools(Resource[C]):
    """https://woocommerce.github.io/woocommerce-rest-api-docs/#system-status-tools"""

    list: Final = read("/system_status/tools", tuple[SystemTool, ...], ())
    get: Final = read("/system_status/tools/{key}", SystemTool, (str,))
    run: Final = update("/system_status/tools/{key}", SystemToolDraft, SystemTool, (str,))
