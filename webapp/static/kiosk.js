/* For the pages of a kiosk. All of them work without this file: it asks whether somebody is still there before
   the server wipes, tries again by itself when the server cannot be reached, and gives digits to touch.
   It keeps nothing in the browser, and leaves no page in the history. */
"use strict";
(() => {
  const RETRY = 2000;
  const PATIENCE = 8000;
  const TELL_EVERY = 5000;
  const GRACE = 20_000;

  const still = document.getElementById("still");
  const sure = document.getElementById("sure");
  const moment = document.getElementById("moment");
  const { rest, first, session, seconds, again } = moment.dataset;
  const JSON_ONLY = { Accept: "application/json" };
  const pause = (time) => new Promise((done) => setTimeout(done, time));
  let timer;
  let isLeaving = false;

  /* --- Reaching the server ---------------------------------------------------------------------------- */

  /* The answer and all of its text: a network may fail between the two. */
  async function ask(address, options) {
    const signal = AbortSignal.timeout(PATIENCE);
    const answer = await fetch(address, { ...options, signal, cache: "no-store" });
    const { ok, redirected, status, url } = answer;
    return { ok, redirected, status, url, text: await answer.text() };
  }

  /* Ask until there is an answer. What was typed stays on the page meanwhile. */
  async function reach(address, options = {}) {
    for (;;) {
      const answer = await ask(address, options).catch(() => null);
      if (answer && answer.status < 500) {
        if (moment.open) moment.close();
        return answer;
      }
      if (!moment.open) moment.showModal();
      await pause(RETRY);
    }
  }

  /* Let no voice read on what is no longer shown. */
  const hush = () => document.dispatchEvent(new Event("hush"));

  /* Replaced, not added: there is nothing to go back to. */
  function go(address) {
    hush();
    clearInterval(timer);
    isLeaving = true;
    location.replace(address);
  }

  function show(answer) {
    if (answer.redirected) return go(answer.url);
    hush();
    clearInterval(timer);
    document.open();
    document.write(answer.text);
    document.close();
  }

  document.addEventListener("submit", async (event) => {
    event.preventDefault();
    const form = event.target;
    if (form.id === "letters") return changeLetters(form);
    if (form.id === "again" && sure) return sure.showModal(); /* one slip of a finger must not cost everything */
    if (form.dataset.sent) return;
    form.dataset.sent = "yes";
    if (form.id === "here") await stay(form);
    else show(await reach(form.action, { method: "POST", body: filledIn(form, event.submitter) }));
    delete form.dataset.sent;
  });

  function filledIn(form, button) {
    const values = new URLSearchParams(new FormData(form));
    if (button && button.name) values.append(button.name, button.value);
    return values;
  }

  document.addEventListener("click", async (event) => {
    if (event.target.closest("[data-close]")) return sure.close();
    const printing = event.target.closest("[data-print]");
    if (printing) return printReport(printing);
    const link = event.target.closest("a[href]");
    if (!link || (link.pathname === location.pathname && link.hash)) return;
    event.preventDefault();
    const answer = await reach(rest, { headers: JSON_ONLY });
    if (isLeftBehind(answer)) leave();
    else go(link.href);
  });

  /* --- On paper ----------------------------------------------------------------------------------------- */

  /* The report as everywhere else, in a frame that is not seen; with --kiosk-printing, without asking. Where the
     browser shows no PDF, this page prints its short form, which says so. */
  async function printReport(button) {
    if (button.dataset.sent) return;
    button.dataset.sent = "yes";
    const answer = await ask(rest, { headers: JSON_ONLY }).catch(() => null);
    if (answer && answer.status < 500 && isLeftBehind(answer)) return leave();
    const problem = document.getElementById("unprinted");
    problem.hidden = true;
    if (!navigator.pdfViewerEnabled) print();
    else if (await isReady(button.dataset.print)) await printed(button.dataset.print);
    else problem.hidden = false;
    delete button.dataset.sent;
  }

  async function isReady(address) {
    const answer = await ask(address, {}).catch(() => null);
    return Boolean(answer && answer.ok && !answer.redirected);
  }

  function printed(address) {
    for (const old of document.querySelectorAll("iframe.sheet")) old.remove();
    const frame = document.createElement("iframe");
    frame.className = "sheet";
    frame.title = "";
    frame.tabIndex = -1;
    frame.ariaHidden = "true";
    return new Promise((done) => {
      frame.addEventListener("load", () => {
        setTimeout(() => done(frame.contentWindow.print())); /* only then is the page in it ready */
      });
      frame.src = address;
      document.body.append(frame);
    });
  }

  /* --- Whether somebody is there ---------------------------------------------------------------------- */

  let ends = performance.now() + Number(seconds) * 1000;
  let told = performance.now();
  let telling;

  async function stay(form) {
    const answer = await reach(form.action, { method: "POST", body: filledIn(form), headers: JSON_ONLY });
    ends = performance.now() + ownSeconds(answer) * 1000;
    if (still && still.open) still.close();
  }

  /* At once, with all that was typed; the server hears of it for the pages to come. */
  function changeLetters(form) {
    const button = form.querySelector("button");
    const isLarger = document.documentElement.classList.toggle("larger");
    button.textContent = isLarger ? button.dataset.smaller : button.dataset.larger;
    return reach(form.action, { method: "POST", body: filledIn(form), redirect: "manual" });
  }

  /* To readers, at some moments only: a voice that counts hides all else. */
  const TELL_AT = [60, 30, 10];
  let said = Infinity;
  function tell(left) {
    const status = document.querySelector("[data-tell]");
    const at = TELL_AT.findLast((seconds) => left <= seconds);
    const isMore = !at && said < Infinity;
    if (status && (isMore || at < said)) status.textContent = status.dataset.tell.replace("#", at ?? Math.round(left));
    said = at ?? Infinity;
  }

  /* A touch or a key: tell the server, but not all the time. */
  function touched() {
    if (still.open || moment.open || telling || isLeaving) return;
    const wait = Math.max(0, told + TELL_EVERY - performance.now());
    telling = setTimeout(async () => {
      told = performance.now();
      await stay(document.getElementById("here"));
      telling = undefined;
    }, wait);
  }

  async function look() {
    const left = ends - performance.now();
    for (const count of document.querySelectorAll("[data-count]")) {
      count.textContent = String(Math.max(0, Math.ceil(left / 1000)));
    }
    tell(left / 1000);
    if (left <= 0) return leave();
    if (left > GRACE || !still || still.open || moment.open) return;
    if (sure.open) sure.close();
    hush();
    still.showModal();
  }

  /* Time is up: nobody shall read on, whether or not the server can be reached. It has the last word. */
  async function leave() {
    if (isLeaving) return;
    isLeaving = true;
    hush();
    if (still && still.open) still.close();
    document.body.classList.add("blank");
    const answer = await reach(rest, { headers: JSON_ONLY });
    const left = ownSeconds(answer);
    if (left) return goOn(left);
    await pause(1100); /* it tells whole seconds */
    go(first);
  }

  /* The seconds of the session that this page belongs to: those of the next patient are none. */
  function ownSeconds(answer) {
    const told = answer.ok && !answer.redirected ? JSON.parse(answer.text) : {};
    return told.session === session ? told.seconds : 0;
  }

  /* Whether the session of this page is over: its links and prints would be those of the next patient. */
  function isLeftBehind(answer) {
    return Boolean(seconds) && !ownSeconds(answer);
  }

  function goOn(left) {
    ends = performance.now() + left * 1000;
    document.body.classList.remove("blank");
    isLeaving = false;
  }

  if (seconds) {
    timer = setInterval(look, 250);
    /* Another page of this kiosk may have ended the session, or begun the next one. */
    const others = new BroadcastChannel("session");
    others.addEventListener("message", ({ data }) => data === session || leave());
    document.addEventListener("visibilitychange", () => document.hidden || leave());
  }
  new BroadcastChannel("session").postMessage(session);
  if (still) {
    still.addEventListener("cancel", (event) => event.preventDefault());
    for (const kind of ["pointerdown", "keydown", "wheel"]) addEventListener(kind, touched, { passive: true });
  }
  /* Where nobody sits: a sign of life, and what is new. */
  if (again) timer = setTimeout(async () => (await reach(rest, { headers: JSON_ONLY })) && go(first), again * 1000);
  addEventListener("beforeprint", () => {
    for (const folded of document.querySelectorAll(".paper details")) folded.open = true;
  });
  moment.addEventListener("cancel", (event) => event.preventDefault());
  addEventListener("contextmenu", (event) => event.preventDefault());
  /* A page that comes back out of the browser's memory may be somebody else's. */
  addEventListener("pageshow", (event) => event.persisted && location.replace(first));

  /* --- Digits and letters to touch -------------------------------------------------------------------------------- */

  const LONGEST = { digits: 12, letters: 80 };
  const boxes = [...document.querySelectorAll("input[inputmode=numeric], input[inputmode=decimal], input[data-letters]")];
  let keypad;
  let box;

  function open(field) {
    close();
    box = field;
    const pad = document.getElementById("letters" in box.dataset ? "letterpad" : "keypad");
    keypad = pad.content.firstElementChild.cloneNode(true);
    const point = keypad.querySelector("[value='.']");
    if (point) point.disabled = !("decimal" in box.dataset);
    keypad.addEventListener("pointerdown", (event) => event.preventDefault());
    keypad.addEventListener("click", (event) => press(event.target.closest("button")));
    box.parentElement.after(keypad);
    box.classList.add("typing");
    document.body.classList.add("typed");
    makeRoom();
  }

  /* Show the question above the keypad, or at least its box. */
  function makeRoom() {
    if (!keypad) return;
    document.documentElement.style.setProperty("--keypad", `${keypad.offsetHeight}px`);
    for (const shown of [box.closest(".card"), box]) shown.scrollIntoView({ block: "nearest" });
  }

  function close() {
    if (keypad) keypad.remove();
    if (box) box.classList.remove("typing");
    keypad = box = undefined;
  }

  function press(key) {
    if (!key) return;
    if (key.value === "done") return close();
    const longest = "letters" in box.dataset ? LONGEST.letters : LONGEST.digits;
    box.value = key.value === "back" ? box.value.slice(0, -1) : (box.value + key.value).slice(0, longest);
    box.dispatchEvent(new Event("input", { bubbles: true }));
  }

  for (const each of boxes) {
    if (each.inputMode === "decimal") each.dataset.decimal = "yes";
    each.inputMode = "none"; /* the system's own keyboard stays away */
    each.addEventListener("focus", () => each === box || open(each));
  }
  addEventListener("resize", makeRoom);
  document.addEventListener("focusin", ({ target }) => {
    if (keypad && target !== box && !keypad.contains(target)) close();
  });
})();
