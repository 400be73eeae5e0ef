// The editor: keeps what is typed, on the server and, until it has answered, in the browser.
// The page works without this file. Answers of the server have French keys (editor/saving.py).
(function () {
  "use strict";
  var form = document.getElementById("fiche");
  if (!form || !window.fetch || !window.URLSearchParams) return;

  var PAUSE = 1200; // after the last key
  var PATIENCE = 8000; // at the latest, while one goes on typing
  var LIMIT = 30000; // an answer that takes longer will not come
  var KEEPALIVE = 60000; // browsers send no more than 64 kB from a page that closes
  var SLOWEST = 30000;
  var number = form.dataset.numero;
  var person = form.dataset.personne;
  var token = form.elements.csrfmiddlewaretoken.value;
  var start = Number(form.elements.version.value);
  var mark = "essaim:fiche:" + number + ":" + person + ":";
  var own = mark + Date.now().toString(36) + Math.random().toString(36).slice(2, 8);

  var fields = {};
  var flight = null; // what is on its way
  var unanswered = null; // what left and had no answer: sent again as it was, before anything else
  var failures = 0;
  var timer = 0;
  var deadline = 0;
  var retry = 0;
  var stopped = false; // somebody else is signed in, or the sheet is no longer ours
  var signedOut = false;
  var canKeep = true;
  var isLeaving = false; // signing out: nothing stays in this browser
  var destination = "";
  var lastHour = ""; // of the last save the server told of
  var asked = false; // the person has pressed « Enregistrer »

  function byId(id) { return document.getElementById(id); }

  function make(tag, className, text) {
    var made = document.createElement(tag);
    if (className) made.className = className;
    if (text !== undefined) made.textContent = text;
    return made;
  }

  function button(text, className, act) {
    var made = make("button", "button " + className, text);
    made.type = "button";
    made.addEventListener("click", act);
    return made;
  }

  // ---- Fields ------------------------------------------------------------------------------

  function Field(box) {
    this.box = box;
    this.key = box.dataset.champ;
    this.kind = box.dataset.genre;
    this.title = box.dataset.titre;
    this.condition = box.dataset.si ? box.dataset.si.split("=") : null;
    this.control = this.isList() ? null : byId(this.key);
    this.other = byId(this.key + "-autre");
    this.base = start;
    this.refused = null;
    this.conflict = null;
    this.confirmed = JSON.stringify(this.read(true));
    if (box.classList.contains("wrong")) { // shown again because it could not be kept
      this.refused = this.confirmed;
      this.confirmed = "";
    }
  }

  Field.prototype.isList = function () { return this.kind === "choice" || this.kind === "choices"; };

  Field.prototype.boxes = function () {
    return Array.prototype.slice.call(this.box.querySelectorAll("input[name='" + this.key + "']"));
  };

  // A list's values, or a text; `asServed`: what the page came with.
  Field.prototype.read = function (asServed) {
    if (!this.isList()) {
      if (this.condition && !isMet(this.condition, asServed)) return "";
      return asServed ? this.control.defaultValue : this.control.value;
    }
    var ticked = this.boxes()
      .filter(function (one) { return asServed ? one.defaultChecked : one.checked; })
      .map(function (one) { return one.value; });
    var typed = this.other && !asServed ? this.other.value : "";
    if (this.kind === "choice") return typed.trim() || ticked[0] || "";
    var more = typed.split(/[,;\n]/).map(function (one) { return one.trim(); });
    return ticked.concat(more.filter(function (one) { return one && ticked.indexOf(one) < 0; }));
  };

  Field.prototype.write = function (value) {
    if (!this.isList()) {
      this.control.value = value;
      if (this.kind === "text") grow(this.control);
      this.control.dispatchEvent(new Event("essaim:ecrit", { bubbles: true }));
      return;
    }
    var wanted = Array.isArray(value) ? value.slice() : [value];
    this.boxes().forEach(function (one) {
      var place = wanted.indexOf(one.value);
      one.checked = place >= 0;
      if (place >= 0) wanted.splice(place, 1);
    });
    if (this.other) this.other.value = wanted.filter(Boolean).join(", ");
  };

  Field.prototype.now = function () { return JSON.stringify(this.read(false)); };
  Field.prototype.isDirty = function () { return this.now() !== this.confirmed; };
  Field.prototype.isSendable = function () {
    return !this.conflict && this.isDirty() && this.now() !== this.refused;
  };

  // A field may stand in a part that is folded: the figures do.
  Field.prototype.unfold = function () {
    var folded = this.box.closest ? this.box.closest("details") : null;
    if (folded) folded.open = true;
  };

  Field.prototype.say = function (fault) {
    if (fault) this.unfold();
    var told = byId(this.key + "-erreur");
    told.textContent = fault ? this.title + " " + fault : "";
    told.hidden = !fault;
    this.box.classList.toggle("wrong", Boolean(fault));
    if (this.control && fault) this.control.setAttribute("aria-invalid", "true");
    else if (this.control) this.control.removeAttribute("aria-invalid");
  };

  function isMet(condition, asServed) {
    var wanted = condition[1];
    return Array.prototype.some.call(form.elements[condition[0]], function (one) {
      return one.value === wanted && (asServed ? one.defaultChecked : one.checked);
    });
  }

  function showConditions() {
    each(function (field) {
      if (field.condition) field.box.hidden = !isMet(field.condition, false);
    });
  }

  function each(act) { Object.keys(fields).forEach(function (key) { act(fields[key]); }); }

  function some(test) {
    return Object.keys(fields).filter(function (key) { return test(fields[key]); });
  }

  function grow(area) {
    if (area.scrollHeight > area.clientHeight) area.style.height = area.scrollHeight + 4 + "px";
  }

  // ---- What the page says -------------------------------------------------------------------

  function state(text, kind) {
    byId("etat").textContent = text;
    byId("etat").className = kind || "";
  }

  // Read aloud; said only when something changes, not at every save.
  var announced = "";
  function announce(text) {
    if (text === announced) return;
    announced = text;
    byId("annonce").textContent = text;
  }

  var alarm = "";
  function alert(kind, text, link) {
    if (alarm === kind) return;
    alarm = kind;
    var place = byId("alerte");
    place.textContent = "";
    if (!text) return;
    var said = make("p", "notice warm", text + " ");
    if (link) {
      var way = make("a", "", link.text);
      way.href = link.href;
      if (link.elsewhere) { way.target = "_blank"; way.rel = "noopener"; }
      said.appendChild(way);
    }
    place.appendChild(said);
  }

  function calm(kind) { if (!kind || alarm === kind) alert("", ""); }

  // ---- In the browser, until the server has answered ------------------------------------------

  function remember() {
    if (isLeaving) return;
    var kept = {};
    each(function (field) {
      if (!field.isDirty()) return;
      kept[field.key] = { valeur: field.read(false), base: field.base };
      var left = flight || unanswered;
      if (left && field.key in left.values) kept[field.key].envoi = left.values[field.key];
    });
    try {
      if (Object.keys(kept).length) {
        localStorage.setItem(own, JSON.stringify({ quand: Date.now(), champs: kept }));
      } else {
        localStorage.removeItem(own);
      }
      canKeep = true;
    } catch (error) {
      canKeep = false; // forbidden or full: the page itself is the last place
    }
  }

  function forget(key) {
    try { localStorage.removeItem(key); } catch (error) { /* it was not there */ }
  }

  function recover() {
    var found = [];
    try {
      for (var place = 0; place < localStorage.length; place += 1) {
        var key = localStorage.key(place);
        if (key.indexOf(mark) === 0 && key !== own) found.push(key);
      }
    } catch (error) { /* no storage: nothing to offer */ }
    found.sort().forEach(function (one) {
      try { offer(one, JSON.parse(localStorage.getItem(one))); } catch (error) { /* not ours */ }
    });
  }

  function hour(moment) {
    var date = new Date(moment);
    var two = function (value) { return (value < 10 ? "0" : "") + value; };
    var day = date.toDateString() === new Date().toDateString() ? "" : "le " + date.toLocaleDateString("fr-FR") + " ";
    return day + "à " + two(date.getHours()) + ":" + two(date.getMinutes());
  }

  function offer(key, entry) {
    var lost = Object.keys(entry.champs).filter(function (name) {
      return fields[name] && JSON.stringify(entry.champs[name].valeur) !== fields[name].confirmed;
    });
    if (!lost.length) { forget(key); return; }
    var count = lost.length === 1 ? "un champ écrit " : lost.length + " champs écrits ";
    var panel = make("section", "notice found stack");
    panel.setAttribute("aria-label", "Texte retrouvé");
    panel.appendChild(make("h2", "", "Nous avons retrouvé " + count + hour(entry.quand) + ", non enregistré" + (lost.length > 1 ? "s" : "")));
    var list = make("dl", "given");
    lost.forEach(function (name) {
      var value = entry.champs[name].valeur;
      list.appendChild(make("dt", "", fields[name].title));
      list.appendChild(make("dd", "change-text", (Array.isArray(value) ? value.join(", ") : value) || "(effacé)"));
    });
    panel.appendChild(list);
    var acts = make("div", "actions");
    acts.appendChild(button(lost.length > 1 ? "Les reprendre" : "Le reprendre", "gold", function () {
      lost.forEach(function (name) { takeUp(fields[name], entry.champs[name]); });
      close();
      flush();
    }));
    acts.appendChild(button(lost.length > 1 ? "Les ignorer" : "L’ignorer", "quiet", close));
    panel.appendChild(acts);
    byId("retrouve").appendChild(panel);
    alert("retrouve", "Nous avons retrouvé un texte qui n’était pas enregistré.", { text: "Le voir", href: "#retrouve" });

    function close() {
      remember();
      forget(key);
      panel.remove();
      calm("retrouve");
      fields[lost[0]].unfold();
      byId(fields[lost[0]].isList() ? lost[0] : fields[lost[0]].control.id).focus();
    }
  }

  function takeUp(field, kept) {
    // What left and was kept without our hearing of it is ours: nothing to settle with anybody.
    var isOurs = kept.envoi !== undefined && kept.envoi === field.confirmed;
    if (field.condition && kept.valeur) {
      Array.prototype.forEach.call(form.elements[field.condition[0]], function (one) {
        if (one.value === field.condition[1]) one.checked = true;
      });
      showConditions();
    }
    field.write(kept.valeur);
    if (!isOurs) field.base = kept.base;
  }

  // ---- Saving ---------------------------------------------------------------------------------

  function typed() {
    remember();
    if (stopped) return;
    if (some(function (field) { return field.isSendable(); }).length) {
      if (alarm.indexOf("conflit-") !== 0) state("Pas encore enregistré", alarm ? "bad" : "waiting");
      var now = Date.now();
      if (!deadline) deadline = now + PATIENCE;
      clearTimeout(timer);
      timer = setTimeout(flush, Math.max(0, Math.min(PAUSE, deadline - now)));
    }
  }

  // Fields that started from one version go together, the oldest first.
  function compose() {
    var keys = some(function (field) { return field.isSendable(); });
    if (!keys.length) return null;
    var version = Math.min.apply(null, keys.map(function (key) { return fields[key].base; }));
    var packet = { version: version, values: {}, body: new URLSearchParams() };
    packet.body.append("version", version);
    packet.body.append("personne", person);
    keys.forEach(function (key) {
      var field = fields[key];
      if (field.base !== version) return;
      var value = field.read(false);
      packet.values[key] = JSON.stringify(value);
      packet.body.append("champs", key);
      [].concat(value).forEach(function (one) { packet.body.append(key, one); });
    });
    return packet;
  }

  function flush() {
    clearTimeout(timer);
    deadline = 0;
    if (flight || stopped) return;
    var packet = unanswered || compose();
    if (!packet) { settle(); return; }
    clearTimeout(retry);
    send(packet);
  }

  function send(packet) {
    flight = packet;
    unanswered = null;
    remember();
    if (!alarm) state("Enregistrement…", "waiting");
    var body = packet.body.toString();
    var abort = window.AbortController ? new AbortController() : null;
    var limit = setTimeout(function () { if (abort) abort.abort(); }, LIMIT);
    fetch(form.dataset.enregistrer, {
      method: "POST",
      credentials: "same-origin",
      headers: {
        "Accept": "application/json",
        "Content-Type": "application/x-www-form-urlencoded;charset=UTF-8",
        "X-CSRFToken": token
      },
      body: body,
      keepalive: body.length < KEEPALIVE,
      signal: abort ? abort.signal : undefined
    }).then(function (answer) {
      var isJson = (answer.headers.get("Content-Type") || "").indexOf("application/json") === 0;
      if (answer.ok && isJson) return answer.json().then(function (data) { accepted(packet, data); });
      if ((answer.status === 401 || answer.status === 403) && isJson) return answer.json().then(turnedAway);
      // An answer cut short, or another's: the page of a hotel's network, for one.
      if (answer.ok) return failed(packet, true);
      if (answer.status >= 500 || answer.status === 429) return failed(packet, false);
      return refusedFor(answer.status);
    }).catch(function () { failed(packet, true); }).then(function () { clearTimeout(limit); });
  }

  function accepted(packet, data) {
    flight = null;
    failures = 0;
    signedOut = false;
    lastHour = data.heure;
    if (alarm.indexOf("conflit-") !== 0) calm();
    if (data.conflits.length) data.conflits.forEach(function (one) { dispute(one, data.version); });
    else joined(packet, data);
    remember();
    help(data);
    if (some(function (field) { return field.isSendable(); }).length) { typed(); if (destination || asked) flush(); return; }
    settle();
  }

  // « Enregistré » is said when all is; else what still waits, for whom.
  function tell(stuck) {
    if (!stuck.length) {
      if (lastHour) state("Enregistré à " + lastHour);
      return;
    }
    var disputed = stuck.filter(function (key) { return fields[key].conflict; })[0];
    if (disputed) {
      state("Un choix vous attend", "bad");
      alert("conflit-" + disputed, "Deux textes pour « " + fields[disputed].title + " » : le vôtre et celui d’une autre personne.",
        { text: "Choisir", href: "#conflit-" + disputed });
      return;
    }
    state("Reste à corriger : " + fields[stuck[0]].title, "bad");
  }

  function joined(packet, data) {
    each(function (field) {
      var key = field.key;
      var wasSent = key in packet.values;
      if (wasSent && data.erreurs[key]) {
        field.refused = packet.values[key];
        field.say(data.erreurs[key].join(" "));
        return;
      }
      if (key in data.autres) {
        // Somebody else's text: shown at once where we are not writing; else settled at our next save.
        if (wasSent ? field.now() === packet.values[key] : !field.isDirty()) {
          field.write(data.autres[key]);
          field.confirmed = field.now();
          field.base = data.version;
          announce("« " + field.title + " » a été changé par une autre personne.");
        }
        return;
      }
      if (wasSent) {
        field.confirmed = packet.values[key];
        field.refused = null;
        field.say("");
      }
      if (wasSent || field.base === packet.version) field.base = data.version;
    });
    form.elements.version.value = data.version;
  }

  function turnedAway(data) {
    var packet = flight;
    flight = null;
    token = form.elements.csrfmiddlewaretoken.value = data.jeton || token;
    failures += 1;
    if (data.raison === "personne") {
      stopped = true;
      state("Pas enregistré", "bad");
      alert("personne", "Vous êtes maintenant connecté sous un autre nom dans ce navigateur. Votre texte est gardé dans cet appareil : reconnectez-vous sous votre nom, puis rechargez cette page.");
    } else if (data.raison === "jeton" && failures < 4) {
      send(packet);
    } else {
      signedOut = true;
      state("Pas enregistré", "bad");
      alert("connexion", "Votre connexion a pris fin ; votre texte est gardé " + where() + ". L’enregistrement reprendra dès que vous serez reconnecté.",
        { text: "Se reconnecter dans un nouvel onglet", href: form.dataset.connexion, elsewhere: true });
      again(15000);
    }
    destination = "";
    remember();
  }

  function failed(packet, isLine) {
    flight = null;
    failures += 1;
    // After a few faults of the server, the same packet would only fail again.
    unanswered = !isLine && failures > 3 ? null : packet;
    destination = "";
    state("Pas encore enregistré", "bad");
    announced = byId("annonce").textContent = ""; // that it is saved again will be said anew
    if (isLine) {
      alert("ligne", "Pas de connexion. Continuez à écrire : votre texte est gardé " + where() + ", et sera enregistré dès qu’elle reviendra.");
    } else {
      alert("panne", "L’enregistrement n’a pas marché : la panne est de notre côté. Votre texte est gardé " + where() + ", nous réessayons.");
    }
    remember();
    again(Math.min(SLOWEST, 1000 * Math.pow(2, Math.min(failures, 5))));
  }

  function refusedFor(status) {
    flight = null;
    failures += 1;
    destination = "";
    remember();
    state("Pas enregistré", "bad");
    if (status === 400 || status === 413) {
      alert("poids", "Ce que vous avez écrit est trop long pour être enregistré en une fois. Votre texte est gardé " + where() + " : raccourcissez-le.");
      return;
    }
    alert("acces", "Vous n’avez plus accès à cette fiche, ou elle a été réunie à une autre. Votre texte est gardé " + where() + " : copiez-le avant de quitter cette page.");
    again(SLOWEST); // a network between us may have answered in our place
  }

  function where() { return canKeep ? "dans cet appareil" : "dans cette page (ne la fermez pas)"; }

  function again(delay) {
    clearTimeout(retry);
    retry = setTimeout(flush, delay);
  }

  // Nothing more to send: say so to whoever asked, go where they wanted to go.
  function settle() {
    var stuck = some(function (field) { return field.isDirty(); });
    tell(stuck);
    if (stuck.length) {
      var first = fields[stuck[0]];
      if (destination || asked) {
        announce("Un champ attend votre choix ou une correction : « " + first.title + " ».");
        (first.conflict ? first.conflict.panel : first.control || first.box).focus();
      }
      destination = "";
      asked = false;
      return;
    }
    if (asked) { announced = ""; announce(byId("etat").textContent); } else announce("Enregistré.");
    asked = false;
    if (destination) window.location.assign(destination);
  }

  // ---- Two people in one place ------------------------------------------------------------------

  function dispute(one, version) {
    var field = fields[one.champ];
    if (!field) return;
    if (field.conflict) field.conflict.panel.remove();
    var panel = make("section", "dispute stack");
    panel.id = "conflit-" + one.champ;
    panel.tabIndex = -1;
    panel.setAttribute("aria-label", "Deux textes pour " + one.titre);
    panel.appendChild(make("h3", "", "Deux textes pour « " + one.titre + " »"));
    panel.appendChild(make("p", "", (one.auteur || "Une autre personne") + " a changé ce champ pendant que vous écriviez. Rien n’est perdu : choisissez."));
    var sides = make("div", "sides");
    sides.appendChild(side("L’autre texte", one.mots, "retire"));
    sides.appendChild(side("Le vôtre", one.mots, "ajoute"));
    panel.appendChild(sides);
    var acts = make("div", "actions");
    acts.appendChild(button("Garder le mien", "", function () { resolve(field, "mien"); }));
    acts.appendChild(button("Garder l’autre", "quiet", function () { resolve(field, "leur"); }));
    if (field.kind === "text" || field.kind === "choices") {
      acts.appendChild(button("Garder les deux", "quiet", function () { resolve(field, "deux"); }));
    }
    panel.appendChild(acts);
    if (!field.isList()) panel.appendChild(make("p", "hint", "Ou récrivez d’abord votre texte dans le champ, puis gardez-le."));
    field.box.hidden = false;
    field.unfold();
    field.box.appendChild(panel);
    field.conflict = { theirs: one.la_leur, version: version, panel: panel };
  }

  // One of the two texts, with what only it says marked.
  function side(heading, pieces, own) {
    var made = make("div", "side");
    var text = make("p", "change-text");
    made.appendChild(make("h4", "", heading));
    pieces.forEach(function (piece) {
      if (piece[0] === own) text.appendChild(make("mark", "", piece[1]));
      else if (piece[0] === "pareil") text.appendChild(document.createTextNode(piece[1]));
    });
    if (!text.textContent) text.textContent = "(rien)";
    made.appendChild(text);
    return made;
  }

  function resolve(field, choice) {
    var settled = field.conflict;
    var mine = field.read(false);
    field.conflict = null;
    field.base = settled.version;
    settled.panel.remove();
    if (choice === "mien" && field.condition && mine === "") mine = field.control.value;
    if (choice === "mien" && field.condition && mine) {
      Array.prototype.forEach.call(form.elements[field.condition[0]], function (one) {
        if (one.value === field.condition[1]) one.checked = true;
      });
    }
    if (choice === "leur") field.write(settled.theirs);
    if (choice === "deux" && Array.isArray(settled.theirs)) {
      field.write(settled.theirs.concat(mine.filter(function (one) { return settled.theirs.indexOf(one) < 0; })));
    } else if (choice === "deux") {
      field.write([settled.theirs, mine].filter(Boolean).join("\n\n"));
    }
    field.confirmed = JSON.stringify(settled.theirs);
    showConditions();
    calm("conflit-" + field.key);
    (field.isList() ? field.box : field.control).focus();
    remember();
    asked = true;
    flush();
  }

  // ---- What the server says of the text -----------------------------------------------------------

  function help(data) {
    if (data.encouragement) {
      byId("encouragement-titre").textContent = data.encouragement.titre + ".";
      byId("encouragement-phrase").textContent = data.encouragement.phrase;
      fill(byId("encouragement-conseils"), data.encouragement.conseils, function (hint) {
        return line("#" + hint.champ, hint.titre, hint.phrase, false);
      });
    }
    Object.keys(data.parties || {}).forEach(function (anchor) {
      var told = document.querySelector("[data-partie='" + anchor + "']");
      if (told) told.textContent = data.parties[anchor];
    });
    Object.keys(data.gardes || {}).forEach(function (key) {
      var box = byId(key + "-garde");
      if (!box) return;
      fill(box.querySelector("ul"), data.gardes[key], function (one) {
        var item = make("li");
        item.appendChild(make("strong", "", "« " + one.extrait + " »"));
        item.appendChild(document.createTextNode(" " + one.pourquoi + " " + one.conseil));
        return item;
      });
      box.hidden = !data.gardes[key].length;
    });
    if (data.proches) {
      var doubles = byId("proches");
      fill(doubles.querySelector("ul"), data.proches, function (one) {
        return line(one.adresse, one.titre, one.ou, true);
      });
      doubles.hidden = !data.proches.length;
    }
  }

  function fill(list, items, show) {
    list.textContent = "";
    items.forEach(function (item) { list.appendChild(show(item)); });
  }

  function line(address, title, words, isElsewhere) {
    var item = make("li");
    var link = make("a", "", title);
    link.href = address;
    if (isElsewhere) {
      link.target = "_blank";
      link.rel = "noopener";
      link.appendChild(make("span", "sr", " (nouvel onglet)"));
    }
    item.appendChild(link);
    item.appendChild(document.createTextNode(" "));
    item.appendChild(make("span", isElsewhere ? "where" : "", words));
    return item;
  }

  // ---- Beginning ------------------------------------------------------------------------------------

  Array.prototype.forEach.call(form.querySelectorAll("[data-champ]"), function (box) {
    var field = new Field(box);
    fields[field.key] = field;
  });
  showConditions();

  form.addEventListener("input", function (event) {
    var area = event.target;
    if (area.tagName === "TEXTAREA") grow(area);
    var box = area.closest ? area.closest("[data-genre='choice']") : null;
    if (box && area.type === "text" && area.value.trim()) {
      fields[box.dataset.champ].boxes().forEach(function (one) { one.checked = false; });
    } else if (box && area.type === "radio" && fields[box.dataset.champ].other) {
      fields[box.dataset.champ].other.value = "";
    }
    showConditions();
    typed();
  });
  form.addEventListener("change", function () { showConditions(); remember(); flush(); });

  var pressed = null;
  form.addEventListener("click", function (event) {
    var one = event.target.closest ? event.target.closest("button[type='submit']") : null;
    if (one) pressed = one;
  });
  form.addEventListener("submit", function (event) {
    event.preventDefault();
    var by = event.submitter || pressed;
    pressed = null;
    destination = (by && by.dataset.vers) || "";
    asked = true;
    failures = Math.min(failures, 3);
    flush();
  });

  document.addEventListener("essaim:sortie", function () { isLeaving = true; stopped = true; });
  document.addEventListener("visibilitychange", function () {
    if (document.visibilityState === "hidden" || signedOut) flush();
  });
  window.addEventListener("pagehide", function () { remember(); flush(); });
  window.addEventListener("focus", function () { if (signedOut) flush(); });
  window.addEventListener("online", function () { failures = 0; flush(); });
  window.addEventListener("offline", function () {
    alert("ligne", "Pas de connexion. Continuez à écrire : votre texte est gardé " + where() + ", et sera enregistré dès qu’elle reviendra.");
  });
  window.addEventListener("beforeunload", function (event) {
    if (canKeep || !some(function (field) { return field.isDirty(); }).length) return;
    event.preventDefault();
    event.returnValue = "";
  });
  document.documentElement.classList.add("writing-js");
  if (window.matchMedia("(min-width: 64em)").matches) byId("parties").open = true;
  recover();
})();
