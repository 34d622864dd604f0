"""States and provinces by the codes that shops keep of them, for accounts that write them out."""

from __future__ import annotations

from collections.abc import Mapping

_CODES: Mapping[str, str] = {
    "US": "AL:Alabama AK:Alaska AZ:Arizona AR:Arkansas CA:California CO:Colorado CT:Connecticut DE:Delaware DC:District_of_Columbia "
    "FL:Florida GA:Georgia HI:Hawaii ID:Idaho IL:Illinois IN:Indiana IA:Iowa KS:Kansas KY:Kentucky LA:Louisiana ME:Maine MD:Maryland "
    "MA:Massachusetts MI:Michigan MN:Minnesota MS:Mississippi MO:Missouri MT:Montana NE:Nebraska NV:Nevada NH:New_Hampshire "
    "NJ:New_Jersey NM:New_Mexico NY:New_York NC:North_Carolina ND:North_Dakota OH:Ohio OK:Oklahoma OR:Oregon PA:Pennsylvania "
    "RI:Rhode_Island SC:South_Carolina SD:South_Dakota TN:Tennessee TX:Texas UT:Utah VT:Vermont VA:Virginia WA:Washington "
    "WV:West_Virginia WI:Wisconsin WY:Wyoming",
    "CA": "AB:Alberta BC:British_Columbia MB:Manitoba NB:New_Brunswick NL:Newfoundland_and_Labrador NT:Northwest_Territories "
    "NS:Nova_Scotia NU:Nunavut ON:Ontario PE:Prince_Edward_Island QC:Quebec SK:Saskatchewan YT:Yukon",
    "AU": "ACT:Australian_Capital_Territory NSW:New_South_Wales NT:Northern_Territory QLD:Queensland SA:South_Australia TAS:Tasmania "
    "VIC:Victoria WA:Western_Australia",
}

#: Names by country and code, such as ``US:CA``.
NAMES: Mapping[str, str] = {
    f"{country}:{code}": name.replace("_", " ")
    for country, listed in _CODES.items()
    for code, _, name in (entry.partition(":") for entry in listed.split())
}


def state_name(state: str, country: str, names: Mapping[str, str]) -> str:
    """A state as it is to be written: its name where ``names`` has its code, else as it is given."""
    return names.get(f"{country.strip().upper()}:{state.upper()}", state)
