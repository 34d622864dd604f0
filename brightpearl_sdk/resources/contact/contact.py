"""Contacts: customers, suppliers and staff."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import ClassVar, Final

from ..._kernel.binding import C, Resource, stream
from ..._kernel.operation import Operation, Page, Request, Response
from ..._kernel.values import UNSET, Draft, Json, Model, Unset, draft, model, named
from ...endpoints import act_on, create, patch, planning, read, read_many, read_set, replace, searching
from ...search import BooleanColumn, IdColumn, InstantColumn, IntegerColumn, SearchRow, StringColumn, TextColumn
from ...values import Number
from ...wire import decode_many, envelope
from .postal_address import PostalAddress

_ONE = "/contact-service/contact/{}"
_ALL = "/contact-service/contact"


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
class Websites(Model):
    """Web sites by use."""

    primary: str | None = named("PRI", default=None)


@model
class MessagingVoips(Model):
    """Names and numbers of messaging services."""

    skype: str | None = named("SKP", default=None)


@model
class Communication(Model):
    """How to reach a contact."""

    emails: Emails | None = None
    telephones: Telephones | None = None
    websites: Websites | None = None
    messaging_voips: MessagingVoips | None = None


@model
class ContactStatusOfContact(Model):
    """A status that a contact has, or had from a moment on."""

    contact_status_id: int | None = None
    contact_status_name: str | None = None
    occured_on: datetime | None = None
    """When it happened: aware UTC."""
    staff_contact_id: int | None = None


@model
class ContactStatuses(Model):
    """The status of a contact now, and those before it."""

    current: ContactStatusOfContact | None = None
    history: tuple[ContactStatusOfContact, ...] | None = None


@model
class MarketingDetails(Model):
    """What a contact wants to be sent."""

    is_receive_email_newsletter: bool | None = None


@model
class ContactAssignmentIds(Model):
    """Who and what a contact is assigned to. Some answers spell ``staffOwnerContactid``: :attr:`owner_id` reads both."""

    staff_owner_contact_id: int | None = None
    staff_owner_contactid: int | None = named("staffOwnerContactid", default=None)
    lead_source_id: int | None = None
    department_id: int | None = None
    contact_group_id: int | None = None
    account_reference: str | None = None

    @property
    def owner_id(self) -> int | None:
        """The member of staff whose contact it is."""
        return self.staff_owner_contactid if self.staff_owner_contact_id is None else self.staff_owner_contact_id


@model
class ContactAssignment(Model):
    """What a contact is assigned to now."""

    current: ContactAssignmentIds | None = None


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
    """In the currency of ``currency_id``."""
    credit_term_days: int | None = None
    """In days."""
    currency_id: int | None = None
    discount_percentage: Number | None = None
    """In per cent: 10 means 10 per cent."""
    tax_number: str | None = None
    credit_term_type_id: int | None = None


@model
class Contact(Model):
    """A person that the account deals with. E-mail addresses are not unique.

    ``contact_tags`` is text: ids between commas. ``company_id`` is 0 where there is none. ``custom_fields`` and
    ``postal_addresses`` come only where they are asked for.
    """

    __shown__: ClassVar[tuple[str, ...]] = ("contact_id", "first_name", "last_name")

    contact_id: int
    is_primary_contact: bool | None = None
    salutation: str | None = None
    first_name: str | None = None
    last_name: str | None = None
    post_address_ids: PostAddressIds | None = None
    communication: Communication | None = None
    contact_status: ContactStatuses | None = None
    relationship_to_account: RelationshipToAccount | None = None
    marketing_details: MarketingDetails | None = None
    financial_details: ContactFinancialDetails | None = None
    assignment: ContactAssignment | None = None
    organisation: Organisation | None = None
    trade_status: str | None = None
    created_by_id: int | None = named("createdByid", default=None)
    created_on: datetime | None = None
    """When it was made: aware UTC."""
    updated_on: datetime | None = None
    """When it was last changed: aware UTC."""
    contact_tags: str | None = None
    aliases: Json = None
    company_id: int | None = None
    custom_fields: dict[str, Json] | None = None
    postal_addresses: tuple[PostalAddress, ...] | None = None
    lead_time: int | None = None
    """In days."""


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
class WebsitesDraft(Draft):
    """Web sites to be written, by use."""

    primary: str | Unset = named("PRI", default=UNSET)


@draft
class MessagingVoipsDraft(Draft):
    """Names and numbers of messaging services to be written."""

    skype: str | Unset = named("SKP", default=UNSET)


@draft
class CommunicationDraft(Draft):
    """How to reach a contact that is to be written."""

    emails: EmailsDraft | Unset = UNSET
    telephones: TelephonesDraft | Unset = UNSET
    websites: WebsitesDraft | Unset = UNSET
    messaging_voips: MessagingVoipsDraft | Unset = UNSET


@draft
class PostAddressIdsDraft(Draft):
    """Ids of addresses that exist: default, billing, delivery."""

    default: int | Unset = named("DEF", default=UNSET)
    billing: int | Unset = named("BIL", default=UNSET)
    delivery: int | Unset = named("DEL", default=UNSET)


@draft
class OrganisationDraft(Draft):
    """An organisation by name or by id; an existing one makes the contact a further one of it."""

    organisation_id: int | Unset = UNSET
    name: str | Unset = UNSET
    job_title: str | Unset = UNSET


@draft
class RelationshipToAccountDraft(Draft):
    """What a contact is to be: a supplier, staff, or else a customer."""

    is_supplier: bool | Unset = UNSET
    is_staff: bool | Unset = UNSET


@draft
class MarketingDetailsDraft(Draft):
    """What a contact wants to be sent; nothing unless told otherwise."""

    is_receive_email_newsletter: bool | Unset = UNSET


@draft
class ContactFinancialDetailsDraft(Draft):
    """Terms of trade with a contact that is to be written."""

    price_list_id: int | Unset = UNSET
    nominal_code: str | Unset = UNSET
    tax_code_id: int | Unset = UNSET
    credit_limit: Number | Unset = UNSET
    """In the currency of ``currency_id``."""
    credit_term_days: int | Unset = UNSET
    """In days."""
    currency_id: int | Unset = UNSET
    discount_percentage: Number | Unset = UNSET
    """In per cent: 10 means 10 per cent."""
    tax_number: str | Unset = UNSET
    credit_term_type_id: int | Unset = UNSET


@draft
class ContactAssignmentIdsDraft(Draft):
    """Who and what a contact is to be assigned to."""

    staff_owner_contact_id: int | Unset = UNSET
    lead_source_id: int | Unset = UNSET
    account_reference: str | Unset = UNSET


@draft
class ContactAssignmentDraft(Draft):
    """What a contact is to be assigned to."""

    current: ContactAssignmentIdsDraft


@draft
class ContactStatusIdDraft(Draft):
    """A status of the account."""

    contact_status_id: int


@draft
class CurrentContactStatusDraft(Draft):
    """The status that a new contact is to have; the account's default one unless told otherwise."""

    current: ContactStatusIdDraft


@draft
class ContactDraft(Draft):
    """A contact to be made. Names hold 32 characters each; addresses are made first.

    A contact is only one of customer, supplier and staff. ``company_id`` names a company that exists.
    """

    salutation: str | Unset = UNSET
    first_name: str | Unset = UNSET
    last_name: str | Unset = UNSET
    post_address_ids: PostAddressIdsDraft | Unset = UNSET
    communication: CommunicationDraft | Unset = UNSET
    organisation: OrganisationDraft | Unset = UNSET
    relationship_to_account: RelationshipToAccountDraft | Mapping[str, Json] | Unset = UNSET
    marketing_details: MarketingDetailsDraft | Mapping[str, Json] | Unset = UNSET
    financial_details: ContactFinancialDetailsDraft | Mapping[str, Json] | Unset = UNSET
    assignment: ContactAssignmentDraft | Mapping[str, Json] | Unset = UNSET
    contact_status: CurrentContactStatusDraft | Unset = UNSET
    company_id: int | Unset = UNSET
    lead_time: int | Unset = UNSET
    """In days."""


@draft
class ForgetContactDraft(Draft):
    """What is struck out with a contact's names and addresses: each part only where it is true."""

    tickets_and_activities: bool | Unset = UNSET
    notes: bool | Unset = UNSET
    custom_fields: bool | Unset = UNSET
    keep_city_and_state: bool | Unset = UNSET


class ContactRow(SearchRow):
    """A row of ``contact-search``. ``primary_email`` is searched for a part: compare it again.

    ``all_email`` (any of the three addresses), ``all_phone``, ``tag_ids`` and ``company_ids`` only filter: no row holds
    them.
    """

    contact_id: Final = IdColumn("contactId")
    primary_email: Final = TextColumn("primaryEmail")
    secondary_email: Final = TextColumn("secondaryEmail")
    tertiary_email: Final = TextColumn("tertiaryEmail")
    first_name: Final = TextColumn("firstName")
    last_name: Final = TextColumn("lastName")
    is_supplier: Final = BooleanColumn("isSupplier", sortable=False)
    company_name: Final = TextColumn("companyName")
    is_staff: Final = BooleanColumn("isStaff", sortable=False)
    is_customer: Final = BooleanColumn("isCustomer", sortable=False)
    created_on: Final = InstantColumn("createdOn")
    """When it was made: aware UTC."""
    updated_on: Final = InstantColumn("updatedOn")
    """When it was last changed: aware UTC."""
    last_contacted_on: Final = InstantColumn("lastContactedOn")
    """When the contact was last written or spoken to: aware UTC."""
    last_ordered_on: Final = InstantColumn("lastOrderedOn")
    """When the contact last ordered: aware UTC."""
    nominal_code: Final = IntegerColumn("nominalCode")
    is_primary: Final = BooleanColumn("isPrimary")
    telephone: Final = StringColumn("pri", sortable=False)
    second_telephone: Final = StringColumn("sec", sortable=False)
    mobile: Final = StringColumn("mob", sortable=False)
    exact_company_name: Final = StringColumn("exactCompanyName")
    title: Final = StringColumn("title")
    all_email: Final = StringColumn("allEmail", sortable=False)
    all_phone: Final = StringColumn("allPhone", sortable=False)
    tag_ids: Final = IdColumn("tagIds", sortable=False)
    company_ids: Final = IdColumn("companyIds", sortable=False)


def _contacts(*, first_result: int = 1, newest_first: bool = False) -> Operation[Page[Contact]]:
    query = (("firstResult", str(first_result)),) if first_result != 1 else ()
    order = (("sort", "contactId.DESC"),) if newest_first else ()

    def parse(response: Response) -> Page[Contact]:
        document = envelope(response)
        contacts = decode_many(Contact, document.get("response") or [])
        more = contacts and (document.get("pagination") or {}).get("morePagesAvailable")
        following = _contacts(first_result=first_result + len(contacts), newest_first=newest_first) if more else None
        return Page(items=contacts, next=following)

    return Operation(request=Request(method="GET", path=_ALL, query=(*query, *order)), parse=parse)


class Contacts(Resource[C]):
    """https://api-docs.brightpearl.com/contact/contact/index.html

    Names, salutation, telephones, e-mail addresses, newsletter, lead time and company can be patched, nothing else.
    A contact is forgotten by https://api-docs.brightpearl.com/contact/contact-forget/post.html, its orders by the order
    service.
    """

    get: Final = read(_ONE, Contact)
    get_set: Final = read_set(_ONE, Contact)
    get_many: Final = read_many(_ONE, Contact, key="contact_id", plan=_ONE)
    list: Final = stream(_contacts, method="GET", path=_ALL, model=Contact, doc="Every contact, 200 a page, the oldest first.")
    plan: Final = planning(_ONE)
    create: Final = create(_ALL, ContactDraft)
    replace: Final = replace(_ONE, ContactDraft, doc="Write a contact anew by PUT, which is assumed to take what POST takes.")
    patch: Final = patch(_ONE, Contact)
    forget: Final = act_on("/contact-service/contact/{}/forget", ForgetContactDraft, doc="Strike a secondary customer's data out.")
    search: Final = searching("/contact-service/contact-search", ContactRow)
