"""What axe finds on a page, in the light and in the dark."""

from __future__ import annotations

from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

AXE = Axe().axe_script

CONTRAST = "color-contrast"
"""The rule that the dark changes; the rest of a page is the same as in the light."""

OTHER_RULES = {"selectors": False, "resultTypes": ["violations"], "rules": {CONTRAST: {"enabled": False}}}

# Most of what axe tells is about what is right, and takes half as long again to come out of the browser.
RUN_AXE = """options => axe.run(options).then(found => ({
  passes: found.passes.length,
  violations: found.violations.map(one => [one.id, one.nodes.map(node => node.html)]),
}))"""

# The contrast of words depends on their letters, and on the colours of all that they are in: their look. It
# takes four fifths of axe's time, so words are left out whose look has passed on this page or on another.
# Of a gradient axe says nothing: the colour that it begins with, the farthest from the page's, stands for it.
RUN_CONTRAST = """async ([rule, passed]) => {
  const {body, documentElement: root} = document;
  const page = getComputedStyle(body);
  const [stop] = page.backgroundImage.match(/(?:color|rgba?)\\([^)]*\\)/) ?? [];
  if (stop) [root.style.background, body.style.background] = [page.backgroundColor, stop];
  const scheme = [page.colorScheme, matchMedia('(prefers-color-scheme: dark)').matches].join();
  const behind = new Map([[null, scheme]]);
  const colours = element => {
    if (!behind.has(element)) {
      const {backgroundColor, backgroundImage, filter, mixBlendMode, opacity, position} =
        getComputedStyle(element);
      const own = [backgroundColor, backgroundImage, filter, mixBlendMode, opacity, position].join();
      const around = colours(element.parentElement);
      behind.set(element, own === 'rgba(0, 0, 0, 0),none,none,normal,1,static' ? around : `${around} ${own}`);
    }
    return behind.get(element);
  };
  const look = element => {
    const {color, fontSize, fontWeight, textShadow} = getComputedStyle(element);
    return [color, fontSize, fontWeight, textShadow, colours(element)].join();
  };
  const worded = [...body.querySelectorAll('*')].filter(one =>
    one.checkVisibility() && one.offsetWidth !== 1  // visually hidden
    && (one.matches('input:not([type=checkbox], [type=radio]), select, textarea')
      || [...one.childNodes].some(child => child.nodeType === Node.TEXT_NODE && child.data.trim())));
  const fresh = worded.filter(one => !passed.includes(look(one)));
  const found = fresh.length ? await axe.run({include: fresh}, {
    runOnly: {type: 'rule', values: [rule]}, selectors: false, elementRef: true,
  }) : {passes: [], violations: []};
  root.style.background = body.style.background = '';
  return {
    words: worded.length,
    passed: found.passes.flatMap(one => one.nodes.map(node => look(node.element))),
    violations: found.violations.map(one => [one.id, one.nodes.map(node => node.html)]),
  };
}"""

_passed: set[str] = set()


def faults(page: Page, name: str) -> list[str]:
    """What axe finds on this page, with the elements."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    found: dict[str, Any] = page.evaluate(RUN_AXE, OTHER_RULES)
    assert found["passes"], "axe looked at nothing"
    return _told(name, found) + pale(page, name)


def pale(page: Page, name: str) -> list[str]:
    """Words of this page, where axe has looked already, that are too pale on what is behind them."""
    found: dict[str, Any] = page.evaluate(RUN_CONTRAST, [CONTRAST, list(_passed)])
    assert found["words"], "axe looked at no words"
    _passed.update(found["passed"])
    return _told(name, found)


def _told(name: str, found: dict[str, Any]) -> list[str]:
    return [f"{name}: {rule}: {elements[:3]}" for rule, elements in found["violations"]]


def faults_day_and_night(page: Page, name: str) -> list[str]:
    """What axe finds on this page in the light, and what is too pale in the dark."""
    found = faults(page, name)
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")  # and no colour on its way to another
    found += pale(page, f"{name}, in the dark")
    page.emulate_media(color_scheme="light")
    return found
