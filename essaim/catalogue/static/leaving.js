// Signing out leaves no text of a sheet in the browser (editor.js keeps there what is not saved).
(function () {
  "use strict";
  var mark = "essaim:fiche:";

  function kept() {
    var found = [];
    try {
      for (var place = 0; place < localStorage.length; place += 1) {
        if (localStorage.key(place).indexOf(mark) === 0) found.push(localStorage.key(place));
      }
    } catch (error) { /* no storage: nothing was kept */ }
    return found;
  }

  document.addEventListener("submit", function (event) {
    if (!event.target.hasAttribute("data-sortie")) return;
    var found = kept();
    if (!found.length) return;
    if (!window.confirm("Un texte écrit sur cet appareil n’a pas encore été enregistré. Se déconnecter l’efface. Continuer ?")) {
      event.preventDefault();
      return;
    }
    document.dispatchEvent(new Event("essaim:sortie")); // the editor keeps nothing any more
    found.forEach(function (key) { localStorage.removeItem(key); });
  });
})();
