"""Custom fields of contacts: customers and suppliers have each their own."""

from __future__ import annotations

from typing import Final

from ..._kernel.binding import C, Resource
from ...endpoints import patch_fields, read_all, read_fields, read_set
from ..custom_field import CustomField


class ContactCustomFields(Resource[C]):
    """https://api-docs.brightpearl.com/contact/custom-field/index.html

    What is declared for customers and for suppliers is on
    https://api-docs.brightpearl.com/contact/custom-field-meta-data/get.html
    """

    get: Final = read_fields("/contact-service/contact/{}/custom-field")
    patch: Final = patch_fields("/contact-service/contact/{}/custom-field")
    declared_for_customers: Final = read_all("/contact-service/customer/custom-field-meta-data", CustomField)
    declared_for_customers_set: Final = read_set("/contact-service/customer/custom-field-meta-data/{}", CustomField)
    declared_for_suppliers: Final = read_all("/contact-service/supplier/custom-field-meta-data", CustomField)
    declared_for_suppliers_set: Final = read_set("/contact-service/supplier/custom-field-meta-data/{}", CustomField)
