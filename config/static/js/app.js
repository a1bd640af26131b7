/* What pages do beyond plain HTML: keys, toasts, live region, autosave. All of it may be absent. */
(function () {
  "use strict";

  const KEYS_OFF = "pt-keys-off";
  const OPEN_MENUS = "details[open].pt-menu, .pt-tabbar details[open].pt-more";
  const all = (selector, root) => Array.from((root || document).querySelectorAll(selector));

  // Words for readers, and toasts -----------------------------------------------------------

  function say(text) {
    const live = document.getElementById("live");
    if (live) live.textContent = text;
  }

  function watchToast(toast) {
    if (toast.dataset.watched) return;
    toast.dataset.watched = "1";
    const close = toast.querySelector("[data-close]");
    if (close) close.addEventListener("click", () => toast.remove());
    if (!("stays" in toast.dataset)) setTimeout(() => toast.remove(), 8000);
  }

  function toast(text) {
    const place = document.getElementById("toasts");
    if (!place) return;
    const box = document.createElement("div");
    const words = document.createElement("span");
    words.textContent = text;
    box.className = "pt-toast is-bad";
    box.append(words);
    place.append(box);
    watchToast(box);
  }

  // The acts of a row, which a phone hides until they are asked for

  function showActs(event) {
    const button = event.target.closest("[data-acts]");
    if (!button) return;
    const row = button.closest("li");
    const isOpen = row.classList.toggle("cur");
    button.setAttribute("aria-expanded", String(isOpen));
  }

  // Keys --------------------------------------------------------------------------------------

  const keysAreOff = () => localStorage.getItem(KEYS_OFF) === "1";
  const isTyping = (target) =>
    target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
  const rows = () => all(".pt-rows > li, table[data-rows] > tbody > tr");
  const currentRow = () => rows().find((row) => row.classList.contains("cur"));

  function moveRow(by) {
    const list = rows();
    if (!list.length) return;
    const at = list.findIndex((row) => row.classList.contains("cur"));
    const next = list[Math.max(0, Math.min(list.length - 1, at + by))];
    list.forEach((row) => row.classList.toggle("cur", row === next));
    const link = next.querySelector("a[href]");
    (link || next).focus();
    next.scrollIntoView({ block: "nearest" });
  }

  function focusSearch() {
    const field = all("[data-search], #id_q").find((input) => input.offsetParent !== null);
    if (field) field.focus();
    return Boolean(field);
  }

  function showKeys() {
    const dialog = document.getElementById("keys");
    if (dialog && !dialog.open) dialog.showModal();
  }

  function pressInRow(key) {
    const row = currentRow();
    const button = row && all("[data-key]", row).find((one) => one.dataset.key === key);
    if (button) button.click();
    return Boolean(button);
  }

  function onKey(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.key === "Escape") all(OPEN_MENUS).forEach(shut);
    const scale = event.target.closest("form[data-scale-keys]");
    if (keysAreOff() || (isTyping(event.target) && event.target.type !== "radio")) return;
    if (scaleKey(event, scale || document.querySelector("form[data-scale-keys]"))) {
      event.preventDefault();
      return;
    }
    if (event.target.type === "radio") return;
    const acts = { "/": focusSearch, "?": showKeys, j: () => moveRow(1), k: () => moveRow(-1) };
    const done = acts[event.key] ? acts[event.key]() !== false : pressInRow(event.key);
    if (done) event.preventDefault();
  }

  function shut(details) {
    details.open = false;
    details.querySelector("summary").focus();
  }

  // The five-point scale: 1 to 5 answer, 0 is "don't know", Enter goes on, n opens the note ----

  function markQuestion(question) {
    all(".pt-q.cur").forEach((one) => one.classList.toggle("cur", one === question));
    if (question) question.classList.add("cur");
  }

  function scaleKey(event, form) {
    if (!form) return false;
    const questions = all(".pt-q", form);
    const current = event.target.closest(".pt-q") || form.querySelector(".pt-q.cur") || questions[0];
    if (!current) return false;
    if (/^[1-5]$/.test(event.key)) return answer(all(".pt-scale input", current)[event.key - 1]);
    if (event.key === "0") return answer(current.querySelector(".pt-dk input"));
    if (event.key === "n") return openNote(current);
    if (event.key === "Enter" && !event.target.closest("a, button, summary")) {
      return goTo(questions[questions.indexOf(current) + 1]);
    }
    return false;
  }

  function answer(input) {
    if (!input) return false;
    input.checked = true;
    input.focus();
    input.dispatchEvent(new Event("change", { bubbles: true }));
    return true;
  }

  function openNote(question) {
    const note = question.querySelector("details");
    if (!note) return false;
    note.open = true;
    const field = note.querySelector("textarea, input");
    if (field) field.focus();
    return true;
  }

  function goTo(question) {
    if (!question) return false;
    markQuestion(question);
    const input = question.querySelector("input:checked") || question.querySelector("input");
    if (input) input.focus();
    question.scrollIntoView({ block: "center" });
    return true;
  }

  // HTMX: errors become toasts, swaps are announced, autosave says where it stands --------------

  const savedState = (element) => {
    const form = element.closest("form[data-autosave]");
    return form ? form.querySelector("[data-autosave-state]") : null;
  };

  function showState(element, name, isBad) {
    const state = savedState(element);
    if (!state) return;
    const time = new Date().toLocaleTimeString(document.documentElement.lang, {
      hour: "2-digit",
      minute: "2-digit",
      hourCycle: "h23",
    });
    state.textContent = (state.dataset[name] || "").replace("%(time)s", time);
    state.classList.toggle("is-bad", Boolean(isBad));
  }

  function onFailed(event) {
    showState(event.target, "failed", true);
    toast(document.body.dataset[event.type === "htmx:sendError" ? "offline" : "failed"]);
  }

  function onSwapped(event) {
    all("[data-toast]").forEach(watchToast);
    const said = event.detail.elt.querySelector("[data-say]");
    if (said) say(said.dataset.say);
    const inRow = ".inline input:not([type=hidden]), .inline textarea, .inline select";
    const focus = event.detail.elt.querySelector(`[data-focus], ${inRow}`);
    if (focus) focus.focus();
  }

  /* A row of work was dealt with: it goes, and the next one gets the focus. */
  function onRowDone(event) {
    const row = event.target.closest(".pt-rows > li");
    if (!row) return;
    const next = row.nextElementSibling || row.previousElementSibling;
    setTimeout(() => row.remove());  // after the answer's toast, which is looked for from the row
    if (next) next.querySelector("a[href]").focus();
  }

  function watchHtmx() {
    const body = document.body;
    body.addEventListener("row-done", onRowDone);
    body.addEventListener("htmx:beforeRequest", (event) => showState(event.target, "saving"));
    body.addEventListener("htmx:afterRequest", (event) => {
      if (event.detail.successful) showState(event.target, "saved");
    });
    body.addEventListener("htmx:responseError", onFailed);
    body.addEventListener("htmx:sendError", onFailed);
    body.addEventListener("htmx:afterSettle", onSwapped);
  }

  // Small things --------------------------------------------------------------------------------

  function watchKeysSwitch() {
    const box = document.querySelector("[data-keys-switch]");
    if (!box) return;
    box.checked = !keysAreOff();
    box.addEventListener("change", () => localStorage.setItem(KEYS_OFF, box.checked ? "0" : "1"));
  }

  function closeMenusOutside(event) {
    all(OPEN_MENUS).forEach((menu) => {
      if (!menu.contains(event.target)) menu.open = false;
    });
  }

  function sendOnce(event) {
    const form = event.target;
    if (form.method !== "post" || form.hasAttribute("hx-post")) return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    form.dataset.sent = "1";
  }

  function start() {
    all("[data-toast]").forEach(watchToast);
    const wrong = document.querySelector("[data-focus]");
    if (wrong) wrong.focus();
    all(".pt-scroll > .pt-hist").forEach((line) => {
      line.parentElement.scrollLeft = line.parentElement.scrollWidth;
    });
    watchKeysSwitch();
    watchHtmx();
    document.addEventListener("keydown", onKey);
    document.addEventListener("click", closeMenusOutside);
    document.addEventListener("click", showActs);
    document.addEventListener("submit", sendOnce);
    window.addEventListener("pageshow", () =>
      all("form[data-sent]").forEach((form) => delete form.dataset.sent)
    );
  }

  if (document.readyState === "loading") document.addEventListener("DOMContentLoaded", start);
  else start();
})();
