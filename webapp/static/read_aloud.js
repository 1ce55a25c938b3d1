/* Reads pages of patients aloud with a voice of the device itself. A voice that would send the words elsewhere is
   never used, and the policy of the page lets this script reach no server. Without a voice for the language of the
   page there is no button. It never begins by itself, and keeps nothing. */
"use strict";
(() => {
  const template = document.getElementById("read-aloud");
  const voice = window.speechSynthesis;
  if (!template || !voice) return;

  /* --- Voices ------------------------------------------------------------------------------------------- */

  const plain = (language) => language.replace("_", "-").toLowerCase();
  const root = (language) => plain(language).split("-")[0];

  /* A voice of this device for the language: of its country if there is one, else the one that the device prefers. */
  function voiceFor(language) {
    const own = voice.getVoices().filter((one) => one.localService && root(one.lang) === root(language));
    return own.find((one) => plain(one.lang) === plain(language)) ?? own.find((one) => one.default) ?? own[0];
  }

  /* --- What is shown -------------------------------------------------------------------------------------- */

  const UNREAD = ".aloud, .visually-hidden, [aria-hidden=true], svg, script, noscript, template";
  const UNSEEN = /[\u00ad\u200b\u2060]/g; /* where lines may and may not be broken */
  const isShown = (one) => one.checkVisibility?.({ visibilityProperty: true }) ?? one.getClientRects().length > 0;

  /* The nearest element that begins a line of its own. */
  function blockOf(element) {
    let block = element;
    while (["inline", "contents"].includes(getComputedStyle(block).display)) block = block.parentElement;
    return block;
  }

  function textOf(node) {
    if (node.nodeType === Node.TEXT_NODE) return node.parentElement.matches("textarea") ? "" : node.data;
    return node.matches("input[type=text], textarea") ? ` ${node.value} ` : "";
  }

  /* The text in reading order: one part for each block and language. */
  function partsOf(place) {
    const parts = [];
    const walker = document.createTreeWalker(place, NodeFilter.SHOW_TEXT | NodeFilter.SHOW_ELEMENT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const text = textOf(node);
      const parent = node.parentElement;
      if (!text.trim() && !parts.length) continue;
      if (!text || parent.closest(UNREAD) || !isShown(parent)) continue;
      const block = blockOf(parent);
      const { lang } = parent.closest("[lang]");
      const last = parts.at(-1);
      if (last && last.block === block && last.lang === lang) last.text += text;
      else parts.push({ block, lang, text });
    }
    for (const part of parts) part.text = part.text.replace(UNSEEN, "").replace(/\s+/g, " ").trim();
    return parts.filter((part) => part.text);
  }

  /* --- Reading -------------------------------------------------------------------------------------------- */

  let reading; /* what is read: its button, the part, and the utterance, which browsers forget if nobody holds it */

  function stop() {
    if (reading) {
      reading.button.ariaPressed = "false";
      reading.part?.block.classList.remove("being-read");
    }
    reading = undefined;
    voice.cancel();
  }

  function read(button, places) {
    stop();
    button.closest(".aloud").querySelector("[role=status]").textContent = "";
    const mine = { button, parts: places.flatMap(partsOf) };
    reading = mine;
    button.ariaPressed = "true";
    readNext(mine);
  }

  function readNext(mine) {
    if (reading !== mine) return;
    mine.part?.block.classList.remove("being-read");
    mine.part = mine.parts.shift();
    const { part } = mine;
    const using = part && (voiceFor(part.lang) ?? voiceFor(document.documentElement.lang));
    if (!using) return stop();
    part.block.classList.add("being-read");
    part.block.scrollIntoView({ block: "nearest" });
    mine.utterance = new SpeechSynthesisUtterance(part.text);
    mine.utterance.voice = using;
    mine.utterance.lang = using.lang;
    mine.utterance.onend = () => readNext(mine);
    mine.utterance.onerror = () => fail(mine);
    voice.speak(mine.utterance);
  }

  /* The device could not speak: say so in place of silence. What was stopped on purpose is no failure. */
  function fail(mine) {
    if (reading !== mine) return;
    const status = mine.button.closest(".aloud").querySelector("[role=status]");
    stop();
    status.textContent = template.dataset.failed;
  }

  /* --- Buttons -------------------------------------------------------------------------------------------- */

  const rows = [];

  /* A row of buttons; `buttons` are pairs of a word of the template and the elements to read. */
  function row(buttons, topic) {
    const made = template.content.querySelector(".aloud").cloneNode(true);
    const model = made.querySelector("button");
    for (const [label, places] of buttons) {
      const button = model.cloneNode(true);
      const words = button.querySelector("span");
      words.textContent = template.dataset[label];
      if (topic) {
        words.id = `aloud-${rows.length}-${label}`;
        topic.id ||= `aloud-${rows.length}-topic`;
        button.setAttribute("aria-labelledby", `${words.id} ${topic.id}`);
      }
      button.addEventListener("click", () => (reading?.button === button ? stop() : read(button, places())));
      model.before(button);
    }
    model.remove();
    rows.push(made);
    return made;
  }

  function addToQuestion(ask) {
    const asked = ask.querySelector("legend, .question");
    const tiles = ask.querySelector(":scope > .tiles");
    const buttons = [["part", () => [ask]]];
    if (tiles) buttons.push(["options", () => [tiles]]);
    asked.after(row(buttons, asked));
  }

  /* After an alert, not in it: what is put into one is announced. */
  function addToBox(box) {
    const heading = box.querySelector("h2, h3");
    const made = row([["part", () => [box]]], heading);
    const head = box.querySelector(":scope > h2, :scope > .name, :scope > h3");
    if (box.matches("[role=alert], [role=status]")) box.after(made);
    else if (head) head.after(made);
    else box.append(made);
  }

  function addToPage(main, heading) {
    const made = row([["page", () => [main]]]);
    made.append(...template.content.querySelectorAll(".hint"));
    const top = heading.closest(".top, .opening, .first");
    if (top) top.append(made);
    else heading.after(made);
  }

  const BOXES = "main :is(.card, .box, .stack[role=alert]), dialog.card";

  function addButtons() {
    const main = document.getElementById("main");
    const heading = main.querySelector("h1");
    if (heading) addToPage(main, heading);
    for (const ask of document.querySelectorAll(".ask")) addToQuestion(ask);
    for (const box of document.querySelectorAll(BOXES)) {
      const isPart = box.parentElement.closest(BOXES) || box.querySelector(".ask");
      if (!isPart && box.innerText.trim()) addToBox(box);
    }
  }

  function offer() {
    const canRead = Boolean(voiceFor(document.documentElement.lang));
    if (canRead && !rows.length) addButtons();
    if (!canRead) stop();
    for (const one of rows) one.hidden = !canRead;
  }

  voice.cancel(); /* what another page began */
  voice.addEventListener?.("voiceschanged", offer);
  offer();
  addEventListener("pagehide", stop);
  document.addEventListener("submit", stop);
  document.addEventListener("hush", stop);
  document.addEventListener("visibilitychange", () => document.hidden && stop());
})();
