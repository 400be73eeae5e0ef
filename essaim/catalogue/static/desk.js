// The desk: ticking all at once, and a choice that goes at once. All works without this file.
(function () {
  "use strict";

  // What went wrong is read first.
  var wrong = document.getElementById("erreurs");
  if (wrong) wrong.focus();

  Array.prototype.forEach.call(document.querySelectorAll("[data-desk-many]"), function (form) {
    var boxes = form.querySelectorAll('input[type="checkbox"][name="fiche"]');
    var place = form.querySelector("[data-tick-all]");
    var told = form.querySelector("[data-ticked]");
    if (!place || boxes.length < 2) return;
    var label = document.createElement("label");
    var all = document.createElement("input");
    label.className = "desk-all";
    all.type = "checkbox";
    all.id = "tout-cocher";
    label.appendChild(all);
    label.appendChild(document.createTextNode(" Tout cocher sur cette page"));
    place.appendChild(label);
    place.hidden = false;

    function count() {
      var ticked = 0;
      Array.prototype.forEach.call(boxes, function (box) {
        if (box.checked) ticked += 1;
      });
      all.checked = ticked === boxes.length;
      all.indeterminate = ticked > 0 && ticked < boxes.length;
      if (told) {
        told.textContent = ticked === 0 ? "" : ticked === 1 ? "1 fiche cochée" : ticked + " fiches cochées";
      }
    }

    all.addEventListener("change", function () {
      Array.prototype.forEach.call(boxes, function (box) {
        box.checked = all.checked;
      });
      count();
    });
    form.addEventListener("change", function (event) {
      if (event.target !== all) count();
    });
    window.addEventListener("pageshow", count);
    count();
  });
})();
