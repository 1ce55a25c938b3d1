/* For signed-in pages. All of them work without this file; it only spares reloads by hand and keeps an
   unattended screen from being read. It writes text; markup comes only from this server, escaped. */
"use strict";

/* Typing in a form on paper: Enter leads to the next question, a digit or letter chooses that option of a list. */
function typeThrough() {
  const KEYS = "123456789abcdefghijklmnopqrstuvwxyz"; /* as staff.css writes them before the options */
  const form = document.querySelector("form[data-paper]");
  if (!form) return;
  const steps = [...form.querySelectorAll(".paper-row, .tile, .entry, .button-row")];
  form.addEventListener("keydown", (event) => {
    const step = event.target.closest(".paper-row, .tile, .entry");
    if (!step || event.ctrlKey || event.altKey || event.metaKey) return;
    const boxes = [...step.querySelectorAll(".paper-choices :is([type=radio], [type=checkbox])")];
    const chosen = event.target.type === "text" ? undefined : boxes[KEYS.indexOf(event.key)];
    if (chosen) chosen.click();
    if (event.key === "Enter" || (chosen && chosen.type === "radio")) {
      steps[steps.indexOf(step) + 1].querySelector("input:not([type=hidden]), button").focus();
      event.preventDefault();
    }
  });
}

/* A form whose answer takes a while: say so, and send it once. */
function sayWait() {
  for (const form of document.querySelectorAll("form[data-wait]")) {
    const said = form.querySelector("[role=status]");
    form.addEventListener("submit", (event) => {
      if (said.textContent) return event.preventDefault();
      said.textContent = form.dataset.wait;
    });
    window.addEventListener("pageshow", () => { said.textContent = ""; });
  }
}

/* Before the sign-in ends for want of use: say so, offer to stay, and then leave the page. */
function watchTheClock() {
  const WARNING = 60_000;
  const TOLD = 30_000; /* Somebody who reads, scrolls or types says so at most this often. */
  const USES = ["keydown", "pointerdown", "pointermove", "wheel", "touchmove"];
  const dialog = document.getElementById("idle");
  if (!dialog) return;
  const [warning, ended] = dialog.querySelectorAll("[data-part]");
  const stay = warning.querySelector("form");
  let end = Date.now() + Number(dialog.dataset.seconds) * 1000;
  let told = Date.now();
  let timer;

  const wake = () => {
    clearTimeout(timer);
    const left = end - Date.now();
    timer = setTimeout(look, Math.max(left > WARNING ? left - WARNING : left, 250));
  };
  /* Another tab may have been used since: the server knows. */
  const look = async () => {
    const answer = await fetch(dialog.dataset.check, { headers: { Accept: "application/json" } }).catch(() => null);
    if (answer && answer.status === 401) return stop();
    if (answer && answer.ok) end = Date.now() + (await answer.json()).seconds * 1000;
    const left = end - Date.now();
    if (left <= 0) return stop();
    if (left > WARNING && dialog.open) dialog.close();
    if (left <= WARNING && !dialog.open) dialog.showModal();
    wake();
  };
  const stop = () => {
    clearTimeout(timer);
    if (!isSomethingTyped()) return location.replace(dialog.dataset.again);
    warning.hidden = true;
    ended.hidden = false;
    dialog.setAttribute("aria-labelledby", "ended-heading");
    document.getElementById("main").hidden = true;
    if (!dialog.open) dialog.showModal();
  };

  /* The server counts it as use, and says how long the sign-in now lasts. */
  const tell = async () => {
    told = Date.now();
    const answer = await fetch(stay.action, { method: "POST", body: new FormData(stay) }).catch(() => null);
    if (!answer || !answer.ok) return look();
    end = Date.now() + (await answer.json()).seconds * 1000;
    if (dialog.open) dialog.close();
    wake();
  };
  /* Only what a person does, on the page that is in front; the question itself has to be answered. */
  const use = (event) => {
    if (event.isTrusted && !document.hidden && !dialog.open && Date.now() - told >= TOLD) tell();
  };

  for (const each of USES) document.addEventListener(each, use, { passive: true });
  stay.addEventListener("submit", (event) => {
    event.preventDefault();
    tell();
  });
  ended.querySelector("button").addEventListener("click", () => {
    document.getElementById("main").hidden = false;
    dialog.close();
  });
  dialog.addEventListener("cancel", (event) => event.preventDefault());
  document.addEventListener("visibilitychange", () => document.hidden || look());
  wake();
}

function isSomethingTyped() {
  const boxes = document.querySelectorAll("#main textarea, #main input[type=text]");
  return [...boxes].some((box) => !box.readOnly && box.value !== box.defaultValue);
}

/* A page that comes back out of the browser's memory may belong to somebody who signed out. */
window.addEventListener("pageshow", (event) => event.persisted && location.reload());

/* A link that somebody is to be sent. */
function offerToCopy() {
  const button = document.querySelector("[data-copies]");
  if (!button || !navigator.clipboard) return;
  const link = document.getElementById(button.dataset.copies);
  button.hidden = false;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(link.textContent.trim());
    button.textContent = button.dataset.copied;
  });
}

watchTheClock();
offerToCopy();

/* --- Desk --------------------------------------------------------------------------------------------- */

/* The list: new rows come in by themselves, what is ticked stays ticked, and the focus stays where it is. */
function keepTheDeskFresh() {
  const EVERY = 10_000;
  const REDRAW = 60_000; /* "5 minutes ago" grows old */
  const desk = document.getElementById("desk");
  if (!desk) return;
  const place = document.getElementById("rows");
  const said = document.getElementById("said");
  const bar = document.getElementById("picked");
  const count = bar.querySelector("[data-count]");
  const all = bar.querySelector("[data-all]");
  const untouched = count.textContent;
  const boxes = () => [...place.querySelectorAll("[name=pick]")];
  const ticked = () => boxes().filter((box) => box.checked);
  let drawn = Date.now();

  const tell = () => {
    const chosen = ticked().length;
    bar.hidden = !boxes().length;
    count.textContent = chosen ? desk.dataset.chosen.replace("{count}", chosen) : untouched;
  };
  const ask = (address) => fetch(address, { headers: { Accept: "application/json" } }).catch(() => null);
  const look = async () => {
    if (document.hidden) return;
    const list = place.firstElementChild;
    const answer = await ask(desk.dataset.news);
    if (answer && answer.status === 401) return location.reload();
    if (!answer || !answer.ok) return;
    const { marker } = await answer.json();
    if (marker === list.dataset.marker && Date.now() - drawn < REDRAW) return;
    const address = new URL(desk.dataset.rows, location.href);
    address.searchParams.set("newest", list.dataset.newest);
    const rows = await ask(address);
    if (rows && rows.ok) swap(await rows.text());
  };
  /* The part comes from this server, which escapes whatever anybody typed. */
  const swap = (html) => {
    const list = new DOMParser().parseFromString(html, "text/html").body.firstElementChild;
    const held = place.contains(document.activeElement) ? document.activeElement : null;
    const top = held && held.getBoundingClientRect().top;
    const chosen = new Set(ticked().map((box) => box.value));
    place.replaceChildren(list);
    for (const box of boxes()) box.checked = chosen.has(box.value);
    if (held) {
      const again = document.getElementById(held.id) || place.querySelector("a[id^=row-]");
      if (again) again.focus({ preventScroll: true });
      if (again) scrollBy(0, again.getBoundingClientRect().top - top);
    }
    drawn = Date.now();
    said.textContent = list.dataset.fresh;
    tell();
  };

  all.hidden = false;
  all.addEventListener("click", () => {
    const wanted = ticked().length < boxes().length;
    for (const box of boxes()) box.checked = wanted;
    tell();
  });
  desk.addEventListener("change", tell);
  bar.addEventListener("submit", (event) => {
    if (ticked().length) return;
    event.preventDefault();
    count.textContent = desk.dataset.none;
  });
  document.addEventListener("visibilitychange", look);
  setInterval(look, EVERY);
  tell();
}

/* What goes on in the background, a print of many or a mail: told when it changes, until nothing more will come. */
function followProgress() {
  const EVERY = 2_000;
  const place = document.querySelector("[data-progress]");
  if (!place) return;
  const said = document.getElementById("said");
  const look = async () => {
    if (!("going" in place.firstElementChild.dataset)) return clearInterval(timer);
    if (document.hidden) return;
    const answer = await fetch(place.dataset.progress, { headers: { Accept: "application/json" } }).catch(() => null);
    if (answer && (answer.status === 401 || answer.status === 404)) return location.reload();
    if (!answer || !answer.ok) return;
    /* The part comes from this server, which escapes whatever anybody typed. */
    const part = new DOMParser().parseFromString(await answer.text(), "text/html").body.firstElementChild;
    if (part.dataset.said === place.firstElementChild.dataset.said) return;
    const held = place.contains(document.activeElement) ? document.activeElement.id : "";
    place.replaceChildren(part);
    if (held && document.getElementById(held)) document.getElementById(held).focus();
    said.textContent = part.dataset.said;
  };
  const timer = setInterval(look, EVERY);
  document.addEventListener("visibilitychange", look);
}

/* Keys, for whoever has them switched on (then the page holds their help); never while somebody types. */
function listenToKeys() {
  const help = document.getElementById("keys");
  if (!help) return;
  const links = () => [...document.querySelectorAll("a[id^=row-]")];
  const row = () => document.activeElement.closest("tr");
  const link = () => row() && row().querySelector("a[id^=row-]");
  const box = () => row() && row().querySelector("[name=pick]");
  const move = (by) => {
    const all = links();
    const next = link() ? all[all.indexOf(link()) + by] : all[0];
    if (next) next.focus();
  };
  const inList = (by) => (link() ? move(by) : true);
  const press = (element) => element && element.click();
  /* On a submission: to the next of the list that it was opened from. */
  const beside = (name) => !links().length && (press(document.getElementById(name)), true);
  const print = () => {
    const single = document.getElementById("print");
    if (single) return press(single);
    if (box() && !document.querySelector("[name=pick]:checked")) press(box());
    press(document.querySelector("#desk [value=practitioner]"));
  };
  const search = () => {
    const words = document.getElementById("words");
    if (words) words.focus();
    else press(document.getElementById("to-desk"));
  };
  const KEYS = {
    j: () => beside("after") || move(1),
    k: () => beside("before") || move(-1),
    ArrowDown: () => inList(1),
    ArrowUp: () => inList(-1),
    o: () => press(link()),
    Enter: () => (document.activeElement === box() ? press(link()) : true),
    x: () => press(box()),
    p: print,
    "/": search,
    u: () => press(document.getElementById("to-desk")),
    "?": () => help.showModal(),
  };
  help.querySelector("button").addEventListener("click", () => help.close());
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input:not([type=checkbox]), textarea, select");
    const busy = typing || document.querySelector("dialog[open]");
    if (busy || event.ctrlKey || event.metaKey || event.altKey || event.repeat && event.key === "p") return;
    /* A function that gives true leaves the key to the browser. */
    if (event.key in KEYS && KEYS[event.key]() !== true) event.preventDefault();
  });
}

/* What has no sheet of its own is printed as it stands. */
function offerToPrint() {
  for (const button of document.querySelectorAll("[data-print]")) {
    button.hidden = false;
    button.addEventListener("click", () => print());
  }
}

typeThrough();
sayWait();
offerToPrint();
keepTheDeskFresh();
followProgress();
listenToKeys();
