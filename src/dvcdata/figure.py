"""One published number checked against its numerator and denominator, with the sentence to quote."""

import re
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from dvcdata import texts
from dvcdata.errors import UserError
from dvcdata.indicators.results import rounded, telling
from dvcdata.judging import Claim, Verdict, judge

WORDS = {
    "nearly": ("gần", "ngót", "xấp xỉ dưới", "chưa đến", "chưa tới", "nearly", "almost"),
    "more_than": ("hơn", "trên", "more than", "over"),
    "about": ("khoảng", "xấp xỉ", "chừng", "about", "around", "some"),
    "at_least": ("ít nhất", "từ", "at least"),
    "at_most": ("nhiều nhất", "không quá", "tối đa", "at most"),
}
NUMBER = r"[0-9][0-9.,\s\u00a0\u202f]*"
FRACTION = re.compile(rf"\s*({NUMBER})/\s*({NUMBER})\s*")
VALUE = re.compile(
    rf"\s*(?P<word>\D*?)\s*(?P<number>{NUMBER})\s*(?P<unit>%|phần trăm|per ?cent|lần|times|x)?\s*", re.IGNORECASE
)
GROUPED = re.compile(r"[0-9]{1,3}(?:[.,\s][0-9]{3})+")
EXACT = 4  # decimals shown of the exact result


@dataclass(frozen=True)
class Checked:
    """A number with its parts, what was claimed of it, and the verdict; no claim, no verdict."""

    numerator: Decimal
    denominator: Decimal
    claim: Claim | None
    kind: str  # share: a percentage; times: so many times; fraction: a part of one, as 0.33
    verdict: Verdict | None
    of: str | None = None
    as_of: date | None = None

    @property
    def percent(self) -> Fraction:
        """The result as a percentage."""
        return 100 * Fraction(self.numerator) / Fraction(self.denominator)

    @property
    def exact(self) -> Fraction:
        """The result in the unit of what was claimed."""
        return self.percent if self.kind == "share" else self.percent / 100


def figure(fraction: str, value: str = "", of: str | None = None, as_of: date | None = None) -> Checked:
    """`dvcdata figure 19.808/826.600 2,39%`: the number checked; what can't be read is refused with an example."""
    match = FRACTION.fullmatch(fraction)
    if not match:
        raise UserError("figure.no_fraction", given=fraction)
    numerator, denominator = (whole(text) for text in match.groups())
    if not denominator:
        raise UserError("figure.zero", given=fraction)
    if not value.strip():
        return Checked(numerator, denominator, None, "share", None, of, as_of)
    said = VALUE.fullmatch(value)
    qualifier = _qualifier(said["word"]) if said else None
    if not said or not qualifier:
        raise UserError("figure.no_value", given=value)
    number = decimal(said["number"])
    claim = Claim(number, max(0, -int(number.as_tuple().exponent)), qualifier)
    kind = _kind(said["unit"], number, Fraction(numerator) / Fraction(denominator))
    checked = Checked(numerator, denominator, claim, kind, None, of, as_of)
    return replace(checked, verdict=judge(claim, checked.exact))


def _kind(unit: str | None, number: Decimal, result: Fraction) -> str:
    """What a number is said in; without a word for it, a percentage or the plain result, whichever is nearer."""
    if unit:
        return "times" if unit.lower() in ("lần", "times", "x") else "share"
    if abs(Fraction(number) - 100 * result) <= abs(Fraction(number) - result):
        return "share"
    return "fraction" if result <= 1 else "times"


def _qualifier(word: str) -> str | None:
    said = " ".join(word.lower().split())
    return next((name for name, words in WORDS.items() if said in words), None if said else "exact")


def whole(text: str) -> Decimal:
    """A count as people write it: 19.808, 19,808, 19 808 or 19808; a comma or dot before three digits groups them."""
    text = text.strip()
    if GROUPED.fullmatch(text):
        return Decimal(re.sub(r"\D", "", text))
    return decimal(text)


def decimal(text: str) -> Decimal:
    """A number whose last comma or dot is the decimal sign, unless that sign stands in it more than once."""
    plain = re.sub(r"\s", "", text)
    last = max(plain.rfind("."), plain.rfind(","))
    if last < 0:
        return Decimal(plain)
    if plain.count(plain[last]) > 1:
        return Decimal(re.sub(r"[.,]", "", plain))
    before, after = re.sub(r"[.,]", "", plain[:last]), plain[last + 1 :]
    return Decimal(f"{before}.{after}" if after else before)


def lines(checked: Checked, lang: str) -> list[str]:
    """The verdict, the arithmetic and the sentence to quote."""
    params = _params(checked, lang)
    kind = "times" if checked.kind == "times" else "share"
    found = [texts.text("figure.part_of_one", lang, **params)] if checked.kind == "fraction" else []
    found.append(texts.text(f"figure.{checked.verdict or 'computed'}_{kind}", lang, **params))
    if checked.verdict == "cut":
        found.append(texts.text(f"figure.cut_note_{checked.kind}", lang, **params))
    if checked.kind == "share" and checked.numerator > checked.denominator:
        found.append(texts.text("figure.above_whole", lang))
    if key := _overstated(checked):
        found.append(texts.text(key, lang, **params))
    found.append(texts.text("figure.better", lang, quote=quote(checked, lang)))
    lacking = [texts.text(f"figure.lacks_{name}", lang) for name in ("of", "as_of") if not getattr(checked, name)]
    if lacking:
        found.append(texts.text("figure.lacks", lang, what=", ".join(lacking)))
    return found


def quote(checked: Checked, lang: str) -> str:
    """The number as it may stand in an article."""
    key = "figure.quote_times" if checked.kind == "times" else "figure.quote_share"
    return texts.text(key, lang, **_params(checked, lang))


def _overstated(checked: Checked) -> str:
    """What to say where a share was rounded to all or to nothing, and is neither."""
    if checked.claim is None or checked.kind != "share" or not 0 < checked.exact < 100:
        return ""
    return {Decimal(0): "figure.not_none", Decimal(100): "figure.not_all"}.get(checked.claim.value, "")


def _params(checked: Checked, lang: str) -> dict[str, object]:
    claim = checked.claim
    decimals = claim.decimals if claim else 2
    enough = telling(checked.percent, 2 if checked.kind == "fraction" else decimals)
    percent = "%" if lang == "vi" else " %"
    sign = percent if checked.kind == "share" else ""

    def shown(value: Decimal | None, digits: int = 0, sign: str = sign) -> str:
        return texts.formatted(value, f"fixed{digits}" if digits else "", lang) + sign

    word = texts.text(f"figure.word_{claim.qualifier}", lang) + " " if claim and claim.qualifier != "exact" else ""
    return {
        "claimed": word + shown(claim.value, decimals) if claim else "",
        "fraction": f"{texts.formatted(checked.numerator, '', lang)}/{texts.formatted(checked.denominator, '', lang)}",
        "numerator": checked.numerator,
        "denominator": checked.denominator,
        "rest": checked.denominator - checked.numerator,
        "exact": shown(rounded(checked.exact, max(EXACT, enough if checked.kind == "share" else 0))),
        "better": shown(rounded(checked.exact, decimals), decimals),
        "quoted": shown(rounded(checked.percent, enough), enough, percent),
        "as_percent": shown(100 * claim.value, max(0, decimals - 2), percent) if claim else "",
        "decimals": decimals,
        "gap": texts.formatted(Decimal(1).scaleb(-decimals), "", lang),
        "of": checked.of,
        "as_of": checked.as_of,
    }
