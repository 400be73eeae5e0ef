// The files of a sheet: sent as soon as they are chosen, with how far they have come.
(function () {
  "use strict";
  var form = document.getElementById("ajout");
  var list = document.getElementById("fichiers-liste");
  var told = document.getElementById("envois");
  if (!form || !list || !window.FormData || !window.XMLHttpRequest) return;
  var input = form.elements.fichiers;
  var waiting = [];
  var isSending = false;

  function make(tag, className, text) {
    var made = document.createElement(tag);
    if (className) made.className = className;
    if (text !== undefined) made.textContent = text;
    return made;
  }

  function row(file) {
    var made = make("div", "sending");
    var label = make("p", "", file.name);
    var bar = make("progress");
    bar.max = 100;
    bar.value = 0;
    bar.setAttribute("aria-label", "Envoi de " + file.name);
    made.appendChild(label);
    made.appendChild(bar);
    told.appendChild(made);
    return { box: made, bar: bar };
  }

  function refuse(box, name, reason) {
    box.textContent = "";
    box.appendChild(make("p", "field-error", name + " : " + reason));
  }

  function post(address, data, onProgress, onEnd) {
    var request = new XMLHttpRequest();
    request.open("POST", address);
    request.setRequestHeader("Accept", "application/json");
    if (onProgress && request.upload) request.upload.onprogress = onProgress;
    request.onload = function () {
      var answer = null;
      try { answer = JSON.parse(request.responseText); } catch (error) { /* not for us */ }
      onEnd(request.status, answer);
    };
    request.onerror = function () { onEnd(0, null); };
    request.send(data);
  }

  function why(status) {
    if (status === 0) return "pas de connexion. Choisissez-le à nouveau quand elle sera revenue.";
    if (status === 401 || status === 403) return "votre connexion a pris fin. Reconnectez-vous dans un autre onglet, rechargez cette page, puis recommencez.";
    if (status === 413) return "ce fichier est trop lourd.";
    return "il n’a pas pu être envoyé. Réessayez dans un moment.";
  }

  function show(answer) {
    list.innerHTML = answer.liste;
  }

  // One after the other: on a slow line, the first arrives before the last begins.
  function next() {
    if (isSending || !waiting.length) return;
    isSending = true;
    var item = waiting.shift();
    var data = new FormData(form);
    data.delete("fichiers");
    data.append("fichiers", item.file, item.file.name);
    post(form.action, data, function (event) {
      if (event.lengthComputable) item.row.bar.value = Math.round((100 * event.loaded) / event.total);
    }, function (status, answer) {
      isSending = false;
      if (status === 200 && answer) {
        show(answer);
        if (answer.refus.length) refuse(item.row.box, answer.refus[0].nom, answer.refus[0].raison);
        else item.row.box.textContent = item.file.name + " : ajouté.";
      } else {
        refuse(item.row.box, item.file.name, why(status));
      }
      next();
    });
  }

  function choose(event) {
    event.preventDefault();
    if (!input.files.length) return;
    told.textContent = "";
    Array.prototype.forEach.call(input.files, function (file) {
      waiting.push({ file: file, row: row(file) });
    });
    input.value = "";
    next();
  }

  input.addEventListener("change", choose);
  form.addEventListener("submit", choose);
  list.addEventListener("submit", function (event) {
    event.preventDefault();
    var data = new FormData(event.target);
    post(event.target.action, data, null, function (status, answer) {
      if (status === 200 && answer) {
        show(answer);
        told.textContent = answer.refus.length ? answer.refus[0].raison : data.get("fichier") + " : retiré.";
        input.focus();
      } else {
        told.textContent = "Le fichier n’a pas été retiré : " + why(status);
      }
    });
  });
})();
