"""Currencies (ISO 4217) that figures may be in."""

from collections.abc import Iterable

#: Currencies in use; funds, metals and testing codes are left out.
CURRENCIES = frozenset(
    """
    AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD
    CAD CDF CHF CLP CNY COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP
    GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD
    KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MYR MZN NAD NGN
    NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP
    SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VED VES
    VND VUV WST XAF XCD XCG XOF XPF YER ZAR ZMW ZWG
    """.split()  # noqa: SIM905 - two hundred quoted strings would say less
)

#: Offered first: those that most figures of an export agency are in.
COMMON = ("USD", "EUR", "KZT", "RUB", "UZS", "KGS", "GBP", "CNY", "TRY", "AED", "RSD")


def currency_choices(first: Iterable[str] = ()) -> list[tuple[str, str]]:
    """Every currency for a field: `first`, then the common ones, then the others by code."""
    codes = dict.fromkeys([*first, *COMMON, *sorted(CURRENCIES)])
    return [(code, code) for code in codes]
