"""What is told of whose an order is: e-mail addresses, contacts and postal addresses."""

from __future__ import annotations

from collections.abc import Mapping

from bpwoo_sync.codes.kinds import Code, Severity

#: Every kind of issue about a customer, by its code.
#:
#: :meta hide-value:
CUSTOMERS: Mapping[str, Code] = {
    "ADDRESS_LINE1_EMPTY": Code(
        Severity.WARN,
        "An address has no first line.",
        cause=("Some checkouts ask for no street, as for downloads or for collection, and a plug-in may put it in a field of its own."),
        repair="Complete the address in Brightpearl.",
    ),
    "CONTACT_IS_STAFF": Code(
        Severity.BLOCK,
        "The customer's e-mail belongs to staff or a supplier.",
        cause="A colleague or a supplier bought in the shop. Sales to such a contact would mix their books with a customer's.",
        repair="Change that contact's e-mail, or set orders.anonymous_contact_id.",
    ),
    "CUSTOMER_ERASED": Code(
        Severity.BLOCK,
        "The shop erased whose order it was before it was imported.",
        cause=(
            "Somebody used the shop's tool to erase personal data, or its retention period passed. What stands there since, such as "
            "[deleted], is nobody's name, and no contact is made of it."
        ),
        repair="Enter it in Brightpearl by hand, with its external reference such as W1-1042; or move store.go_live past it.",
    ),
    "DUPLICATE_CONTACT": Code(
        Severity.WARN,
        "Several contacts have this e-mail; the oldest is used.",
        cause="A customer was entered twice, by hand or by several channels.",
        repair="Merge the contacts in Brightpearl.",
    ),
    "NAME_CUT": Code(
        Severity.WARN,
        "A contact's name is longer than Brightpearl holds.",
        cause="A plug-in or a customer put a company, a department or several people into one field of the name.",
        repair="Shorten it in Brightpearl as the customer would.",
    ),
    "NO_EMAIL": Code(
        Severity.BLOCK,
        "The order has no e-mail address.",
        cause="The order was entered by hand or at a till. Customers are found by their e-mail address, so that none is made twice.",
        repair="Set orders.anonymous_contact_id, or add the address in the shop.",
    ),
    "UNKNOWN_COUNTRY": Code(
        Severity.BLOCK,
        "The country is blank or no ISO code.",
        cause="The address was entered by hand or by a plug-in, or the shop uses a code of its own such as XK.",
        repair="Correct the address in the shop, or map the code.",
    ),
}
