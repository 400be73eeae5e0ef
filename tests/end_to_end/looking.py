"""Looking at a page: accessible, and within its window."""

from axe_playwright_python.sync_playwright import Axe

from tests.end_to_end.browser import Tab

# The elements that stick out of the window, without those inside a part that scrolls by itself.
STICKING_OUT = """() => {
  const width = document.documentElement.clientWidth;
  const scrolls = (one) => { for (let up = one; up && up !== document.body; up = up.parentElement)
    if (up !== one && ['auto', 'scroll', 'hidden', 'clip'].includes(getComputedStyle(up).overflowX))
      return true;
    return false; };
  return [...document.body.querySelectorAll('*')]
    .filter((one) => one.getBoundingClientRect().right > width + 1 && !scrolls(one))
    .slice(0, 5).map((one) => one.outerHTML.slice(0, 120));
}"""


def assert_accessible(tab: Tab, width: int, scheme: str) -> None:
    """Axe finds nothing, in a window of that width and in these colours."""
    tab.look(width, scheme)
    found = Axe().run(tab.page)
    assert found.violations_count == 0, f"{width} {scheme}\n{found.generate_report()}"


def assert_within(tab: Tab, window: str) -> None:
    """Nothing sticks out of the window, which is told so."""
    overflow = tab.ask("document.documentElement.scrollWidth - window.innerWidth")
    assert overflow <= 0, f"{window}: {overflow} px, {tab.ask(STICKING_OUT)}"
