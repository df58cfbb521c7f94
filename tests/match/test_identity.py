"""Title and body as clerks head their reports."""

from __future__ import annotations

import pytest

import lawcheck

REST = "一、主要举措\n镇政府聘请法律顾问2名，审核合同28份。\n"
ABOUT = "关于2020年度法治政府建设情况的报告\n"


@pytest.mark.parametrize(
    "head",
    [
        "绥林县头道岗镇人民政府文件\n\n头政发〔2020〕46号\n\n头道岗镇人民政府\n",
        "头政发〔2020〕46号    签发人：张三\n头道岗镇人民政府\n",
        "头政发[2020]46号\n头道岗镇人民政府",
        "特急\n头政函〔2021〕第3号\n头道岗镇人民政府\n",
        "签发人：李四\n头道岗镇人民政府\n",
        "机密★1年\n头道岗镇人民政府\n",
    ],
)
def test_the_red_head_of_a_document_is_no_part_of_its_title(head):
    card = lawcheck.check_text(head + ABOUT + REST)
    assert card.title == "头道岗镇人民政府关于2020年度法治政府建设情况的报告"
    assert (card.body, card.year, card.kind) == ("头道岗镇人民政府", 2020, "township")


def test_a_title_broken_over_three_lines_is_one():
    card = lawcheck.check_text("清溪县人民政府\n关于2023年度法治政府建设\n情况的报告\n" + REST)
    assert card.title == "清溪县人民政府关于2023年度法治政府建设情况的报告"
    assert card.body == "清溪县人民政府"
