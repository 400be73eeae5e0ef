// What is read in a text, shown under it as one types. The page works without this file: the
// buttons are the form's, the figures are fields like any other. Nothing here keeps anything:
// an answer is typed into the fields, and editor.js saves them.
(function () {
  "use strict";
  var form = document.getElementById("fiche");
  if (!form || !form.dataset.chiffres || !window.fetch || !window.URLSearchParams) return;

  var PAUSE = 700; // after the last key

  function Reading(box) {
    this.key = box.dataset.lecture;
    this.box = box;
    this.place = box.querySelector(".reading-place");
    this.told = box.querySelector("[role='status']");
    this.opening = box.querySelector("[data-ouvrir]");
    this.text = document.getElementById(this.key);
    this.numbers = Array.prototype.slice.call(box.querySelectorAll("details input[type='text']"));
    this.asked = this.body();
    this.timer = 0;
    this.turn = 0;
    this.follows = false; // a button was pressed: the focus goes with what takes its place
  }

  Reading.prototype.body = function () {
    var body = new URLSearchParams();
    body.append("champ", this.key);
    body.append("personne", form.dataset.personne);
    [this.text].concat(this.numbers).forEach(function (one) { body.append(one.name, one.value); });
    return body.toString();
  };

  Reading.prototype.soon = function (pause) {
    var reading = this;
    clearTimeout(this.timer);
    this.timer = setTimeout(function () { reading.ask(); }, pause);
  };

  Reading.prototype.ask = function () {
    var reading = this;
    var body = this.body();
    if (body === this.asked) return;
    this.asked = body;
    this.turn += 1;
    var turn = this.turn;
    fetch(form.dataset.chiffres, {
      method: "POST",
      credentials: "same-origin",
      headers: {
        "Accept": "application/json",
        "Content-Type": "application/x-www-form-urlencoded;charset=UTF-8",
        "X-CSRFToken": form.elements.csrfmiddlewaretoken.value
      },
      body: body
    }).then(function (answer) {
      var isJson = (answer.headers.get("Content-Type") || "").indexOf("application/json") === 0;
      if (!answer.ok || !isJson) throw new Error("no reading");
      return answer.json();
    }).then(function (data) {
      if (turn === reading.turn) reading.show(data);
    }).catch(function () {
      if (turn === reading.turn) reading.hide();
    });
  };

  Reading.prototype.show = function (data) {
    var hadFocus = this.follows && this.isFocusFree();
    this.follows = false;
    this.place.innerHTML = data.lecture; // ours, and escaped by its template
    this.place.hidden = false;
    this.opening.textContent = data.ouvrir;
    if (this.told.textContent !== data.dit) this.told.textContent = data.dit;
    if (hadFocus) this.box.focus({ preventScroll: true });
  };

  // No line, or no session: rather nothing than what an earlier text said.
  Reading.prototype.hide = function () {
    this.asked = "";
    this.place.hidden = true;
  };

  // Whether the focus is still where the answer was given, and nobody has begun to type elsewhere.
  Reading.prototype.isFocusFree = function () {
    return document.activeElement === document.body || this.place.contains(document.activeElement);
  };

  Reading.prototype.answer = function (given) {
    var values = new URLSearchParams(given);
    this.numbers.forEach(function (one) {
      if (!values.has(one.name)) return;
      one.value = values.get(one.name);
      one.dispatchEvent(new Event("input", { bubbles: true }));
    });
    this.follows = true;
    this.numbers[0].dispatchEvent(new Event("change", { bubbles: true }));
    this.soon(0);
  };

  var readings = Array.prototype.map.call(form.querySelectorAll("[data-lecture]"), function (box) {
    return new Reading(box);
  });

  function about(target) {
    return readings.filter(function (one) {
      return one.text === target || one.numbers.indexOf(target) >= 0;
    })[0];
  }

  // « essaim:ecrit »: editor.js has put another's text, or a text found again, into a field.
  ["input", "essaim:ecrit"].forEach(function (name) {
    form.addEventListener(name, function (event) {
      var reading = about(event.target);
      if (reading) reading.soon(PAUSE);
    });
  });

  form.addEventListener("click", function (event) {
    var pressed = event.target.closest ? event.target.closest("button[name='chiffres']") : null;
    if (!pressed) return;
    event.preventDefault();
    readings.forEach(function (one) {
      if (one.place.contains(pressed)) one.answer(pressed.value);
    });
  });

  window.addEventListener("online", function () {
    readings.forEach(function (one) { if (one.place.hidden) one.soon(0); });
  });
})();
