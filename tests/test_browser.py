"""The pages in a real browser: nothing overflows on a phone, nothing is asked of others, the keyboard suffices."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from served import IRIS, MEETING

pytest_plugins = ["web_fixtures"]
pytestmark = pytest.mark.external

CHROMIUM = Path("/usr/bin/chromium")
FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PAGES = [
    "/",
    "/meeting/",
    str(IRIS.path_of(MEETING)),
    "/person/Q16366137",
    "/state/AZE",
    "/relation/AZE-IRN",
    "/ontology",
    "/ontology?lang=ru",
    "/query?example=officials-meetings",
    "/query?query=SELECT+%2A+WHERE+%7B+%3Fs+%3Fp+%3Fo+%7D+LIMIT+20",
    "/query?query=SELEC",
    "/search?q=bayramov",
    "/search?q=zzzz",
    "/dumps/",
    "/nowhere",
]


@pytest.fixture(scope="module")
def browser() -> Iterator[object]:
    sync_api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    if not CHROMIUM.exists():
        pytest.skip(f"no browser at {CHROMIUM}")
    with sync_api.sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture(params=[(390, "light"), (1280, "dark")], ids=["phone", "desktop-dark"])
def page(browser, request) -> Iterator[object]:
    """A window without JavaScript, as readers may have it."""
    width, scheme = request.param
    context = browser.new_context(
        viewport={"width": width, "height": 800}, color_scheme=scheme, java_script_enabled=False
    )
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("address", PAGES)
def test_a_page_fits_the_window_and_asks_nothing_of_other_hosts(page, server: str, address: str) -> None:
    asked, complaints = [], []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: complaints.append(message.text))
    page.goto(server + address)
    assert page.locator("main").bounding_box()["width"] <= page.viewport_size["width"]
    for element in page.locator("main > *, main section, header, footer").all():
        box = element.bounding_box()
        assert box is None or box["x"] + box["width"] <= page.viewport_size["width"] + 1
    assert all(url.startswith(server) for url in asked)
    assert [text for text in complaints if "Failed to load resource" not in text] == []


@pytest.mark.parametrize("language", ["en", "fr", "ru"])
def test_the_drawing_scrolls_on_a_phone_and_its_words_fit(page, server: str, language: str) -> None:
    page.goto(f"{server}/ontology?lang={language}")
    drawing = page.locator(".drawing")
    is_narrow = page.viewport_size["width"] < 1000
    assert page.get_by_text("it can be scrolled sideways").is_visible() == is_narrow
    assert drawing.evaluate("d => { d.scrollLeft = 9999; return d.scrollLeft > 0 }") == is_narrow
    boxes = [box.bounding_box() for box in drawing.locator("rect").all()]
    for words in (words.bounding_box() for words in drawing.locator("text").all()):
        around = [box for box in boxes if _overlap(box, words)]
        assert all(b["x"] <= words["x"] and words["x"] + words["width"] <= b["x"] + b["width"] for b in around)


def _overlap(one: dict[str, float], other: dict[str, float]) -> bool:
    """Whether two rectangles share more than an edge."""
    sides = (("x", "width"), ("y", "height"))
    return all(one[at] < other[at] + other[size] and other[at] < one[at] + one[size] for at, size in sides)


def test_a_reader_goes_from_a_query_to_the_words_in_the_article(page, server: str) -> None:
    page.goto(f"{server}/query")
    page.get_by_label("SPARQL query").fill(
        "PREFIX : <https://w3id.org/communique/ontology#> SELECT ?report WHERE { ?report :reportedStatus :Held }"
    )
    page.get_by_role("button", name="Run").click()
    page.get_by_role("table").get_by_role("link", name="Bayramov in Tehran").click()
    assert "#meeting-" in page.url
    assert page.get_by_role("heading", level=1).text_content() == "Bayramov in Tehran"
    anchor = page.url.partition("#")[2]
    assert "met" in page.locator(f'[id="{anchor}"] blockquote').text_content()


def test_an_example_is_one_click_and_shows_its_result(page, server: str) -> None:
    page.goto(server)
    page.get_by_role("link", name="Whom did Azerbaijan's officials meet").click()
    assert "1 row" in page.locator("caption").text_content()


def test_a_name_leads_from_the_box_on_every_page_to_its_page(page, server: str) -> None:
    page.goto(f"{server}/state/AZE")
    page.get_by_label("Search names and texts").fill("bayramov")
    page.keyboard.press("Enter")
    assert page.locator(".found mark").first.text_content() == "Bayramov"
    page.get_by_label("of", exact=True).select_option("statement")
    page.get_by_role("button", name="Search").click()
    page.get_by_role("link", name="Jeyhun Bayramov: We will build").click()
    assert "/statement/" in page.url


def test_the_keyboard_reaches_the_content_first_and_then_the_form(page, server: str) -> None:
    page.goto(f"{server}/query")
    page.keyboard.press("Tab")
    assert page.locator(":focus").text_content() == "Skip to the content"
    page.get_by_label("SPARQL query").focus()
    page.keyboard.press("Tab")
    assert page.locator(":focus").text_content() == "Run"
