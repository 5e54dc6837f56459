"""Chinese press prose without end, for measuring: the same text for the same seed.

Sentences are made from clauses as a newsroom writes them: Han beside Latin names and figures,
quotations in quotations, titles of books, brackets, dashes and ellipses, long and short.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

_NAMES = (
    "IBM", "Premier Research", "BD", "IMEC", "Hillgene", "AWS", "Wi-Fi 7", "GDP", "OECD",
    "PCR", "5G", "App", "CXO", "mRNA", "ISO 9001", "Excel", "A4", "COVID-19", "T2",
)  # fmt: skip
_PLACES = (
    "北京", "大兴", "临空经济区", "国际航空城", "自贸试验区", "综合保税区", "长三角",
    "粤港澳大湾区", "重庆", "雄安新区", "京津冀", "廊坊",
)  # fmt: skip
_PEOPLE = (
    "主办方", "与会嘉宾", "园区管委会", "多家企业", "专家委员会", "研究团队", "市场主体", "投资者",
    "居民", "采购商", "物业公司", "首批入驻的机构",
)  # fmt: skip
_DEEDS = (
    "就产业布局、营商环境和支持政策作了介绍", "围绕“产业集群如何形成”展开讨论",
    "认为“‘临空’不只是一个地理概念，更是一种组织方式”",
    "公布了《生命健康产业发展规划（2022—2035年）》",
    "签署了三份备忘录", "参观了展馆、实验室和物流中心", "提出“一窗受理、当日办结”的目标",
    "介绍了跨境研发、检验检测、冷链运输等服务", "把审批时限从45个工作日压缩到12个工作日",
    "希望在药品、器械、数据三个方面先行先试", "对《条例》第十二条、第十三条作了说明",
    "展示了自动分拣线——它每小时可处理两万四千件包裹", "表示将继续扩大开放，吸引更多伙伴",
    "说：“我们选择这里，看重的是机场、口岸和人才。”",
)  # fmt: skip
_OPENINGS = (
    "据介绍，", "与此同时，", "活动当天，", "截至{year}年{month}月底，", "在{place}，", "目前，",
    "下一步，", "", "", "", "随着{name}等项目落地，", "“十四五”期间，", "按照计划，", "此外，",
)  # fmt: skip
_FIGURES = (
    "累计新增市场主体{big}户，其中外资{small}户", "注册企业{big}家，同比增长{percent}%",
    "科研及医药用房{small}万平方米", "完成投资{small}.{digit}亿元", "下放审批事项{small}项",
    "设立了{digit}个海外代表处", "平均每{digit}天就有一家{name}的供应商到访",
    "旅客吞吐量达到{small}{digit}万人次，货邮吞吐量约{big}吨", "室内温度保持在2℃～8℃",
)  # fmt: skip
_TAILS = ("。", "。", "。", "。", "；", "！", "……", "（见附表）。", "（{name}除外）。", "？")


def paragraphs(seed: int = 1) -> Iterator[str]:
    """Yield paragraphs of two to seven sentences, plain text, without end."""
    dice = random.Random(seed)
    while True:
        yield _closed("".join(_sentence(dice) for _ in range(dice.randint(2, 7))))


def document(count: int, seed: int = 1) -> str:
    """Return so many paragraphs as HTML, every eighth under a heading, some with emphasis."""
    written = []
    for number, text in zip(range(count), paragraphs(seed), strict=False):
        if number % 8 == 0:
            written.append(f"<h2>{text[:13].strip('，。“”；：、')}</h2>")
        if number % 5 == 2 and len(text) > 40:
            text = f"{text[:20]}<em>{text[20:26]}</em>{text[26:]}"
        written.append(f"<p>{text}</p>")
    return "\n".join(written)


def _sentence(dice: random.Random) -> str:
    parts = [dice.choice(_OPENINGS), dice.choice(_PEOPLE), dice.choice(_DEEDS)]
    if parts[2].endswith("”") and dice.random() < 0.5:
        return _filled("".join(parts), dice)
    for _ in range(dice.randint(0, 2)):
        parts += ["，", dice.choice((*_FIGURES, *_DEEDS))]
    return _filled("".join(parts) + dice.choice(_TAILS), dice)


def _filled(pattern: str, dice: random.Random) -> str:
    return pattern.format(
        name=dice.choice(_NAMES),
        place=dice.choice(_PLACES),
        year=dice.randint(2015, 2026),
        month=dice.randint(1, 12),
        big=f"{dice.randint(1000, 99999):,}",
        small=dice.randint(11, 980),
        percent=f"{dice.randint(1, 40)}.{dice.randint(0, 9)}",
        digit=dice.randint(2, 9),
    )


def _closed(text: str) -> str:
    return text if text[-1] in "。！？…”" else text.rstrip("；，") + "。"
