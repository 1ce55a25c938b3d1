"use strict";

// Asks every PAUSE milliseconds whether a file was saved, and shows everything anew when one was.
const PAUSE = 700;
const person = document.getElementById("person");
const faults = document.getElementById("faults");
const seen = document.getElementById("seen");
let version = null;

function showPerson() {
  const place = `person/${person.value}`;
  document.getElementById("findings").src = place;
  document.getElementById("report").src = `${place}/report.pdf?${Date.now()}#navpanes=0&view=FitH`;
}

function showFaults(problems) {
  faults.hidden = problems.length === 0;
  faults.querySelector("ul").replaceChildren(...problems.map((problem) => {
    const line = document.createElement("li");
    line.textContent = problem;
    return line;
  }));
}

async function look() {
  try {
    const state = await (await fetch("state", { cache: "no-store" })).json();
    if (state.version !== version) {
      const isFirst = version === null;
      version = state.version;
      showFaults(state.problems);
      if (!isFirst && state.problems.length === 0) {
        document.getElementById("form").contentWindow.location.reload();
        showPerson();
      }
      seen.textContent = isFirst ? "" : `Read again at ${new Date().toLocaleTimeString()}`;
    }
  } catch {
    seen.textContent = "The preview was ended.";
  }
  setTimeout(look, PAUSE);
}

person.addEventListener("change", showPerson);
look();
