"""A number that counts things without a measure word."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.diagnostics import Severity
from pipeline.languages import script
from pipeline.plugs import Check, Finding, Unit
from pipeline.reading.hanzi import Slip, Verdict, marked, plain

_MEASURES = {
    "家": "企业 公司 跨国公司 初创企业 上市公司 机构 银行 媒体 工厂 商户 餐厅 酒店 供应商 制造商",
    "所": "学校 高校 幼儿园 研究院 研究所 医院",
    "个": "国家 城市 项目 地区 代表处 实验室 基地 园区 办事处 工作日 百分点 自贸区 村庄 工作岗位",
    "座": "机场 桥梁 城堡 博物馆 发电站",
    "位": "嘉宾 演讲嘉宾 专家 院士 学者 企业家 教授 旅客 市民",
    "名": "员工 工人 学生 医生 护士 运动员 志愿者 记者 科学家 工程师 毕业生 游客 乘客 党员 居民",
    "项": "专利 措施 政策 成果 审批事项",
    "条": "航线 生产线 高速公路 建议",
    "台": "电脑 服务器",
    "辆": "汽车 客车 轿车 货车 电动车",
    "篇": "论文",
    "本": "图书 书籍",
}  # fmt: skip
_NOUNS = {noun: word for word, nouns in _MEASURES.items() for noun in nouns.split()}
_BARE = re.compile(
    r"(?<![\d.,:/A-Za-z第双×+～~—-])(?<![A-Za-z] )(?P<number>\d{1,3}(?:,\d{3})+|\d+)"
    rf"(?P<more>多|余)?(?P<noun>{'|'.join(sorted(_NOUNS, key=len, reverse=True))})"
    r"|(?<![第一二三四五六七八九十百千万亿零两\d大之再初周期月张李王])(?P<han>[三四五六七八九十])"
    r"(?P<thing>跨国公司|国家|城市|企业|项目)(?![部局级化联])"
    r"|(?<=[有共建设增了])(?P<few>[三四五六七八九十])"
    r"(?P<place>医院|学校|高校|公司|机场|实验室|园区|博物馆|代表处|工厂|银行|酒店|地区)"
)
_NAMES = {
    "985", "211", "863", "973", "12345", "12306", "110", "119", "120", "122", "114", "95598",
    "360", "58", "51", "315", "618", "156", "737", "747", "757", "767", "777", "787",
}  # fmt: skip
"""Figures that are names: of programmes of research, telephone services, firms, aircraft."""

_YEARS = range(1900, 2101)


def missing_measure_word(unit: Unit) -> Iterator[Finding]:
    """Find figures pressed against a noun that wants a measure word: 8企业 for 8家企业.

    Only nouns that never do without one are looked at. Years, names (985高校, 12345平台),
    ranks (500强企业) and codes (5G企业) are no counts.

    >>> "大兴机场临空区迎来8企业" in zh_CN
    warning: `8企业` lacks a measure word
    hint: write `8家企业`
    """
    text = plain(unit.translation.text) if script(unit.locale) == "Hans" else ""
    slips = [slip for found in _BARE.finditer(text) if (slip := _slip(found))]
    yield from marked(unit, slips, Verdict("lacks a measure word"))


def _slip(found: re.Match[str]) -> Slip | None:
    if found["han"]:
        word = _NOUNS[found["thing"]]
        return Slip(*found.span(), f"{found['han']}{word}{found['thing']}")
    if found["few"]:
        word = _NOUNS[found["place"]]
        return Slip(*found.span(), f"{found['few']}{word}{found['place']}")
    figure = found["number"].replace(",", "")
    year = len(figure) == 4 and int(figure) in _YEARS and not found["more"]
    if figure in _NAMES or figure.startswith("0") or year:
        return None
    noun = found["noun"]
    return Slip(*found.span(), f"{found[0].removesuffix(noun)}{_NOUNS[noun]}{noun}")


MISSING_MEASURE_WORD = Check(
    "missing-measure-word", Severity.WARNING, missing_measure_word, solo=True
)
