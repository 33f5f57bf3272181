"""The closed lists: provinces, levels, kinds of body, statuses. Knows no table and no page."""

from typing import NamedTuple

from django.db.models import TextChoices
from django.utils.functional import lazy
from django.utils.translation import get_language


def bilingual(chinese: str, english: str) -> str:
    """A lazy string: the English text while English is the active language, else the Chinese."""
    return lazy(lambda: english if get_language() == "en" else chinese, str)()


class ProvinceRow(NamedTuple):
    """A province: six-digit code, slug in addresses, short Chinese name, English name."""

    code: str
    slug: str
    chinese: str
    english: str


# Codes and order: GB/T 2260-2007. English names: ISO 3166-2:CN.
PROVINCE_ROWS = tuple(
    ProvinceRow(*row.split("|"))
    for row in """\
110000|beijing|北京|Beijing
120000|tianjin|天津|Tianjin
130000|hebei|河北|Hebei
140000|shanxi|山西|Shanxi
150000|inner-mongolia|内蒙古|Inner Mongolia
210000|liaoning|辽宁|Liaoning
220000|jilin|吉林|Jilin
230000|heilongjiang|黑龙江|Heilongjiang
310000|shanghai|上海|Shanghai
320000|jiangsu|江苏|Jiangsu
330000|zhejiang|浙江|Zhejiang
340000|anhui|安徽|Anhui
350000|fujian|福建|Fujian
360000|jiangxi|江西|Jiangxi
370000|shandong|山东|Shandong
410000|henan|河南|Henan
420000|hubei|湖北|Hubei
430000|hunan|湖南|Hunan
440000|guangdong|广东|Guangdong
450000|guangxi|广西|Guangxi
460000|hainan|海南|Hainan
500000|chongqing|重庆|Chongqing
510000|sichuan|四川|Sichuan
520000|guizhou|贵州|Guizhou
530000|yunnan|云南|Yunnan
540000|tibet|西藏|Tibet
610000|shaanxi|陕西|Shaanxi
620000|gansu|甘肃|Gansu
630000|qinghai|青海|Qinghai
640000|ningxia|宁夏|Ningxia
650000|xinjiang|新疆|Xinjiang
710000|taiwan|台湾|Taiwan
810000|hong-kong|香港|Hong Kong
820000|macao|澳门|Macao""".splitlines()
)
PROVINCE_CODES = {row.slug: row.code for row in PROVINCE_ROWS}

Province: type[TextChoices] = TextChoices(  # type: ignore[call-overload]  # no stub of this form
    "Province",
    [
        (row.slug.upper().replace("-", "_"), (row.slug, bilingual(row.chinese, row.english)))
        for row in PROVINCE_ROWS
    ],
)

NO_PROVINCE = "none"  # in selections: national, military and other bodies without a province
PROVINCE_VALUES = [
    *Province.choices,
    (NO_PROVINCE, bilingual("不分地区", "National")),
]


class Level(TextChoices):
    """Level of a procuratorate: Organic Law of the People's Procuratorates (2018), art. 12-13."""

    SUPREME = "supreme", bilingual("最高检", "Supreme")
    PROVINCIAL = "provincial", bilingual("省级院", "Provincial")
    MUNICIPAL = "municipal", bilingual("市级院（含分院）", "Municipal (incl. branches)")
    GRASSROOTS = "grassroots", bilingual("基层院", "Grassroots")


class BodyKind(TextChoices):
    """The kind of a credited body. A system is all procuratorates of a place together."""

    PROCURATORATE = "procuratorate", bilingual("检察院", "Procuratorate")
    SYSTEM = "system", bilingual("检察机关", "Procuratorial system")
    BRANCH = "branch", bilingual("分院", "Branch procuratorate")
    DISPATCHED = "dispatched", bilingual("派出院", "Dispatched procuratorate")
    RAILWAY = "railway", bilingual("铁路运输检察院", "Railway procuratorate")
    CORPS = "corps", bilingual("兵团检察院", "Corps procuratorate")
    MILITARY = "military", bilingual("军事检察院", "Military procuratorate")
    OTHER = "other", bilingual("其他单位", "Other body")


class Status(TextChoices):
    """The editorial status of a case."""

    DRAFT = "draft", bilingual("草稿", "Draft")
    IN_REVIEW = "in-review", bilingual("待审核", "In review")
    PUBLISHED = "published", bilingual("已发布", "Published")
    WITHDRAWN = "withdrawn", bilingual("已撤下", "Withdrawn")


class Withdrawal(TextChoices):
    """Why a published case was withdrawn."""

    ISSUER = "issuer", bilingual("发布机关撤回", "Withdrawn by its issuer")
    CATALOGUE = "catalogue", bilingual("本站撤下", "Withdrawn by this catalogue")
    PRIVACY = "privacy", bilingual("保护个人信息", "Withdrawn to protect personal information")
    MERGED = "merged", bilingual("与另一案例合并", "Merged with another case")
    SUPERSEDED = "superseded", bilingual("被新案例取代", "Superseded by another case")


# Withdrawals that name another case as the successor.
SUCCEEDED = (Withdrawal.MERGED, Withdrawal.SUPERSEDED)


class Author(TextChoices):
    """Who wrote a title or assigned a theme: the release's issuer or this catalogue."""

    ISSUER = "issuer", bilingual("发布机关", "Issuer")
    CATALOGUE = "catalogue", bilingual("本站编者", "This catalogue")


class BatchKind(TextChoices):
    """What kind of release a batch is."""

    REFORM = "reform", bilingual("改革典型案例", "Typical cases of reform")
    CASEWORK = "casework", bilingual("办案典型案例", "Typical cases of casework")
    GUIDING = "guiding", bilingual("指导性案例", "Guiding cases")
    AWARD = "award", bilingual("年度评选", "Yearly selection")


class IssuerRole(TextChoices):
    """What a body that a release names as its issuer did."""

    ISSUER = "issuer", bilingual("发布", "Issued it")
    GUIDE = "guide", bilingual("指导", "Guided it")
    ORGANISER = "organiser", bilingual("组织评选", "Organised the selection")


class ThemeBasis(TextChoices):
    """What a theme is assigned by: words of the release, or our own judgement."""

    NEWS = "news", bilingual("新闻稿", "News text of the release")
    TITLE = "title", bilingual("案例标题", "Title of the case")
    KEYWORD = "keyword", bilingual("关键词", "Keywords of the case")
    TEXT = "text", bilingual("正文", "Text of the case")
    CATALOGUE = "catalogue", bilingual("编者归类", "Assigned by the editors")


# Bases that leave the judgement to the editors, though a sentence may be quoted.
BASES_OF_OURS = (ThemeBasis.TEXT, ThemeBasis.CATALOGUE)


class PartRole(TextChoices):
    """What a part of a case's text is for, as files write it."""

    GIST = "要旨", bilingual("要旨", "Gist")
    BACKGROUND = "背景案情", bilingual("背景案情", "Background")
    WORK = "做法履职", bilingual("做法履职", "Work")
    EFFECT = "成效", bilingual("成效", "Effect")
    MEANING = "意义", bilingual("意义", "Meaning")

    @property
    def slug(self) -> str:
        """The role in addresses."""
        return self.name.lower()


class PlaceBasis(TextChoices):
    """Whether the release states a body's level or the editors inferred it."""

    STATED = "stated", bilingual("据原文", "As stated")
    INFERRED = "inferred", bilingual("编者判断", "Inferred by the editors")


class DateBasis(TextChoices):
    """Which of its three dates a batch uses as its date."""

    RELEASED = "released", bilingual("发布", "Released")
    ISSUED = "issued", bilingual("印发", "Issued")
    REPORTED = "reported", bilingual("报道", "Reported")


PROVINCE_NAMES = dict(Province.choices)
LEVEL_NAMES = dict(Level.choices)


# Last character of a place's name → what its procuratorates together are called.
AREAS = {
    "省": bilingual("全省检察机关", "All procuratorates of the province"),
    "市": bilingual("全市检察机关", "All procuratorates of the city"),
    "州": bilingual("全州检察机关", "All procuratorates of the prefecture"),
    "盟": bilingual("全盟检察机关", "All procuratorates of the league"),
    "区": bilingual("全区检察机关", "All procuratorates of the area"),
    "县": bilingual("全县检察机关", "All procuratorates of the county"),
    "旗": bilingual("全旗检察机关", "All procuratorates of the banner"),
}


# Provinces that are no 省.
MUNICIPALITIES = {"beijing", "tianjin", "shanghai", "chongqing"}
REGIONS = {"inner-mongolia", "guangxi", "tibet", "ningxia", "xinjiang"}


def area_label(kind: str, province: str, level: str, name: str) -> str:
    """What a system covers, by the body's full name: 全省检察机关; empty for all other bodies."""
    if kind != BodyKind.SYSTEM:
        return ""
    area = name.removesuffix("检察机关")[-1:]
    if area not in AREAS and level == Level.PROVINCIAL:
        area = "市" if province in MUNICIPALITIES else "区" if province in REGIONS else "省"
    return str(AREAS.get(area, ""))


def place_label(province: str, level: str, kind: str = "", name: str = "") -> str:
    """The names of a province and a level, given as slugs, in the active language.

    An empty slug is left out; an unknown one is shown as it is. `kind` and full `name` of a body
    say whether it is a system.
    """
    area = area_label(kind, province, level, name)
    names = (PROVINCE_NAMES.get(province, province), area or LEVEL_NAMES.get(level, level))
    return " · ".join(str(name) for name in names if name)
