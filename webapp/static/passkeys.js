/* Passkeys, where the browser has them: without this file nothing offers them. A place with the buttons of a
   ceremony is hidden until then. It has what the device is to make (data-creates), or where to fetch what it is
   to sign (data-challenge); the answer goes into its hidden field, and the form is sent. */
"use strict";

function offerPasskeys() {
  const canAsk = window.PublicKeyCredential && PublicKeyCredential.parseRequestOptionsFromJSON;
  if (!canAsk) return;
  for (const place of document.querySelectorAll("[data-passkeys]")) {
    place.hidden = false;
    const button = place.querySelector("button[type=button]");
    if (button) button.addEventListener("click", () => answer(place, button));
  }
}

async function answer(place, button) {
  const field = place.querySelector("input[name=passkey]");
  const said = place.querySelector("[role=status]");
  button.disabled = true;
  said.textContent = "";
  try {
    const made = await (place.dataset.creates ? create(place) : sign(place, field.form));
    field.value = JSON.stringify(made.toJSON());
    field.form.requestSubmit();
  } catch (error) {
    said.textContent = error.name === "InvalidStateError" ? place.dataset.known : place.dataset.failed;
    button.disabled = false;
  }
}

function create(place) {
  const options = JSON.parse(place.dataset.creates);
  return navigator.credentials.create({ publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options) });
}

async function sign(place, form) {
  const body = new FormData();
  body.set("csrf_token", form.elements.csrf_token.value);
  const response = await fetch(place.dataset.challenge, { method: "POST", body });
  if (!response.ok) throw new Error(response.statusText);
  const options = PublicKeyCredential.parseRequestOptionsFromJSON(await response.json());
  return navigator.credentials.get({ publicKey: options });
}

offerPasskeys();
