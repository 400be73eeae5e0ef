// The catalogue in place. Everything works without this file; with it, nothing jumps.
(function () {
  "use strict";
  var catalogue = document.getElementById("catalogue");
  var words = document.getElementById("q");
  if (!catalogue || !words) return;

  document.documentElement.classList.add("js");
  var opened = {};
  var focused = "";

  // Filters beside the results: for the browsers that cannot do it by style alone.
  function unfold() {
    var all = document.getElementById("filtres");
    var styled = window.CSS && CSS.supports && CSS.supports("selector(::details-content)");
    if (all && !styled && window.matchMedia("(min-width: 60em)").matches) all.open = true;
  }

  // The parts to search in stand beside the words, where nothing is swapped.
  function tick(parts) {
    document.querySelectorAll("#parties input").forEach(function (box) {
      box.checked = parts.indexOf(box.value) !== -1;
    });
  }

  // Words being typed make one step of the history, not one for each pause.
  var typing = false;
  document.body.addEventListener("htmx:configRequest", function (event) {
    var cause = event.detail.triggeringEvent;
    var again = Boolean(cause) && cause.type === "input";
    if (again && typing) event.detail.headers["Essaim-Suite"] = "1";
    typing = again;
  });

  // What the reader has unfolded stays unfolded; the focus stays where it was.
  document.body.addEventListener("htmx:beforeSwap", function () {
    catalogue.querySelectorAll("details").forEach(function (part) {
      opened[part.id] = part.open;
    });
    var active = document.activeElement;
    focused = active && catalogue.contains(active) ? active.id : null;
  });

  document.body.addEventListener("htmx:afterSwap", function (event) {
    if (event.detail.target !== catalogue) return;
    catalogue.querySelectorAll("details").forEach(function (part) {
      if (part.id in opened) part.open = opened[part.id];
    });
    unfold();
    var head = catalogue.querySelector("[data-q]");
    if (head && document.activeElement !== words) words.value = head.getAttribute("data-q");
    if (head) tick(head.getAttribute("data-dans").split(" "));
    if (focused === null) return; // the reader is typing
    var again = focused && document.getElementById(focused);
    if (again) {
      again.focus({ preventScroll: true });
    } else {
      var title = document.getElementById("resultats");
      title.focus({ preventScroll: true });
      title.scrollIntoView({ block: "nearest" });
    }
  });

  // The server or the line failed: let the browser go there, it will say what is wrong.
  ["htmx:sendError", "htmx:responseError"].forEach(function (name) {
    document.body.addEventListener(name, function (event) {
      window.location.assign(event.detail.pathInfo.finalRequestPath);
    });
  });

  unfold();
})();
