"""Contacts: customers, suppliers and staff."""

from __future__ import annotations

from datetime import datetime

from ..._kernel.binding import C, Resource
from ..._kernel.values import UNSET, Draft, Json, Model, Unset, draft, model, named
from ...endpoints import create, read, read_set, searching
from ...search import BooleanColumn, IdColumn, InstantColumn, IntegerColumn, SearchRow, StringColumn, TextColumn
from ...values import Number


@model
class EmailAddress(Model):
    """One e-mail address."""

    email: str | None = None


@model
class Emails(Model):
    """E-mail addresses by use."""

    primary: EmailAddress | None = named("PRI", default=None)
    secondary: EmailAddress | None = named("SEC", default=None)
    tertiary: EmailAddress | None = named("TER", default=None)


@model
class Telephones(Model):
    """Telephone numbers by use."""

    primary: str | None = named("PRI", default=None)
    secondary: str | None = named("SEC", default=None)
    mobile: str | None = named("MOB", default=None)
    fax: str | None = named("FAX", default=None)


@model
class Communication(Model):
    """How to reach a contact."""

    emails: Emails | None = None
    telephones: Telephones | None = None
    websites: Json = None
    messaging_voips: Json = None


@model
class PostAddressIds(Model):
    """Ids of a contact's addresses: default, billing, delivery."""

    default: int | None = named("DEF", default=None)
    billing: int | None = named("BIL", default=None)
    delivery: int | None = named("DEL", default=None)


@model
class RelationshipToAccount(Model):
    """What a contact is to the account; a customer is neither supplier nor staff."""

    is_supplier: bool = False
    is_staff: bool = False


@model
class Organisation(Model):
    """The organisation that a contact belongs to."""

    organisation_id: int | None = None
    name: str | None = None
    job_title: str | None = None


@model
class ContactFinancialDetails(Model):
    """Terms of trade with a contact."""

    price_list_id: int | None = None
    nominal_code: str | None = None
    tax_code_id: int | None = None
    credit_limit: Number | None = None
    credit_term_days: int | None = None
    currency_id: int | None = None
    discount_percentage: Number | None = None
    tax_number: str | None = None
    credit_term_type_id: int | None = None


@model
class Contact(Model):
    """A person that the account deals with. E-mail addresses are not unique."""

    __shown__ = ("contact_id", "first_name", "last_name")

    contact_id: int
    is_primary_contact: bool | None = None
    salutation: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    post_address_ids: PostAddressIds | None = None
    communication: Communication | None = None
    contact_status: Json = None
    relationship_to_account: RelationshipToAccount | None = None
    marketing_details: Json = None
    financial_details: ContactFinancialDetails | None = None
    assignment: Json = None
    organisation: Organisation | None = None
    trade_status: str | None = None
    created_by_id: int | None = named("createdByid", default=None)
    created_on: datetime | None = None
    updated_on: datetime | None = None
    contact_tags: Json = None
    aliases: Json = None
    company_id: int | None = None
    custom_fields: Json = None
    postal_addresses: Json = None


@draft
class EmailAddressDraft(Draft):
    """One e-mail address to be written."""

    email: str


@draft
class EmailsDraft(Draft):
    """E-mail addresses to be written, by use."""

    primary: EmailAddressDraft | Unset = named("PRI", default=UNSET)
    secondary: EmailAddressDraft | Unset = named("SEC", default=UNSET)
    tertiary: EmailAddressDraft | Unset = named("TER", default=UNSET)


@draft
class TelephonesDraft(Draft):
    """Telephone numbers to be written, by use."""

    primary: str | Unset = named("PRI", default=UNSET)
    secondary: str | Unset = named("SEC", default=UNSET)
    mobile: str | Unset = named("MOB", default=UNSET)
    fax: str | Unset = named("FAX", default=UNSET)


@draft
class CommunicationDraft(Draft):
    """How to reach a contact that is to be written."""

    emails: EmailsDraft | Unset = UNSET
    telephones: TelephonesDraft | Unset = UNSET


@draft
class PostAddressIdsDraft(Draft):
    """Ids of addresses that exist: default, billing, delivery."""

    default: int | Unset = named("DEF", default=UNSET)
    billing: int | Unset = named("BIL", default=UNSET)
    delivery: int | Unset = named("DEL", default=UNSET)


@draft
class OrganisationDraft(Draft):
    """An organisation by name; an existing name makes the contact a further one of it."""

    name: str | Unset = UNSET
    job_title: str | Unset = UNSET


@draft
class ContactDraft(Draft):
    """A contact to be made. Names hold 32 characters each; addresses are made first."""

    salutation: str | Unset = UNSET
    first_name: str | Unset = UNSET
    last_name: str | Unset = UNSET
    post_address_ids: PostAddressIdsDraft | Unset = UNSET
    communication: CommunicationDraft | Unset = UNSET
    organisation: OrganisationDraft | Unset = UNSET
    relationship_to_account: Json | Unset = UNSET
    marketing_details: Json | Unset = UNSET
    financial_details: Json | Unset = UNSET
    assignment: Json | Unset = UNSET


class ContactRow(SearchRow):
    """A row of ``contact-search``. ``primary_email`` is searched for a part: compare it again."""

    contact_id = IdColumn("contactId")
    primary_email = TextColumn("primaryEmail")
    secondary_email = TextColumn("secondaryEmail")
    tertiary_email = TextColumn("tertiaryEmail")
    first_name = TextColumn("firstName")
    last_name = TextColumn("lastName")
    is_supplier = BooleanColumn("isSupplier", sortable=False)
    company_name = TextColumn("companyName")
    is_staff = BooleanColumn("isStaff", sortable=False)
    is_customer = BooleanColumn("isCustomer", sortable=False)
    created_on = InstantColumn("createdOn")
    updated_on = InstantColumn("updatedOn")
    last_contacted_on = InstantColumn("lastContactedOn")
    last_ordered_on = InstantColumn("lastOrderedOn")
    nominal_code = IntegerColumn("nominalCode")
    is_primary = BooleanColumn("isPrimary")
    telephone = StringColumn("pri", sortable=False)
    second_telephone = StringColumn("sec", sortable=False)
    mobile = StringColumn("mob", sortable=False)
    exact_company_name = StringColumn("exactCompanyName")
    title = StringColumn("title")


class Contacts(Resource[C]):
    """https://api-docs.brightpearl.com/contact/contact/index.html"""

    get = read("/contact-service/contact/{}", Contact)
    get_set = read_set("/contact-service/contact/{}", Contact)
    create = create("/contact-service/contact", ContactDraft)
    search = searching("/contact-service/contact-search", ContactRow)
