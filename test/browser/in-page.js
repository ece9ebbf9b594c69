/* Looks at the page that is shown, from inside it. Evaluated in the browser, so it knows only what a browser has. */
(() => {
  const hiddenFromSight =
    ".govuk-visually-hidden, .govuk-visually-hidden-focusable, .govuk-skip-link, title, script, style";
  const all = [...document.body.querySelectorAll("*")].filter((each) => !each.closest(hiddenFromSight));
  const shown = all.filter((each) => each.checkVisibility({ visibilityProperty: true }));
  const called = (each) =>
    `<${each.localName}${each.id ? ` id=${each.id}` : ""} class="${each.className}"> ${each.textContent.trim().slice(0, 60)}`;
  const width = document.documentElement.clientWidth;

  /** Whether somebody who only scrolls down comes to see its beginning and can press it. */
  const reached = (each) => {
    each.scrollIntoView({ block: "center" });
    const [box] = each.getClientRects();
    if (!box || box.width === 0 || box.height === 0 || box.left < -1 || box.right > width + 1) return false;
    const there = document.elementFromPoint(
      Math.min(box.left + box.width / 2, width - 1),
      Math.min(Math.max(box.top + box.height / 2, 0), window.innerHeight - 1),
    );
    if (!there) return false;
    const labels = each.labels ? [...each.labels] : [];
    return each.contains(there) || there.contains(each) || labels.some((label) => label.contains(there));
  };

  return {
    wider: document.scrollingElement.scrollWidth - window.innerWidth,
    cut: shown
      .filter((each) => !each.matches("input, select, textarea"))
      .filter(
        (each) =>
          ["hidden", "clip"].includes(getComputedStyle(each).overflowX) && each.scrollWidth > each.clientWidth + 1,
      )
      .map(called),
    lost: all
      .filter((each) =>
        each.matches("h1, h2, h3, h4, a[href], button, input:not([type=hidden]), select, textarea, label, legend"),
      )
      .filter((each) => !shown.includes(each) || !reached(each))
      .map(called),
    buttons: shown.filter((each) => each.matches("button, input, select, textarea, [type=submit]")).map(called),
    unseen: all
      .filter(
        (each) =>
          each.matches("main h1, main h2, main h3, main dt, main dd, main .app-typed") &&
          !each.closest("form, .govuk-error-summary, .app-not-printed"),
      )
      .filter((each) => !shown.includes(each))
      .map(called),
    headings: shown.filter((each) => each.matches("h1")).length,
  };
})();
