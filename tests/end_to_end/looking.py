"""Looking at a page: accessible, and within its window."""

from typing import Final

from axe_playwright_python.base import AXE_SCRIPT, AxeResults

from tests.end_to_end.browser import Tab

# Only what is wrong is brought back: the list of what is right takes longer than looking.
RUN_AXE: Final = """axe.run({resultTypes: ['violations']})
  .then(({violations}) => ({violations}))"""
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


def ask_axe(tab: Tab) -> AxeResults:
    """Return what axe finds wrong on the page as it is."""
    if not tab.ask("'axe' in window"):  # it stays as long as the page does
        tab.ask(AXE_SCRIPT)
    return AxeResults(tab.ask(RUN_AXE))


def assert_accessible(tab: Tab, width: int, scheme: str) -> None:
    """Axe finds nothing, in a window of that width and in these colours."""
    tab.look(width, scheme)
    found = ask_axe(tab)
    assert found.violations_count == 0, f"{width} {scheme}\n{found.generate_report()}"


def assert_within(tab: Tab, window: str) -> None:
    """Nothing sticks out of the window, which is told so."""
    overflow = tab.ask("document.documentElement.scrollWidth - window.innerWidth")
    assert overflow <= 0, f"{window}: {overflow} px, {tab.ask(STICKING_OUT)}"
