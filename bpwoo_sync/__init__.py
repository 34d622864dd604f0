"""Mapping and reconciling between Brightpearl and WooCommerce: pure functions over the models of both SDKs.

The names here are those that another integration begins with; each module holds more. Nothing here asks a clock,
opens a socket or reads a file: see ``bpwoo_sync.effects`` for what does.
"""

from __future__ import annotations

from bpwoo_sync.catalogue import Catalogue, catalogue_of
from bpwoo_sync.errors import ConfigurationError, PlanError, StoreError, SyncError
from bpwoo_sync.facts import OrderFact, StockFact, StockTarget
from bpwoo_sync.findings import Findings
from bpwoo_sync.issues import Issue, Mapped, Severity
from bpwoo_sync.ledger import Ledger, Outcome, Status
from bpwoo_sync.mapping.orders import OrderImport, order_import
from bpwoo_sync.mapping.stock import stock_facts, stock_targets
from bpwoo_sync.plan import Action, Plan
from bpwoo_sync.planning import sync_plan
from bpwoo_sync.reconcile import Reconciliation
from bpwoo_sync.snapshot import Account, Shop
from bpwoo_sync.tables import Tables, tables_from

__all__ = [
    "Account",
    "Action",
    "Catalogue",
    "ConfigurationError",
    "Findings",
    "Issue",
    "Ledger",
    "Mapped",
    "OrderFact",
    "OrderImport",
    "Outcome",
    "Plan",
    "PlanError",
    "Reconciliation",
    "Severity",
    "Shop",
    "Status",
    "StockFact",
    "StockTarget",
    "StoreError",
    "SyncError",
    "Tables",
    "catalogue_of",
    "order_import",
    "stock_facts",
    "stock_targets",
    "sync_plan",
    "tables_from",
]
