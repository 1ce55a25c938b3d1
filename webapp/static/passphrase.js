/* In the box for six words Enter sends, as in a box of one line: the box has two, since the words wrap on a small
   screen. Without this script Enter begins a new line, which counts as a blank. */
"use strict";
(() => {
  const box = document.querySelector("textarea#words");
  if (!box) return;
  box.enterKeyHint = "go";
  box.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || event.isComposing) return;
    event.preventDefault();
    if (!event.repeat) box.form.requestSubmit(box.form.querySelector("button"));
  });
})();
