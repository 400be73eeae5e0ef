/* Passkeys. A form marked data-passkey asks the browser to make a key ("create") or to show one
 * ("get"), puts the answer into its field "credential", and is sent like any other form.
 * What to ask stands in the page (data-options: the id of a block of JSON) or at an address
 * (data-options: a path), asked for when the button is pressed. Without this script the button
 * stays hidden, and the words in its place say that the code by e-mail is the way. */
(function () {
  "use strict";

  var TEXTS = {
    unable: "Ce navigateur ne sait pas se servir des clés d’accès. Le code par courriel marche partout.",
    address: "Les clés d’accès demandent une adresse en toutes lettres : ouvrez ce site par son nom.",
    asking: "Suivez ce que demande votre appareil…",
    refused: "Rien n’a été fait : vous avez renoncé, ou le temps est passé. Vous pouvez recommencer.",
    known: "Cet appareil garde déjà une clé pour ce compte.",
    failed: "Votre appareil n’a pas pu le faire. Essayez encore, ou prenez le code par courriel."
  };

  function toBytes(text) {
    var plain = text.replace(/-/g, "+").replace(/_/g, "/");
    var binary = window.atob(plain);
    var bytes = new Uint8Array(binary.length);
    for (var i = 0; i < binary.length; i += 1) { bytes[i] = binary.charCodeAt(i); }
    return bytes.buffer;
  }

  function toText(buffer) {
    if (!buffer) { return null; }
    var binary = "";
    new Uint8Array(buffer).forEach(function (byte) { binary += String.fromCharCode(byte); });
    return window.btoa(binary).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  }

  function withBytes(list) {
    return (list || []).map(function (one) {
      return Object.assign({}, one, { id: toBytes(one.id) });
    });
  }

  /* The standard's JSON form of the options, with bytes where the browser wants bytes. */
  function understood(kind, options) {
    var asked = Object.assign({}, options.publicKey);
    asked.challenge = toBytes(asked.challenge);
    if (kind === "create") {
      asked.user = Object.assign({}, asked.user, { id: toBytes(asked.user.id) });
      asked.excludeCredentials = withBytes(asked.excludeCredentials);
    } else {
      asked.allowCredentials = withBytes(asked.allowCredentials);
    }
    return { publicKey: asked };
  }

  function written(credential) {
    var given = credential.response;
    var answer = { clientDataJSON: toText(given.clientDataJSON) };
    if (given.attestationObject) {
      answer.attestationObject = toText(given.attestationObject);
      answer.transports = given.getTransports ? given.getTransports() : [];
    } else {
      answer.authenticatorData = toText(given.authenticatorData);
      answer.signature = toText(given.signature);
      answer.userHandle = toText(given.userHandle);
    }
    var all = {
      id: credential.id,
      rawId: toText(credential.rawId),
      type: credential.type,
      response: answer,
      clientExtensionResults: credential.getClientExtensionResults()
    };
    if (credential.authenticatorAttachment) {
      all.authenticatorAttachment = credential.authenticatorAttachment;
    }
    return JSON.stringify(all);
  }

  function wanted(form) {
    var place = form.getAttribute("data-options");
    var block = document.getElementById(place);
    if (block) { return Promise.resolve(JSON.parse(block.textContent)); }
    return window.fetch(place, { credentials: "same-origin", headers: { Accept: "application/json" } })
      .then(function (answer) {
        if (!answer.ok) { throw new Error(String(answer.status)); }
        return answer.json();
      })
      .then(function (data) { return data.options; });
  }

  function reason(error) {
    if (error.name === "NotAllowedError" || error.name === "AbortError") { return TEXTS.refused; }
    if (error.name === "InvalidStateError") { return TEXTS.known; }
    if (error.name === "SecurityError") { return TEXTS.address; }
    return TEXTS.failed;
  }

  function prepare(form) {
    var kind = form.getAttribute("data-passkey");
    var button = form.querySelector("button[type=submit]");
    var said = form.querySelector(".passkey-said");
    function say(text) { said.textContent = text; }

    if (!window.PublicKeyCredential || !navigator.credentials || !window.fetch) {
      say(TEXTS.unable);
      return;
    }
    if (/^[\d.]+$|^\[/.test(window.location.hostname)) {
      say(TEXTS.address);
      return;
    }
    button.hidden = false;
    say("");
    form.addEventListener("submit", function (event) {
      event.preventDefault();
      if (button.disabled) { return; }
      button.disabled = true;
      say(TEXTS.asking);
      wanted(form)
        .then(function (options) {
          return navigator.credentials[kind](understood(kind, options));
        })
        .then(function (credential) {
          form.elements.credential.value = written(credential);
          form.submit();
        })
        .catch(function (error) {
          button.disabled = false;
          say(reason(error));
        });
    });
    /* Back from the next page: the browser may show this one as it was left. */
    window.addEventListener("pageshow", function (event) {
      if (event.persisted) { button.disabled = false; say(""); }
    });
  }

  Array.prototype.forEach.call(document.querySelectorAll("form[data-passkey]"), prepare);
}());
