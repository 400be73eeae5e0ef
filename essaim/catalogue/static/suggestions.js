// Suggestions under a search box: the editable combobox of ARIA 1.2, its list chosen by hand.
// Without this file, or when nothing answers, the box is a plain search box.
(function () {
  "use strict";
  var PAUSE = 120; // milliseconds without a key before asking
  var SHORTEST = 2;
  var KEPT = 40; // answers remembered

  function combobox(input) {
    var row = input.parentNode;
    var popup = document.createElement("div");
    var told = document.createElement("p");
    var answers = new Map();
    var options = [];
    var active = -1;
    var turn = 0; // an answer to an older question is never shown
    var timer = 0;
    var telling = 0;
    var asking = null;

    popup.className = "suggestions";
    popup.hidden = true;
    told.className = "sr";
    told.setAttribute("aria-live", "polite");
    // Beside the box, not around it: moving it would take the focus from whoever types already.
    row.classList.add("with-suggestions");
    row.appendChild(popup);
    row.appendChild(told);
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-expanded", "false");

    function words() {
      return input.value.replace(/\s+/g, " ").trim();
    }

    function tell(sentence) {
      window.clearTimeout(telling);
      // Said when the hands rest, not at each letter.
      telling = window.setTimeout(function () { told.textContent = sentence; }, sentence ? 500 : 0);
    }

    function mark(place) {
      if (options[active]) options[active].setAttribute("aria-selected", "false");
      active = place;
      if (!options[active]) {
        input.removeAttribute("aria-activedescendant");
        return;
      }
      options[active].setAttribute("aria-selected", "true");
      input.setAttribute("aria-activedescendant", options[active].id);
      options[active].scrollIntoView({ block: "nearest" });
    }

    function forget() {
      turn += 1;
      window.clearTimeout(timer);
      if (asking) asking.abort();
      asking = null;
    }

    function close() {
      forget();
      mark(-1);
      options = [];
      popup.hidden = true;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-controls");
      tell("");
    }

    function show(html, first) {
      if (!html.trim()) {
        close();
        return;
      }
      mark(-1);
      popup.innerHTML = html; // made by our own server, which escapes all texts
      options = Array.prototype.slice.call(popup.querySelectorAll("[role=option]"));
      popup.hidden = false;
      input.setAttribute("aria-controls", popup.firstElementChild.id);
      input.setAttribute("aria-expanded", "true");
      tell(options.length + (options.length > 1 ? " suggestions" : " suggestion") + ", à parcourir avec les flèches haut et bas.");
      if (first !== undefined) mark(first < 0 ? options.length - 1 : first);
    }

    function keep(text, html) {
      if (answers.size >= KEPT) answers.clear();
      answers.set(text, html);
    }

    // `first`: the option to go to, counted from the end when negative.
    function ask(first) {
      forget();
      var text = words();
      if (text.length < SHORTEST) {
        close();
        return;
      }
      if (answers.has(text)) {
        show(answers.get(text), first);
        return;
      }
      var mine = turn;
      var address = input.dataset.suggestions;
      address += (address.indexOf("?") < 0 ? "?" : "&") + new URLSearchParams({ q: text });
      asking = window.AbortController ? new AbortController() : null;
      fetch(address, {
        credentials: "same-origin",
        headers: { "HX-Request": "true" },
        signal: asking ? asking.signal : undefined,
      }).then(function (answer) {
        if (!answer.ok) throw new Error(String(answer.status));
        return answer.text();
      }).then(function (html) {
        keep(text, html);
        if (mine === turn && document.activeElement === input) show(html, first);
      }).catch(function () {
        // No line, no server: a search box is enough.
        if (mine === turn) close();
      });
    }

    function move(step) {
      forget(); // the list that is being gone through stays as it is
      var count = options.length;
      mark(active < 0 ? (step > 0 ? 0 : count - 1) : (active + step + count) % count);
    }

    function arrow(event, step) {
      if (words().length < SHORTEST) return;
      event.preventDefault();
      if (popup.hidden) ask(event.altKey ? undefined : step > 0 ? 0 : -1);
      else if (!event.altKey) move(step);
      else if (step < 0) close();
    }

    input.addEventListener("keydown", function (event) {
      if (event.isComposing || event.ctrlKey || event.metaKey) return;
      if (event.key === "ArrowDown") arrow(event, 1);
      else if (event.key === "ArrowUp") arrow(event, -1);
      else if (event.key === "Enter") {
        var chosen = options[active];
        if (chosen) {
          event.preventDefault();
          window.location.assign(chosen.href);
        }
        close();
      } else if (event.key === "Escape" && !popup.hidden) {
        event.preventDefault(); // a second time, the browser empties the box
        close();
      } else if (event.key === "Tab") close();
      else if (event.key === "Home" || event.key === "End" || event.key === "ArrowLeft" || event.key === "ArrowRight") mark(-1);
    });

    input.addEventListener("input", function () {
      forget();
      mark(-1);
      if (words().length < SHORTEST) close();
      else timer = window.setTimeout(function () { ask(); }, PAUSE);
    });

    // A press on the list leaves the focus, and the keyboard of a phone, where they are.
    popup.addEventListener("mousedown", function (event) { event.preventDefault(); });
    input.addEventListener("blur", close);
    document.addEventListener("click", function (event) {
      if (!popup.hidden && !row.contains(event.target)) close();
    });
    if (input.form) input.form.addEventListener("submit", close);
    window.addEventListener("pagehide", close); // the way back finds it closed
  }

  if (!window.fetch || !window.URLSearchParams || !window.Map) return;
  document.querySelectorAll("input[data-suggestions]").forEach(combobox);
})();
