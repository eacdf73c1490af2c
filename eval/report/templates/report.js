
"use strict";
{
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const root = document.documentElement;
  root.classList.remove("no-js");

  // A page opened from a file may have no storage; the choice then lasts as long as the page.
  const remember = (key, value) => { try { localStorage.setItem(key, value); } catch { /* as said */ } };
  const recall = (key) => { try { return localStorage.getItem(key); } catch { return null; } };

  const theme = document.getElementById("theme");
  const prefersDark = matchMedia("(prefers-color-scheme: dark)");
  const isDark = () => (root.dataset.theme ?? (prefersDark.matches ? "dark" : "light")) === "dark";
  const nameTheme = () => { theme.textContent = isDark() ? "Light page" : "Dark page"; };
  const stored = recall("amana-theme");
  if (stored === "dark" || stored === "light") root.dataset.theme = stored;
  nameTheme();
  prefersDark.addEventListener("change", nameTheme);
  theme.addEventListener("click", () => {
    root.dataset.theme = isDark() ? "light" : "dark";
    remember("amana-theme", root.dataset.theme);
    nameTheme();
  });

  const differences = document.getElementById("differences");
  const showDifferences = () => document.body.classList.toggle("show-differences", differences.checked);
  differences.addEventListener("change", showDifferences);
  showDifferences(); // browsers keep a box's state over a reload

  const findings = all(".finding");
  const rows = all(".row:not(.head)");
  const visible = new Set();

  // What a reviewer has ticked is kept for these two texts, by claim: a new report keeps the ticks.
  const key = `amana-reviewed-${document.querySelector(".list").dataset.key}`;
  const claim = (item) => `${item.dataset.check}: ${item.querySelector(".message").textContent}`.replaceAll("\n", " ");
  const box = (item) => item.querySelector(".reviewed input");
  const ticked = new Set((recall(key) ?? "").split("\n").filter(Boolean));
  for (const item of findings) box(item).checked = ticked.has(claim(item));
  const showReviewed = document.getElementById("show-reviewed");

  const filters = all("[data-filter]");
  const rowsShown = document.getElementById("rows-shown");
  const numbers = (element) => (element.dataset.findings || "").split(" ").filter(Boolean);
  const show = () => {
    const allowed = { severity: new Set(), check: new Set() };
    for (const filter of filters) if (filter.checked) allowed[filter.dataset.filter].add(filter.value);
    visible.clear();
    for (const item of findings) {
      const reviewed = box(item).checked;
      item.classList.toggle("done", reviewed);
      const on = allowed.severity.has(item.dataset.severity) && allowed.check.has(item.dataset.check)
        && (showReviewed.checked || !reviewed);
      item.hidden = !on;
      if (on) visible.add(item.dataset.finding);
    }
    for (const note of all(".note")) note.hidden = !visible.has(note.dataset.finding);
    for (const mark of all(".cell mark")) mark.classList.toggle("off", !numbers(mark).some((n) => visible.has(n)));
    const wanted = {
      all: () => true,
      findings: (row) => numbers(row).some((n) => visible.has(n)),
      unpaired: (row) => !row.classList.contains("pair"),
      uncertain: (row) => row.classList.contains("uncertain") && row.classList.contains("pair"),
    }[rowsShown.value];
    for (const row of rows) row.hidden = !wanted(row);
    const total = document.querySelector(".total");
    total.textContent = visible.size === findings.length ? findings.length : `${visible.size} of ${findings.length}`;
    if (findings.length) document.getElementById("reviewed-count").textContent = findings.filter((item) => box(item).checked).length;
    document.querySelector(".nothing-left").hidden = !findings.length || visible.size > 0;
    locate();
  };

  // Where the reader is, drawn on the map.
  const here = { article: document.getElementById("here-article"), reference: document.getElementById("here-reference") };
  const inView = new Set();
  const locate = () => {
    for (const side of ["article", "reference"]) {
      const places = [...inView].filter((row) => !row.hidden && row.dataset[side]).map((row) => row.dataset[side].split(" ").map(Number));
      const start = Math.min(...places.map((place) => place[0]));
      const end = Math.max(...places.map((place) => place[1]));
      here[side].setAttribute("x", places.length ? start : 0);
      here[side].setAttribute("width", places.length ? end - start : 0);
    }
  };
  const watcher = new IntersectionObserver((entries) => {
    for (const entry of entries) inView[entry.isIntersecting ? "add" : "delete"](entry.target);
    locate();
  }, { rootMargin: "-120px 0px 0px 0px" });
  for (const row of rows) watcher.observe(row);

  // The review queue: j and k walk through the findings that the filters leave.
  let current = null;
  const choose = (item, scroll) => {
    current?.classList.remove("current");
    all(".row.current").forEach((row) => row.classList.remove("current"));
    current = item;
    item.classList.add("current");
    const row = document.querySelector(item.querySelector(".jump").getAttribute("href"));
    row.hidden = false;
    row.classList.add("current");
    if (scroll) {
      row.scrollIntoView({ block: "start" });
      // The list scrolls by itself where it stands beside the text; elsewhere the text has the page.
      const list = document.querySelector(".list");
      if (list.scrollHeight > list.clientHeight + 1) list.scrollTop = item.offsetTop - list.offsetTop - 12;
      item.querySelector(".jump").focus({ preventScroll: true });
    }
  };
  const step = (by) => {
    const queue = findings.filter((item) => !item.hidden);
    if (!queue.length) return;
    const at = queue.indexOf(current);
    choose(queue[at < 0 ? (by > 0 ? 0 : queue.length - 1) : (at + by + queue.length) % queue.length], true);
  };
  for (const item of findings) item.querySelector(".jump").addEventListener("click", () => choose(item, false));
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("select, input[type=text]")) return;
    if (event.key === "j") step(1);
    else if (event.key === "k") step(-1);
    else if (event.key === "x" && current) box(current).click();
    else if (event.key === "d") differences.click();
    else return;
    event.preventDefault();
  });

  for (const item of findings) {
    box(item).addEventListener("change", () => {
      ticked[box(item).checked ? "add" : "delete"](claim(item));
      remember(key, [...ticked].join("\n"));
      show();
    });
  }
  showReviewed?.addEventListener("change", show);
  for (const filter of filters) filter.addEventListener("change", show);
  rowsShown.addEventListener("change", show);
  show();
}
