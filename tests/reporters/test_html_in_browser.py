"""The reviewer's page in a real browser: what clicks do, what fits, and what a hostile report cannot do."""

from __future__ import annotations

import base64
import json
import re
import shutil
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from tests.reporters import cards as made
from tests.reporters import test_html_report as report

from lawcheck import ReportCard

webdriver = pytest.importorskip("selenium.webdriver", reason="needs selenium")
from selenium.common.exceptions import NoAlertPresentException  # noqa: E402
from selenium.webdriver.common.by import By  # noqa: E402
from selenium.webdriver.common.keys import Keys  # noqa: E402
from selenium.webdriver.support.ui import Select, WebDriverWait  # noqa: E402

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
DRIVER = shutil.which("chromedriver")

pytestmark = pytest.mark.skipif(not (CHROMIUM and DRIVER), reason="needs chromium and chromedriver")

Browser = Any
Open = Callable[..., Browser]


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    options = webdriver.ChromeOptions()
    options.binary_location = CHROMIUM
    for argument in ("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    browser = webdriver.Chrome(options=options, service=webdriver.ChromeService(DRIVER))
    yield browser
    browser.quit()


@pytest.fixture
def opened(chromium: Browser, tmp_path: Path) -> Iterator[Open]:
    """Open a page of cards in a window of a size; afterwards it must have complained of and fetched nothing."""
    path = tmp_path / "page.html"

    def open_page(*cards: ReportCard, width: int = 1400, height: int = 900, script: bool = True) -> Browser:
        path.write_text(report.page(*cards), encoding="utf-8")
        chromium.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": not script})
        metrics = {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600}
        chromium.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)
        chromium.get(path.as_uri())
        return chromium

    chromium.get("about:blank")
    logs(chromium)
    yield open_page
    complaints, fetched = logs(chromium)
    assert complaints == []
    assert {url.split("#")[0] for url in fetched} <= {path.as_uri()}


def logs(browser: Browser) -> tuple[list[str], list[str]]:
    """Return what the console said and what was asked for since the last time, also if the policy forbade it."""
    complaints = [entry["message"] for entry in browser.get_log("browser")]
    fetched = [
        e["params"]["request"]["url"] for e in network(browser) if e["method"] == "Network.requestWillBeSent"
    ]
    return complaints, [url for url in fetched if not url.startswith("about:")]


def network(browser: Browser) -> list[dict[str, Any]]:
    return [json.loads(entry["message"])["message"] for entry in browser.get_log("performance")]


def many(count: int = 10) -> list[ReportCard]:
    seeds = report.seeds()
    return [replace(seeds[n % len(seeds)], body=f"{n}号镇", path=f"{n}.txt") for n in range(count)]


def find(browser: Browser, css: str) -> Any:
    return browser.find_element(By.CSS_SELECTOR, css)


def find_all(browser: Browser, css: str) -> list[Any]:
    found: list[Any] = browser.find_elements(By.CSS_SELECTOR, css)
    return found


def in_view(browser: Browser, css: str) -> bool:
    """Return whether a person sees an element: inside the window and inside every pane that scrolls."""
    script = """
      const at = document.querySelector(arguments[0]), box = at.getBoundingClientRect();
      if (!box.height || box.top < 0 || box.bottom > innerHeight) return false;
      for (let pane = at.parentElement; pane; pane = pane.parentElement) {
        if (getComputedStyle(pane).overflowY !== "auto") continue;
        const edge = pane.getBoundingClientRect();
        if (box.top < edge.top || box.top > edge.bottom) return false;
      }
      return true;
    """
    return bool(browser.execute_script(script, css))


def wait(browser: Browser, condition: Callable[[Browser], Any]) -> None:
    WebDriverWait(browser, 5, poll_frequency=0.05).until(condition)


def place(browser: Browser) -> str:
    return str(browser.execute_script("return location.hash"))


def click(browser: Browser, found: Any) -> None:
    browser.execute_script("arguments[0].scrollIntoView({block: 'center'})", found)
    found.click()


# -- from the element to its sentence and back --------------------------------------------------------------------


@pytest.mark.parametrize("width", [1400, 375], ids=["two panes", "phone"])
def test_a_click_on_an_element_goes_to_its_sentence(opened: Open, width: int) -> None:
    browser = opened(report.seeds()[1], width=width)
    links = find_all(browser, 'table.all th a[href*="-s"]')
    for link in (links[0], links[-1], links[len(links) // 2]):
        target = link.get_attribute("href").split("#")[1]
        click(browser, link)
        assert place(browser) == f"#{target}"
        wait(browser, lambda b, css=f"#{target}": in_view(b, css))


def test_beside_the_text_the_list_of_elements_stays_where_it_is(opened: Open) -> None:
    browser = opened(report.seeds()[1])
    link = find_all(browser, 'table.all th a[href*="-s"]')[20]
    browser.execute_script("arguments[0].scrollIntoView({block: 'center'})", link)
    before = browser.execute_script("return arguments[0].getBoundingClientRect().top", link)
    link.click()
    assert browser.execute_script("return arguments[0].getBoundingClientRect().top", link) == before
    assert browser.execute_script("return scrollY") == 0


@pytest.mark.parametrize("width", [1400, 375], ids=["two panes", "phone"])
def test_a_click_on_a_sentence_names_its_elements(opened: Open, width: int) -> None:
    browser = opened(report.seeds()[1], width=width)
    sentence = find_all(browser, ".words a[data-e]")[5]
    targets = sentence.get_attribute("data-e").split()
    click(browser, sentence)
    panel = find(browser, ".names")
    assert panel.is_displayed()
    links = panel.find_elements(By.CSS_SELECTOR, "a")
    assert [a.get_attribute("href").split("#")[1] for a in links] == [f"r1-{target}" for target in targets]
    for link, target in zip(links, targets, strict=True):
        title = find(browser, f"#r1-{target} th a").text
        assert link.text.startswith(title)
    if width > 1000:
        wait(browser, lambda b: in_view(b, f"#r1-{targets[0]}"))
    else:
        assert place(browser) == ""
    links[-1].click()
    assert place(browser) == f"#r1-{targets[-1]}"
    wait(browser, lambda b: in_view(b, f"#r1-{targets[-1]} th"))


def test_the_small_number_after_a_sentence_leads_to_its_element(opened: Open) -> None:
    browser = opened(report.seeds()[1], width=375)
    link = find_all(browser, ".words sup a")[3]
    target = link.get_attribute("href").split("#")[1]
    click(browser, link)
    assert place(browser) == f"#{target}"
    wait(browser, lambda b: in_view(b, f"#{target} th"))


def test_the_names_can_be_closed_by_key_and_by_button(opened: Open) -> None:
    browser = opened(report.seeds()[1])
    for close in (
        lambda: find(browser, "body").send_keys(Keys.ESCAPE),
        lambda: find(browser, ".names button").click(),
    ):
        click(browser, find(browser, ".words a[data-e]"))
        assert find(browser, ".names").is_displayed()
        close()
        assert not find(browser, ".names").is_displayed()


def test_a_missing_element_leads_to_what_to_write_and_on_to_its_section(opened: Open) -> None:
    browser = opened(report.seeds()[1])
    click(browser, find(browser, "#r1-e3 th a"))
    assert place(browser) == "#r1-g3"
    wait(browser, lambda b: in_view(b, "#r1-g3"))
    heading = find(browser, '.todo a[href^="#r1-h"]')
    target = heading.get_attribute("href").split("#")[1]
    heading.click()
    wait(browser, lambda b: in_view(b, f"#{target}"))


# -- many reports -------------------------------------------------------------------------------------------------


def names(browser: Browser) -> list[str]:
    return [row.text.split("\n")[0] for row in find_all(browser, ".matrix tbody tr th") if row.is_displayed()]


def scores(browser: Browser) -> list[float]:
    rows = [row for row in find_all(browser, ".matrix tbody tr") if row.is_displayed()]
    return [float(row.get_attribute("data-score")) for row in rows]


def choose(browser: Browser, by: str, value: str) -> None:
    Select(find(browser, f"#by-{by}")).select_by_value(value)


def test_the_matrix_is_sorted_by_score_up_and_down(opened: Open) -> None:
    browser = opened(*many())
    given = scores(browser)
    button = find(browser, "th[data-sort=score] button")
    button.click()
    assert scores(browser) == sorted(given)
    assert find(browser, "th[data-sort=score]").get_attribute("aria-sort") == "ascending"
    button.send_keys(Keys.ENTER)
    assert scores(browser) == sorted(given, reverse=True)
    assert find(browser, "th[data-sort=score]").get_attribute("aria-sort") == "descending"


def test_a_report_without_a_score_is_sorted_last(opened: Open) -> None:
    browser = opened(made.ERROR, *many(3))
    find(browser, "th[data-sort=score] button").click()
    assert names(browser)[-1] == made.ERROR.path


def test_the_matrix_is_filtered_by_kind(opened: Open) -> None:
    cards = many()
    kinds = ["乡镇", "街道"]
    browser = opened(*(replace(card, kind_title=kinds[n % 2]) for n, card in enumerate(cards)))
    choose(browser, "kind", "街道")
    assert names(browser) == [f"{n}号镇" for n in range(1, 10, 2)]
    assert "5 / 10" in find(browser, ".tools output").text


def test_the_matrix_is_filtered_by_status(opened: Open) -> None:
    cards = many(5)
    browser = opened(*cards)
    choose(browser, "status", "planned")
    expected = [c.body for c in cards if any(e.status.value == "planned" for e in c.elements)]
    assert names(browser) == expected
    assert 0 < len(expected) < 5


def test_the_matrix_is_filtered_by_element_and_its_status(opened: Open) -> None:
    cards = many(5)
    browser = opened(*cards)
    key = [e.id for e in cards[0].elements].index("legal-counsel") + 1
    choose(browser, "element", str(key))
    heads = [h for h in find_all(browser, ".matrix thead th.v") if h.is_displayed()]
    assert [h.text.split()[0] for h in heads] == [str(key)]
    choose(browser, "status", "lost")
    lost = ("missing", "lacking", "planned")
    expected = [c.body for c in cards if c["legal-counsel"].status.value in lost]
    assert names(browser) == expected
    assert 0 < len(expected) < 5
    find(browser, ".tools button").click()
    assert len(names(browser)) == 5
    assert len([h for h in find_all(browser, ".matrix thead th.v") if h.is_displayed()]) == len(cards[0].elements)


def test_an_element_with_parts_shows_them_when_it_is_chosen(opened: Open) -> None:
    cards = many(5)
    browser = opened(*cards)
    index = [e.id for e in cards[0].elements].index("three-enforcement-systems")
    choose(browser, "element", str(index + 1))
    for n, card in enumerate(cards, 1):
        cells = find_all(browser, f'tr[data-r="r{n}"] td.extra a')
        parts = card.elements[index].parts
        assert [c.get_attribute("href").split("#")[1] for c in cells] == [
            f"r{n}-e{index + 1}-{k}" for k in range(1, len(parts) + 1)
        ]
        assert all(
            part.status.value in c.find_element(By.XPATH, "..").get_attribute("class")
            for part, c in zip(parts, cells, strict=True)
        )


def test_a_name_among_the_totals_shows_who_leaves_it_out(opened: Open) -> None:
    cards = many(5)
    browser = opened(*cards)
    key = [e.id for e in cards[0].elements].index("legal-counsel") + 1
    click(browser, find(browser, f'#totals a[data-key="{key}"]'))
    lost = ("missing", "lacking", "planned")
    assert names(browser) == [c.body for c in cards if c["legal-counsel"].status.value in lost]


def test_the_counts_under_the_matrix_follow_the_filter(opened: Open) -> None:
    cards = many(5)
    browser = opened(*(replace(card, kind_title="街道" if n == 1 else "乡镇") for n, card in enumerate(cards)))
    choose(browser, "kind", "街道")
    lost = [e.status.value in ("missing", "lacking", "planned") for e in cards[1].elements]
    assert [int(cell.text) for cell in find_all(browser, ".matrix tfoot td")] == [int(one) for one in lost]


def test_a_cell_leads_to_its_place_and_back_leads_to_the_matrix(opened: Open) -> None:
    browser = opened(*many(30))
    cell = find(browser, 'tr[data-r="r25"] td a[href="#r25-e12"]')
    click(browser, cell)
    wait(browser, lambda b: in_view(b, "#r25-e12"))
    assert place(browser) == "#r25-e12"
    assert [a.get_attribute("id") for a in find_all(browser, "article") if a.is_displayed()] == ["r25"]
    assert not find(browser, ".county").is_displayed()
    find(browser, '#r25 .turn a[href="#matrix"]').click()
    wait(browser, lambda b: find(b, ".county").is_displayed())
    wait(browser, lambda b: in_view(b, 'tr[data-r="r25"] td a[href="#r25-e12"]'))
    browser.back()
    wait(browser, lambda b: find(b, "#r25").is_displayed())


def test_previous_and_next_follow_the_order_of_the_matrix(opened: Open) -> None:
    browser = opened(*many(5))
    find(browser, "th[data-sort=score] button").click()
    order = [row.get_attribute("data-r") for row in find_all(browser, ".matrix tbody tr")]
    find(browser, ".matrix tbody th a").click()
    seen = []
    for name in order:
        wait(browser, lambda b, css=f"#{name}": find(b, css).is_displayed())
        seen.append(name)
        after = [a for a in find_all(browser, f"#{name} .turn a[rel=next]") if a.is_displayed()]
        if after:
            after[0].click()
    assert seen == order
    assert after == []


def test_a_link_into_a_report_opens_it(opened: Open, tmp_path: Path) -> None:
    browser = opened(*many(5))
    browser.get(f"{(tmp_path / 'page.html').as_uri()}#r4-e7")
    browser.refresh()
    wait(browser, lambda b: in_view(b, "#r4-e7"))


def test_a_hundred_reports_open_and_are_filtered_in_a_blink(opened: Open) -> None:
    browser = opened(*many(100))
    script = """
      const start = performance.now();
      const by = document.getElementById("by-status");
      by.value = "lost";
      by.dispatchEvent(new Event("change"));
      document.querySelector("th[data-sort=score] button").click();
      document.body.offsetHeight;
      return performance.now() - start;
    """
    assert browser.execute_script(script) < 2000
    navigation = "const t = performance.timing; return t.domContentLoadedEventEnd - t.navigationStart"
    assert browser.execute_script(navigation) < 15000


# -- without the script -------------------------------------------------------------------------------------------


def test_without_the_script_everything_is_there_and_the_links_lead(opened: Open) -> None:
    browser = opened(*many(4), script=False)
    assert find_all(browser, ".tools") == []
    assert find_all(browser, ".names") == []
    assert all(a.is_displayed() for a in find_all(browser, "article"))
    assert find(browser, ".county").is_displayed()
    find(browser, 'tr[data-r="r3"] td a[href="#r3-e12"]').click()
    wait(browser, lambda b: b.current_url.endswith("#r3-e12"))
    wait(browser, lambda b: in_view(b, "#r3-e12"))


def test_without_the_script_a_sentence_leads_to_its_element(opened: Open) -> None:
    browser = opened(report.seeds()[1], script=False)
    sentence = find_all(browser, ".words a[data-e]")[5]
    target = sentence.get_attribute("href").split("#")[1]
    assert sentence.get_attribute("title").count("：") > 1
    click(browser, sentence)
    wait(browser, lambda b: in_view(b, f"#{target}"))


# -- phone, paper, eyes -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [320, 375, 768, 1000, 1400])
@pytest.mark.parametrize("count", [1, 12])
def test_the_page_never_scrolls_sideways(opened: Open, width: int, count: int) -> None:
    browser = opened(*many(count), width=width)
    assert browser.execute_script("return document.documentElement.scrollWidth") <= width
    if count > 1:
        browser.execute_script("document.getElementById('everything').click()")
        assert browser.execute_script("return document.documentElement.scrollWidth") <= width


def test_words_without_an_end_do_not_widen_a_phone(opened: Open) -> None:
    card = replace(
        made.FAILED, title="长" * 300, body="x" * 300, path="y" * 300, notes=("z" * 300,), text="w" * 3000
    )
    browser = opened(card, width=375)
    assert browser.execute_script("return document.documentElement.scrollWidth") <= 375


def pages(browser: Browser, path: Path) -> tuple[int, str]:
    """Print; return how many pages there are and what they say."""
    import pypdfium2

    printed = browser.execute_cdp_cmd("Page.printToPDF", {"preferCSSPageSize": True, "printBackground": True})
    path.write_bytes(base64.b64decode(printed["data"]))
    document = pypdfium2.PdfDocument(path)
    try:
        words = [page.get_textpage().get_text_range() for page in document]
    finally:
        document.close()
    return len(words), "".join(words)


def test_one_report_can_be_printed(opened: Open, tmp_path: Path) -> None:
    card = report.seeds()[1]
    count, words = pages(opened(card), tmp_path / "one.pdf")
    assert 5 < count < 30
    assert "59.5" in words
    assert "不足的原因" in words
    assert re.sub(r"\s", "", card.text)[-20:] in re.sub(r"\s|\d", "", words)


def test_the_matrix_is_printed_alone_or_with_every_report(opened: Open, tmp_path: Path) -> None:
    browser = opened(*many(3))
    alone, _ = pages(browser, tmp_path / "alone.pdf")
    find(browser, "#everything").click()
    together, words = pages(browser, tmp_path / "together.pdf")
    assert 1 < alone < 12
    assert together > alone + 3 * 5
    assert "2号镇" in words


CONTRAST = """
  const channel = (v) => ((v /= 255) <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
  const light = ([r, g, b]) => 0.2126 * channel(r) + 0.7152 * channel(g) + 0.0722 * channel(b);
  const parse = (text) => text.match(/[\\d.]+/g).map(Number);
  const poor = {};
  for (const node of document.querySelectorAll("body *")) {
    if (![...node.childNodes].some((c) => c.nodeType === 3 && c.textContent.trim())) continue;
    if (!node.getClientRects().length || node.closest("script")) continue;
    let behind = [255, 255, 255];
    for (let at = node; at; at = at.parentElement) {
      const colour = parse(getComputedStyle(at).backgroundColor);
      if (colour.length === 3 || colour[3] === 1) { behind = colour; break; }
    }
    const [a, b] = [light(parse(getComputedStyle(node).color)), light(behind)].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    if (ratio < 4.5) poor[`${node.tagName}.${node.className} ${node.parentElement.className}`] = ratio;
  }
  return poor;
"""


def test_every_word_stands_out_from_what_is_behind_it(opened: Open) -> None:
    for cards in ([report.woven(made.FAILED)], [report.seeds()[1]], [*many(5), *made.CARDS]):
        browser = opened(*cards)
        assert browser.execute_script(CONTRAST) == {}
        if len(cards) > 1:
            choose(browser, "status", "missing")
            assert browser.execute_script(CONTRAST) == {}


def test_statuses_differ_in_lightness_and_not_in_hue_alone(opened: Open) -> None:
    browser = opened(report.woven(made.FAILED), *many(5))
    script = (
        CONTRAST.split("const poor")[0]
        + """
      const at = (status) => document.querySelector(`span.${status}`);
      const of = (status) => light(parse(getComputedStyle(at(status)).backgroundColor));
      return ["covered", "partial", "planned", "lacking", "missing"].map(of);
    """
    )
    lights = browser.execute_script(script)
    assert lights[0] > lights[1] > lights[3] > lights[4]
    assert lights[0] > lights[2] > lights[3]


def test_everything_can_be_reached_by_keyboard(opened: Open) -> None:
    browser = opened(report.seeds()[1])
    reached = set()
    for _ in range(12):
        browser.switch_to.active_element.send_keys(Keys.TAB)
        active = browser.switch_to.active_element
        reached.add(active.get_attribute("class") or active.tag_name)
    assert {"pane result", "a"} <= reached or "el" in reached
    link = find(browser, 'table.all th a[href*="-s"]')
    target = link.get_attribute("href").split("#")[1]
    link.send_keys(Keys.ENTER)
    assert place(browser) == f"#{target}"


# -- what a report cannot do --------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", ["one", "many"])
def test_a_hostile_report_does_nothing(opened: Open, count: str) -> None:
    cards = [report.poisoned(made.FAILED)] if count == "one" else list(map(report.poisoned, made.CARDS))
    browser = opened(*cards)
    for css in (".words a[data-e]", ".words a.m-f", "table.all th a"):
        for found in find_all(browser, css)[:3]:
            if found.is_displayed():
                browser.execute_script("arguments[0].scrollIntoView({block: 'center'})", found)
                browser.execute_script("arguments[0].click()", found)
    if count == "many":
        for by in ("kind", "element", "status"):
            for option in Select(find(browser, f"#by-{by}")).options:
                browser.execute_script(
                    "arguments[0].value = arguments[1]; arguments[0].dispatchEvent(new Event('change'))",
                    find(browser, f"#by-{by}"),
                    option.get_attribute("value"),
                )
    with pytest.raises(NoAlertPresentException):
        _ = browser.switch_to.alert.text
    assert browser.execute_script("return window.pwned") is None
    assert find_all(browser, "img, iframe, object, base, input:not(#everything), textarea") == []
    assert len(find_all(browser, "script")) == 1


def test_the_policy_holds_even_if_something_slipped_through(chromium: Browser, tmp_path: Path) -> None:
    path = tmp_path / "page.html"
    html = report.page(report.seeds()[0])
    slipped = '<script>window.pwned=1</script><img src="https://evil.example/x.png" onerror="window.pwned=2">'
    path.write_text(
        html.replace("<main>", f"<main>{slipped}<p style='color:red' id='styled'>x</p>"), encoding="utf-8"
    )
    chromium.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": False})
    logs(chromium)
    chromium.get(path.as_uri())
    complaints, events = [entry["message"] for entry in chromium.get_log("browser")], network(chromium)
    assert chromium.execute_script("return window.pwned") is None
    assert chromium.execute_script("return document.documentElement.className") == "js"
    colour = "return getComputedStyle(document.getElementById('styled')).color"
    assert chromium.execute_script(colour) != "rgb(255, 0, 0)"
    assert len(complaints) >= 3
    failed = [e["params"].get("blockedReason") for e in events if e["method"] == "Network.loadingFailed"]
    assert set(failed) == {"csp"}
    answered = [e["params"]["response"]["url"] for e in events if e["method"] == "Network.responseReceived"]
    assert answered == [path.as_uri()]
